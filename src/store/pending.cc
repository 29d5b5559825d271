#include "store/pending.h"

#include <boost/asio/post.hpp>

namespace frontdesk::store {
namespace {

// Pending work of one executor, to be resumed there.
class Batch {
 public:
  Batch(Executor executor, Pending* first) : executor_(std::move(executor)), first_(first) {}
  Batch(Batch&& other) noexcept : executor_(std::move(other.executor_)), first_(std::exchange(other.first_, nullptr)) {}
  // Where the loop goes before its work is done, so do the coroutines that wait.
  ~Batch() {
    while (first_) take();
  }

  void operator()() {
    while (first_) {
      auto resume = take();
      try {
        resume();
      } catch (...) {
        if (first_) boost::asio::post(executor_, Batch(executor_, std::exchange(first_, nullptr)));
        throw;
      }
    }
  }

 private:
  // The frame that holds the pending work may end during the call, so everything is taken out of it before.
  std::move_only_function<void()> take() {
    auto& pending = *first_;
    first_ = pending.next;
    return std::move(pending.resume);
  }

  Executor executor_;
  Pending* first_;
};

struct List {
  Executor executor;
  Pending* first;
  Pending* last;
};

}  // namespace

void fail_the_rest(Pending* first, const std::exception_ptr& failure) {
  for (auto* pending = first; pending; pending = pending->next) {
    if (!pending->failure) pending->failure = failure;
  }
}

void tell_committed(Pending* first) {
  for (auto* pending = first; pending; pending = pending->next) {
    if (pending->failure) continue;
    for (const auto& call : std::exchange(pending->after, {})) call();
  }
}

void complete(Pending* first) {
  std::vector<List> lists;
  while (first) {
    auto* pending = std::exchange(first, first->next);
    pending->next = nullptr;
    const auto same = std::ranges::find(lists, pending->executor, &List::executor);
    if (same == lists.end()) {
      lists.push_back({pending->executor, pending, pending});
    } else {
      same->last->next = pending;
      same->last = pending;
    }
  }
  for (auto& list : lists) boost::asio::post(list.executor, Batch(list.executor, list.first));
}

}  // namespace frontdesk::store
