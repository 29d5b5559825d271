// Strangers without number, beside a guest: silent connections, bodies without a credential, readers and writers that
// hardly move. The guest's turns must all be answered, and the server must stay small.

#include <sys/resource.h>
#include <csignal>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <list>
#include <thread>

#include "base/json.h"
#include "support/arguments.h"
#include "support/product.h"

using namespace frontdesk;
using boost::asio::ip::tcp;

namespace {

using Millis = std::chrono::milliseconds;

constexpr auto kLatencyMax = Millis(2'000);
constexpr auto kTurnTimeMax = std::chrono::seconds(10);
constexpr long kMemoryMbMax = 300;
constexpr std::size_t kDescriptorsForOthers = 500;
constexpr int kMessages = 1'000;  // of a conversation whose history is as large as one may be
constexpr std::size_t kMessageBytes = 7'900;

struct Size {
  std::size_t silent;
  std::size_t bodies;
  std::size_t readers;  // of answers, and as many of streams
  std::size_t writers;  // of heads, and as many of bodies
  std::chrono::seconds at_least;
};

std::string tenant_yaml(int model_port) {
  return fmt::format(R"(schema_version: 1
client_id: flood
use_case_id: flood
name: Flood
channels: {{web: {{}}}}
models: [{{provider: openai, base_url: "http://127.0.0.1:{}/v1", model: mock}}]
guards: {{policy: "off", loop: "off", budget: "off"}}
escalation_rules: [{{id: failed, when: {{error: model}}, queue: people}}]
)",
                     model_port);
}

// Every limit that can be switched off, switched off.
constexpr std::string_view kNoLimits =
    "connections: 0\nconnections_per_address: 0\nhalf_open: 0\nhalf_open_per_address: 0\nmemory_mb: 0\n"
    "memory_mb_per_address: 0\n";

void pause(Millis span) {
  const timespec time{span.count() / 1000, (span.count() % 1000) * 1'000'000};
  nanosleep(&time, nullptr);
}

// As many as we want, or as many as we may have.
std::size_t raise_descriptor_limit(std::size_t wanted) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
  setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

long peak_memory_mb(pid_t pid) {
  std::ifstream status(fmt::format("/proc/{}/status", pid));
  for (std::string word; status >> word;) {
    long kilobytes = 0;
    if (word == "VmHWM:" && status >> kilobytes) return kilobytes / 1024;
  }
  return -1;
}

struct Talk {
  std::string id;
  std::string token;
};

Talk open_talk(support::Api& api) {
  const auto answer = api.post("/v1/conversations", Value::object({{"channel", "web"}}), "pk_flood");
  if (answer.status != 201) throw std::runtime_error(fmt::format("no conversation: {} {}", answer.status, answer.text));
  return {std::string(answer.body["id"].text()), std::string(answer.body["token"].text())};
}

// Turns of a chat, one after the other, in a thread of its own. One guest comes with a new connection each time, one
// keeps the connection that it has.
class Guest {
 public:
  Guest(std::string address, bool comes_anew)
      : address_(std::move(address)), comes_anew_(comes_anew), thread_([this] { talk(); }) {}
  ~Guest() { stop(); }
  void stop() {
    is_over_ = true;
    if (thread_.joinable()) thread_.join();
  }

  int turns = 0;
  int failed = 0;
  Millis worst{0};
  std::string first_failure;

 private:
  void talk() {
    std::optional<support::Api> api;
    std::optional<Talk> talk;
    while (!is_over_) {
      if (!api || comes_anew_) api.emplace(address_), talk.reset();
      const auto began = clock_.now();
      std::string failure;
      try {
        if (!talk) talk = open_talk(*api);
        failure = turn(*api, *talk);
      } catch (const std::exception& error) {
        failure = error.what();
      }
      worst = std::max(worst, std::chrono::duration_cast<Millis>(clock_.now() - began));
      ++turns;
      failed += !failure.empty();
      if (first_failure.empty()) first_failure = failure;
      pause(Millis(50));
    }
  }

