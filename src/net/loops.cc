#include "net/loops.h"

namespace frontdesk::net {

namespace asio = boost::asio;

Loops::Loops(int threads) {
  for (int i = 0; i < std::max(threads, 1); ++i) {
    contexts_.push_back(std::make_unique<Context>());
    guards_.push_back(asio::make_work_guard(*contexts_.back()));
  }
}

Loops::~Loops() {
  stop();
  for (auto& thread : threads_) thread.join();
  guards_.clear();
  for (auto& context : contexts_) context->end_tasks();
}

Executor Loops::of(std::string_view key) {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a: the same on every machine
  for (const unsigned char c : key) hash = (hash ^ c) * 1099511628211ULL;
  return executor(static_cast<int>((hash ^ hash >> 32) % contexts_.size()));
}

void Loops::start() {
  for (int i = 1; i < size(); ++i) threads_.emplace_back([&context = context(i)] { context.run(); });
}

void Loops::run() { contexts_.front()->run(); }

void Loops::stop() {
  for (auto& context : contexts_) context->stop();
}

}  // namespace frontdesk::net
