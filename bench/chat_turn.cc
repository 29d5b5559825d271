// A turn of a chat through the whole product: POST of the customer's message until the bot's message arrives on the
// conversation's event stream. 200 turns a second, 2,000 open streams, a model that answers after 0 and after 50 ms in
// a process of its own. What is printed is what the product adds to the model's own time.

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <deque>
#include <fstream>
#include <random>

#include "base/json.h"
#include "net/client.h"
#include "net/sse.h"
#include "support/arguments.h"
#include "support/product.h"

using namespace frontdesk;
namespace asio = boost::asio;

namespace {

using Millis = std::chrono::duration<double, std::milli>;

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

// What one append of 4 kB and its sync takes on this disk, in this minute.
std::vector<double> sync_times(const std::string& folder, const Clock& clock) {
  const auto path = folder + "/sync";
  const int file = open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  const std::string block(4096, 'x');
  std::vector<double> times;
  for (const auto until = clock.now() + std::chrono::seconds(3); clock.now() < until;) {
    const auto began = clock.now();
    if (write(file, block.data(), block.size()) < 0 || fdatasync(file) != 0) break;
    times.push_back(Millis(clock.now() - began).count());
  }
  close(file);
  unlink(path.c_str());
  return times;
}

double cpu_seconds(pid_t pid) {
  std::ifstream stat(fmt::format("/proc/{}/stat", pid));
  std::string text((std::istreambuf_iterator<char>(stat)), {});
  std::vector<std::string> fields;
  std::string word;
  for (const char c : text.substr(text.rfind(')') + 2)) {
    if (c == ' ') {
      fields.push_back(std::exchange(word, {}));
    } else {
      word += c;
    }
  }
  return (std::stod(fields[11]) + std::stod(fields[12])) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

struct Session {
  std::string id;
  std::string token;
  net::SseReader reader;
  Moment sent{};
  bool waiting = false;
};

class Bench {
 public:
  Bench(int delay_ms, int sessions, int rate, int seconds)
      : delay_ms_(delay_ms),
        rate_(rate),
        seconds_(seconds),
        sessions_(static_cast<std::size_t>(sessions)),
        model_({support::program("mock_model"), "--delay-ms", std::to_string(delay_ms)}),
        tenant_file_(folder_.path() + "/bench.yaml"),
        product_(folder_.path() + "/data", tenant_file_, {"--rate-per-second", "0"}),
        transport_(net::system_transport()),
        client_(*transport_, clock_) {
    const auto model_port = support::port_in(model_.read_line());
    product_.give("bench", "pk_bench", {model_port});
    std::ofstream(tenant_file_) << fmt::format(
        "schema_version: 1\nclient_id: bench\nuse_case_id: bench\nname: Bench\nchannels: {{web: {{}}}}\n"
        "models: [{{provider: openai, base_url: \"http://127.0.0.1:{}/v1\", model: mock}}]\n"
        "guards: {{policy: \"off\", loop: \"off\", budget: \"off\"}}\n"
        "escalation_rules: [{{id: failed, when: {{error: model}}, queue: people}}]\n",
        model_port);
  }

  bool run() {
    auto syncs = sync_times(folder_.path(), clock_);
    product_.start();
    asio::co_spawn(context_, prepare(), [](std::exception_ptr failure) {
      if (failure) std::rethrow_exception(failure);
    });
    context_.run();
    context_.restart();
    const auto cpu_before = cpu_seconds(product_.pid());
    asio::co_spawn(context_, load(), asio::detached);
    context_.run();
    const auto cpu = cpu_seconds(product_.pid()) - cpu_before;
    std::ranges::copy(sync_times(folder_.path(), clock_), std::back_inserter(syncs));
    const auto sync_p99 = percentile(syncs, 0.99);
    const auto p50 = percentile(added_, 0.5), p99 = percentile(added_, 0.99);
    const auto bar = std::max(10.0, kCommits * sync_p99 + 3);
    const bool good = p99 <= bar && failed_ == 0;
    std::printf("chat turn with a model of %d ms: p99 %.2f ms added (bar %.2f ms) %s\n", delay_ms_, p99, bar,
                good ? "ok" : "BELOW THE BAR");
    std::printf(
        "  %zu streams, %d turns/s: %zu turns, p50 %.2f ms, %d failed, %.0f turns per CPU second; %d commits a turn x "
        "fsync p99 of %.2f ms + 3 ms is %.2f ms; this program itself was woken late by p99 %.2f ms\n",
        sessions_.size(), rate_, added_.size(), p50, failed_, static_cast<double>(added_.size()) / cpu, kCommits,
        sync_p99, kCommits * sync_p99 + 3, percentile(late_, 0.99));
    std::fflush(stdout);
    return good;
  }

 private:
  static constexpr int kCommits = 2;  // the inbound message with its run; the agent's step with the end of the run

  Task<> prepare() {
    for (auto& session : sessions_) {
      auto answer = co_await client_.send(post("/v1/conversations", R"({"channel":"web"})", "pk_bench"), soon());
      if (answer.status != 201) throw std::runtime_error("no conversation: " + answer.body);
      const auto body = json::parse(answer.body);
      session.id = body["id"].text();
      session.token = body["token"].text();
      asio::co_spawn(context_, listen(session),
                     asio::bind_cancellation_slot(stop_.emplace_back().slot(), asio::detached));
    }
    co_await clock_.sleep_for(std::chrono::milliseconds(500));
    context_.stop();
  }

  Task<> listen(Session& session) {
    net::ClientRequest request;
    request.url = product_.address() + "/v1/conversations/" + session.id + "/events";
    request.headers.set("authorization", "Bearer " + session.token);
    request.headers.set("accept", "text/event-stream");
    try {
      co_await client_.stream(std::move(request), Deadline::never(),
                              [this, &session](std::string_view piece) { hear(session, piece); });
    } catch (const std::exception&) {
    }
  }

  void hear(Session& session, std::string_view piece) {
    session.reader.feed(piece, [&](const net::ServerEvent& event) {
      if (event.event != "message" || !session.waiting || event.data.find("\"role\":\"bot\"") == std::string::npos)
        return;
      session.waiting = false;
      added_.push_back(Millis(clock_.now() - session.sent).count() - delay_ms_);
    });
  }

  Task<> load() {
    std::mt19937_64 random(1);
    const auto began = clock_.now();
    for (int turn = 0; turn < rate_ * seconds_; ++turn) {
      const auto due = began + std::chrono::microseconds(1'000'000LL * turn / rate_);
      co_await clock_.sleep_until(due);
      late_.push_back(Millis(clock_.now() - due).count());
      auto& session = sessions_[random() % sessions_.size()];
      if (session.waiting) continue;
      session.waiting = true;
      session.sent = clock_.now();
      asio::co_spawn(context_, say(session, turn), asio::detached);
    }
    co_await clock_.sleep_for(std::chrono::seconds(2));
    context_.stop();
  }

  Task<> say(Session& session, int turn) {
    const auto body =
        json::print(Value::object({{"id", fmt::format("t{}", turn)}, {"text", "What can you tell me about this?"}}));
    try {
      const auto answer =
          co_await client_.send(post("/v1/conversations/" + session.id + "/messages", body, session.token), soon());
      if (answer.status != 202) ++failed_;
    } catch (const std::exception&) {
      ++failed_;
    }
  }

  net::ClientRequest post(const std::string& path, std::string body, const std::string& token) const {
    net::ClientRequest request;
    request.method = "POST";
    request.url = product_.address() + path;
    request.headers.set("content-type", "application/json");
    request.headers.set("authorization", "Bearer " + token);
    request.body = std::move(body);
    request.repeatable = true;  // messages have ids, so connections can be kept
    return request;
  }
  Deadline soon() const { return Deadline::in(clock_, std::chrono::seconds(20)); }

  int delay_ms_;
  int rate_;
  int seconds_;
  std::vector<Session> sessions_;
  support::TemporaryFolder folder_;
  support::Child model_;
  std::string tenant_file_;
  support::Product product_;
  SystemClock clock_;
  std::unique_ptr<Transport> transport_;
  asio::io_context context_{1};
  std::deque<asio::cancellation_signal> stop_;
  net::Client client_;
  std::vector<double> added_;
  std::vector<double> late_;  // how long after its time a turn began: a busy machine shows here first
  int failed_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--sessions", "--rate", "--seconds"}, {});
  rlimit files{20'000, 20'000};
  setrlimit(RLIMIT_NOFILE, &files);
  bool good = true;
  for (const int delay_ms : {0, 50}) {
    good &=
        Bench(delay_ms, static_cast<int>(arguments.number("--sessions", 2'000)),
              static_cast<int>(arguments.number("--rate", 200)), static_cast<int>(arguments.number("--seconds", 15)))
            .run();
  }
  return good ? 0 : 1;
}