  // Empty where the bot has answered.
  std::string turn(support::Api& api, const Talk& talk) {
    const auto path = "/v1/conversations/" + talk.id + "/messages";
    const auto key = fmt::format("t{}", turns);
    const auto sent = api.post(path, Value::object({{"id", key}, {"text", key}}), talk.token);
    if (sent.status != 202) return fmt::format("not taken: {} {}", sent.status, sent.text);
    const auto after = fmt::format("{}?after={}", path, sent.body["seq"].integer());
    for (const auto until = clock_.now() + kTurnTimeMax; clock_.now() < until; pause(Millis(5))) {
      const auto news = api.get(after, talk.token);
      if (news.status != 200) return fmt::format("not told: {} {}", news.status, news.text);
      for (const auto& message : news.body["items"].items()) {
        if (message["role"].text() == "bot") return {};
      }
    }
    return "not answered";
  }

  std::string address_;
  bool comes_anew_;
  SystemClock clock_;
  std::atomic<bool> is_over_ = false;
  std::thread thread_;
};

// An event stream that was open before the strangers came.
class Listener {
 public:
  Listener(const std::string& address, support::Api& api) : talk_(open_talk(api)) {
    socket_.connect(
        {boost::asio::ip::make_address("127.0.0.1"), static_cast<std::uint16_t>(support::port_in(address))});
    boost::asio::write(
        socket_, boost::asio::buffer(fmt::format("GET /v1/conversations/{}/events HTTP/1.1\r\nHost: flood\r\nAccept: "
                                                 "text/event-stream\r\nAuthorization: Bearer {}\r\n\r\n",
                                                 talk_.id, talk_.token)));
    socket_.non_blocking(true);
  }

  // Whether the bot's answer to a message comes by this stream.
  bool still_hears(support::Api& api) {
    const auto body = Value::object({{"id", "last"}, {"text", "still there?"}});
    if (api.post("/v1/conversations/" + talk_.id + "/messages", body, talk_.token).status != 202) return false;
    const SystemClock clock;
    boost::system::error_code code;
    std::string got;
    for (const auto until = clock.now() + kTurnTimeMax; clock.now() < until; pause(Millis(10))) {
      std::array<char, 4096> piece;
      const auto size = socket_.read_some(boost::asio::buffer(piece), code);
      if (code && code != boost::asio::error::would_block) return false;
      got.append(piece.data(), code ? 0 : size);
      if (got.find("\"role\":\"bot\"") != std::string::npos) return true;
    }
    return false;
  }

 private:
  boost::asio::io_context context_{1};
  tcp::socket socket_{context_};
  Talk talk_;
};

// Sockets that do what strangers do; none waits for anything.
class Strangers {
 public:
  explicit Strangers(const std::string& address)
      : server_(boost::asio::ip::make_address("127.0.0.1"), static_cast<std::uint16_t>(support::port_in(address))) {}

  tcp::socket* come(bool reads_slowly = false) {
    auto& socket = sockets_.emplace_back(context_);
    boost::system::error_code code;
    socket.open(tcp::v4(), code);
    if (reads_slowly) socket.set_option(tcp::socket::receive_buffer_size(2048), code);
    if (!code) socket.connect(server_, code);
    if (!code) socket.non_blocking(true, code);
    if (!code) return &socket;
    ++failed_;
    sockets_.pop_back();
    return nullptr;
  }

  static bool send(tcp::socket& socket, std::string_view bytes) {
    boost::system::error_code code;
    socket.write_some(boost::asio::buffer(bytes), code);
    return !code || code == boost::asio::error::would_block;
  }

  std::size_t failed() const { return failed_; }

 private:
  tcp::endpoint server_;
  boost::asio::io_context context_{1};
  std::list<tcp::socket> sockets_;
  std::size_t failed_ = 0;
};

class Judge {
 public:
  Judge(Size size, bool is_broken)
      : size_(size),
        is_broken_(is_broken),
        model_({support::program("mock_model")}),
        tenant_file_(folder_.path() + "/flood.yaml"),
        product_(folder_.path() + "/data", tenant_file_, flags(folder_.path(), is_broken)) {
    const int model_port = support::port_in(model_.read_line());
    product_.give("flood", "pk_flood", {model_port});
    std::ofstream(tenant_file_) << tenant_yaml(model_port);
  }

