// The judge `http`: raw requests, good and bad, given to the parser and to a server (corpora/http-requests).
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>
#include <set>

#include "base/text.h"
#include "base/value.h"
#include "judges/judge.h"
#include "net/request_parser.h"
#include "net/server.h"

namespace frontdesk {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kBar = 160;

// Where we differ on purpose.
const std::map<std::string, std::string> kReasons = {
    {"sample:317", "HTTP/0.9 has neither status nor headers; we do not speak it"},
    {"method:375", "ICE is another protocol"},
    {"method:405", "RTSP is another protocol"},
    {"method:433", "RTSP is another protocol"},
    {"content-length:447", "its reader was told to expect no body; a server has nobody to tell it"},
};

struct Exchange {
  std::string id;
  std::string type;
  std::string input;
  bool expects_parsed = false;

  bool is_lenient() const { return type.starts_with("request-lenient-"); }
};

std::size_t count_events(const Value& events, std::string_view word) {
  return static_cast<std::size_t>(std::ranges::count_if(
      events.items(), [&](const Value& event) { return event.text().find(word) != std::string_view::npos; }));
}

// The verdict a server owes, by the rules of the corpus' README. What the events say is "parsed" when each message that
// began was complete; the pause on CONNECT and Upgrade is a hand-over.
Exchange read_exchange(const Value& line) {
  Exchange exchange{std::string(line["id"].text()), std::string(line["type"].text()),
                    judge::from_base64(line["input_base64"].text())};
  const auto& events = line["events"];
  const auto error = line["error"].text();
  const auto begun = count_events(events, "message begin");
  const auto complete = count_events(events, "message complete");
  const bool is_handed_over = error.find("code=22 ") != std::string_view::npos;
  const bool is_parsed = complete > 0 && (is_handed_over || (error.empty() && begun <= complete));
  exchange.expects_parsed = exchange.is_lenient() ? exchange.type == "request-lenient-keep-alive" : is_parsed;
  return exchange;
}

std::vector<Exchange> read_exchanges(const std::filesystem::path& path) {
  std::vector<Exchange> exchanges;
  for (const auto& line : judge::values_of(path)) exchanges.push_back(read_exchange(line));
  return exchanges;
}

// What a parser makes of an input that ends with it.
struct Verdict {
  std::vector<net::Request> requests;
  bool is_parsed = false;
  bool has_rest = false;  // bytes behind a request that closes the connection; they are dropped
  std::string reason;
};

Verdict judge_parser(std::string_view input, std::size_t step) {
  net::RequestParser parser{net::ServerLimits{}};
  Verdict verdict;
  std::string pending;
  bool is_closed = false, is_handed_over = false;
  using State = net::RequestParser::State;
  for (std::size_t at = 0; at < input.size() && !is_closed; at += step) {
    pending += input.substr(at, step);
    for (bool goes_on = true; goes_on && !is_closed;) {
      const auto before = parser.state();
      const auto used = parser.feed(pending);
      pending.erase(0, used);
      goes_on = used > 0 || parser.state() != before;
      if (parser.state() != State::done) continue;
      const auto& request = parser.request();
      is_handed_over = request.method == "CONNECT" || request.headers.has("upgrade");
      is_closed = is_handed_over || !parser.keeps_alive();
      verdict.has_rest = is_closed && !is_handed_over &&
                         !text::trim(pending + std::string(input.substr(std::min(at + step, input.size())))).empty();
      verdict.requests.push_back(parser.take());
    }
  }
  if (parser.state() == State::refused) {
    verdict.reason = parser.refusal().detail;
  } else if (!is_closed && parser.has_begun()) {
    verdict.reason = "the input ends inside a request";
  } else if (verdict.requests.empty()) {
    verdict.reason = "there is no request";
  } else {
    verdict.is_parsed = true;
  }
  return verdict;
}

// What a lenient reader in front of us would pass on: the negative control of this judge.
std::string made_lenient(const std::string& input) {
  std::string out;
  for (std::size_t i = 0; i < input.size(); ++i) {
    const char c = input[i];
    const char next = i + 1 < input.size() ? input[i + 1] : '\0';
    if (c == '\r' && next != '\n') {
      out += "\r\n";
    } else if (c == '\n' && (out.empty() || out.back() != '\r')) {
      out += "\r\n";
    } else if (c == ' ' && next == ':') {
      continue;
    } else if (c == '\n' && (next == ' ' || next == '\t')) {
      out.pop_back();
    } else {
      out += c == '\f' ? ' ' : c;
    }
  }
  return out;
}

// Many inputs have no Host, for which alone a server answers 400; with one, its answer says something of the rest.
std::string with_host(const std::string& input) {
  const auto start = input.find_first_not_of("\r\n");
  const auto end = start == std::string::npos ? start : input.find("\r\n", start);
  if (end == std::string::npos || text::lower_ascii(input).find("host:") != std::string::npos) return input;
  return input.substr(0, end) + "\r\nHost: a" + input.substr(end);
}

struct Answers {
  std::vector<int> statuses;
  bool was_closed = false;
};

Task<Answers> send_to_server(std::uint16_t port, std::string input, std::size_t step) {
  asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
  socket.connect({asio::ip::make_address("127.0.0.1"), port});
  socket.set_option(asio::ip::tcp::no_delay(true));
  boost::system::error_code code;
  for (std::size_t at = 0; at < input.size() && !code; at += step) {
    co_await asio::async_write(socket, asio::buffer(std::string_view(input).substr(at, step)),
                               asio::redirect_error(asio::use_awaitable, code));
  }
  socket.shutdown(socket.shutdown_send, code);
  std::string got;
  code = {};
  while (!code) {
    std::array<char, 4096> piece;
    const auto size =
        co_await socket.async_read_some(asio::buffer(piece), asio::redirect_error(asio::use_awaitable, code));
    got.append(piece.data(), size);
  }
  Answers answers{.was_closed = code == asio::error::eof};
  for (auto at = got.find("HTTP/1.1 "); at != std::string::npos; at = got.find("HTTP/1.1 ", at + 1)) {
    if (std::isdigit(static_cast<unsigned char>(got.c_str()[at + 9])))
      answers.statuses.push_back(std::atoi(got.c_str() + at + 9));
  }
  co_return answers;
}

struct Tally {
  std::size_t right = 0;
  std::size_t all = 0;
  std::size_t smuggled = 0;
  std::size_t socket_faults = 0;
};

void judge_by_parser(const std::vector<Exchange>& exchanges, bool is_broken, Tally& tally) {
  for (const auto& exchange : exchanges) {
    const auto input = is_broken ? made_lenient(exchange.input) : exchange.input;
    const auto whole = judge_parser(input, std::max<std::size_t>(input.size(), 1));
    const auto bytewise = judge_parser(input, 1);
    // "Data after `Connection: close`": the first request stands, the rest is none.
    const bool refuses_rest = whole.has_rest && exchange.type != "request-lenient-keep-alive";
    const bool is_right = exchange.expects_parsed == (whole.is_parsed && !refuses_rest);
    const bool is_steady = whole.is_parsed == bytewise.is_parsed && whole.requests.size() == bytewise.requests.size();
    ++tally.all;
    tally.right += is_right && is_steady;
    if (exchange.is_lenient() && !exchange.expects_parsed && whole.is_parsed) ++tally.smuggled;
    if (!is_right) {
      const auto known = kReasons.find(exchange.id);
      std::cout << fmt::format("  {}: expected {}, got {} ({})\n", exchange.id,
                               exchange.expects_parsed ? "parsed" : "refused", whole.is_parsed ? "parsed" : "refused",
                               known == kReasons.end() ? whole.reason : known->second);
    } else if (!is_steady) {
      std::cout << fmt::format("  {}: another verdict byte by byte\n", exchange.id);
    }
  }
}

// At the socket nothing may crash, hang or be smuggled; where the parser refuses, the last answer is an error.
Task<> judge_by_socket(const std::vector<Exchange>& exchanges, std::uint16_t port,
                       const std::multiset<std::string>& seen, Tally& tally) {
  for (const auto& exchange : exchanges) {
    const auto input = with_host(exchange.input);
    const auto verdict = judge_parser(input, std::max<std::size_t>(input.size(), 1));
    for (const std::size_t step : {input.size(), std::size_t{1}}) {
      const auto handled_before = seen.size();
      const auto answers = co_await send_to_server(port, input, step);
      const auto handled = seen.size() - handled_before;
      std::string fault;
      if (!answers.was_closed) fault = "the connection was not closed";
      if (answers.statuses.empty()) fault = "there was no answer";
      if (handled > verdict.requests.size()) fault = "more requests were handled than there are";
      const auto first = answers.statuses.empty() ? 0 : answers.statuses.front();
      const auto last = answers.statuses.empty() ? 0 : answers.statuses.back();
      if (!verdict.is_parsed && (last < 400 || last >= 500)) fault = fmt::format("refused with {}", last);
      if (verdict.is_parsed && first != 200 && first != 501) fault = fmt::format("answered with {}", first);
      if (fault.empty()) continue;
      ++tally.socket_faults;
      std::cout << fmt::format("  {} at the socket, {}: {}\n", exchange.id, step == 1 ? "byte by byte" : "in one piece",
                               fault);
    }
  }
}

Task<net::Response> note(std::multiset<std::string>& seen, net::Request request) {
  seen.insert(request.target);
  co_return net::Response::text(200, "x");
}

void judge_by_socket(const std::vector<Exchange>& exchanges, Tally& tally) {
  SystemClock clock;
  SystemRandom random;
  const auto log = silent_log();
  std::multiset<std::string> seen;
  net::Loops loops(1);
  net::Server server(loops, clock, random, *log, {},
                     [&](net::Request request) { return note(seen, std::move(request)); });
  const auto port = server.listen("127.0.0.1", 0);
  asio::co_spawn(loops.context(0), judge_by_socket(exchanges, port, seen, tally),
                 [&](std::exception_ptr) { loops.stop(); });
  loops.run();
}

int judge_all(const judge::Arguments& arguments) {
  const auto exchanges = read_exchanges(arguments.corpora / "http-requests" / "exchanges.jsonl");
  Tally tally;
  judge_by_parser(exchanges, arguments.broken, tally);
  judge_by_socket(exchanges, tally);
  std::cout << fmt::format("  smuggling variants accepted: {}; faults at the socket: {}\n", tally.smuggled,
                           tally.socket_faults);
  return judge::verdict("http", tally.right, tally.all, kBar, tally.smuggled == 0 && tally.socket_faults == 0);
}

}  // namespace
}  // namespace frontdesk

int main(int count, char** values) {
  const auto arguments = judge::arguments_of(count, values);
  try {
    return frontdesk::judge_all(arguments);
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 2;
  }
}