  int run() {
    product_.start();
    make_long_talk();
    const auto memory_before = peak_memory_mb(product_.pid());
    support::Api api(product_.address());
    Listener listener(product_.address(), api);
    const auto began = clock_.now();
    Guest regular(product_.address(), false), newcomer(product_.address(), true);
    Strangers strangers(product_.address());
    be_silent(strangers);
    send_bodies(strangers);
    if (is_broken_) stand_still();
    const auto writers = begin_to_write(strangers);
    begin_to_read(strangers, writers);
    while (clock_.now() < began + size_.at_least) drip(writers), pause(Millis(500));
    regular.stop();
    newcomer.stop();
    std::printf(
        "flood: %zu silent, %zu bodies, 2 x %zu slow readers, 2 x %zu slow writers; %zu were not let in; %lld s\n",
        size_.silent, size_.bodies, size_.readers, size_.writers, strangers.failed(),
        static_cast<long long>(std::chrono::duration_cast<std::chrono::seconds>(clock_.now() - began).count()));
    return report(regular, newcomer, listener.still_hears(api), memory_before);
  }

 private:
  // Without its limits the server stands all of this on a large machine; a broken one stands still besides.
  void stand_still() {
    ::kill(product_.pid(), SIGSTOP);
    pause(Millis(3000));
    ::kill(product_.pid(), SIGCONT);
  }

  static std::vector<std::string> flags(const std::string& folder, bool is_broken) {
    if (!is_broken) return {};
    std::ofstream(folder + "/options.yaml") << kNoLimits;
    return {"--config", folder + "/options.yaml"};
  }

  // With a person, so that no bot answers.
  void make_long_talk() {
    support::Api api(product_.address());
    long_talk_ = open_talk(api);
    const auto path = "/v1/conversations/" + long_talk_.id;
    const auto taken = api.post(path + "/takeover", Value::object({{"by", "Ana"}}), product_.staff_token("flood"));
    if (taken.status != 200) throw std::runtime_error("not taken over: " + taken.text);
    const std::string text(kMessageBytes, 'x');
    for (int i = 0; i < kMessages; ++i) {
      const auto body = Value::object({{"id", std::to_string(i)}, {"text", text}});
      auto answer = api.post(path + "/messages", body, long_talk_.token);
      while (answer.status == 429) pause(Millis(200)), answer = api.post(path + "/messages", body, long_talk_.token);
      if (answer.status != 202) throw std::runtime_error("not stored: " + answer.text);
    }
  }

  void be_silent(Strangers& strangers) const {
    for (std::size_t i = 0; i < size_.silent; ++i) {
      strangers.come();
      if (i % 100 == 99) pause(Millis(10));
    }
  }

  void send_bodies(Strangers& strangers) const {
    const std::string piece(64 * 1024, 'x');
    std::vector<tcp::socket*> senders;
    for (std::size_t i = 0; i < size_.bodies; ++i) {
      auto* socket = strangers.come();
      if (!socket) continue;
      Strangers::send(*socket, head("POST", "/v1/config/check", "", 4 * 1024 * 1024));
      senders.push_back(socket);
    }
    for (int round = 0; round < 64; ++round) {
      for (auto* socket : senders) Strangers::send(*socket, piece);
    }
  }

  std::vector<tcp::socket*> begin_to_write(Strangers& strangers) const {
    std::vector<tcp::socket*> writers;
    for (std::size_t i = 0; i < 2 * size_.writers; ++i) {
      auto* socket = strangers.come();
      if (!socket) continue;
      const auto path = "/v1/conversations/" + long_talk_.id + "/messages";
      Strangers::send(*socket,
                      i % 2 ? "GET / HTTP/1.1\r\n" + fat_headers() : head("POST", path, long_talk_.token, 60'000));
      writers.push_back(socket);
    }
    return writers;
  }

  // One after the other, each when the answer has begun: what is judged is what stays, not how fast answers are made.
  void begin_to_read(Strangers& strangers, const std::vector<tcp::socket*>& writers) const {
    const auto path = "/v1/conversations/" + long_talk_.id;
    auto dripped = clock_.now();
    for (std::size_t i = 0; i < size_.readers; ++i) {
      if (auto* socket = strangers.come(true)) {
        Strangers::send(*socket, head("GET", path + "/messages?limit=1000", long_talk_.token));
        wait_for_answer(*socket);
      }
      if (auto* socket = strangers.come(true)) {
        Strangers::send(*socket, head("GET", path + "/events", long_talk_.token, 0, "Accept: text/event-stream\r\n"));
        wait_for_answer(*socket);
      }
      if (clock_.now() - dripped >= std::chrono::seconds(1)) drip(writers), dripped = clock_.now();
    }
  }

  // Nearly as many as may be.
  static std::string fat_headers() {
    std::string text;
    for (int i = 0; i < 15; ++i) text += fmt::format("X-Fat-{}: {}\r\n", i, std::string(1000, 'x'));
    return text + "X-Slow: ";
  }

  void wait_for_answer(tcp::socket& socket) const {
    boost::system::error_code code;
    for (const auto until = clock_.now() + kTurnTimeMax; clock_.now() < until && !code; pause(Millis(5))) {
      if (socket.available(code) > 0) return;
    }
  }

  static void drip(const std::vector<tcp::socket*>& writers) {
    for (auto* socket : writers) Strangers::send(*socket, "x");
  }

  static std::string head(std::string_view method, const std::string& target, const std::string& token,
                          std::size_t body_bytes = 0, std::string_view more = {}) {
    std::string text =
        fmt::format("{} {} HTTP/1.1\r\nHost: flood\r\nContent-Type: application/json\r\n{}", method, target, more);
    if (!token.empty()) text += "Authorization: Bearer " + token + "\r\n";
    if (body_bytes > 0) text += fmt::format("Content-Length: {}\r\n", body_bytes);
    return text + "\r\n";
  }

  int report(const Guest& regular, const Guest& newcomer, bool stream_lives, long memory_before) {
    const auto turns = regular.turns + newcomer.turns, failed = regular.failed + newcomer.failed;
    const auto worst = std::max(regular.worst, newcomer.worst);
    const auto memory = peak_memory_mb(product_.pid());
    const bool is_available =
        failed == 0 && stream_lives && regular.turns > 0 && newcomer.turns > 0 && worst <= kLatencyMax;
    for (const auto* guest : {&regular, &newcomer}) {
      if (guest->failed > 0) std::printf("flood: the first failure: %s\n", guest->first_failure.c_str());
    }
    std::printf("flood: memory before %ld MB; the stream that was open %s\n", memory_before,
                stream_lives ? "lives" : "DOES NOT LIVE");
    std::printf(
        "flood: %s: %d of %d turns failed, the slowest took %lld ms; memory %ld MB (bar 0 failed, %lld ms, %ld MB)\n",
        is_available ? "available" : "NOT AVAILABLE", failed, turns, static_cast<long long>(worst.count()), memory,
        static_cast<long long>(kLatencyMax.count()), kMemoryMbMax);
    return is_available && memory > 0 && memory <= kMemoryMbMax ? 0 : 1;
  }

  Size size_;
  bool is_broken_;
  SystemClock clock_;
  support::TemporaryFolder folder_;
  support::Child model_;
  std::string tenant_file_;
  support::Product product_;
  Talk long_talk_;
};

}  // namespace

int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--silent", "--data"}, {"--broken", "--small"});
  Size size{10'000, 1'000, 100, 100, std::chrono::seconds(25)};
  if (arguments.has("--small")) size = {2'000, 200, 50, 50, std::chrono::seconds(4)};
  size.silent = static_cast<std::size_t>(arguments.number("--silent", static_cast<long long>(size.silent)));
  const auto others = size.bodies + 2 * size.readers + 2 * size.writers + kDescriptorsForOthers;
  const auto most = raise_descriptor_limit(size.silent + others);
  if (most < size.silent + others) {
    size.silent = most > others ? most - others : 0;
    std::printf("flood: %zu descriptors are all that we may have: %zu silent connections\n", most, size.silent);
  }
  try {
    return Judge(size, arguments.has("--broken")).run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "flood: %s\n", error.what());
    return 1;
  }
}
