#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>

#include "base/json.h"
#include "base/text.h"
#include "net/loops.h"
#include "net/server.h"
#include "support/arguments.h"

using namespace frontdesk;
namespace asio = boost::asio;

namespace {

std::string line(const Value& delta, const Value& finish) {
  const auto choice = Value::object({{"index", 0}, {"delta", delta}, {"finish_reason", finish}});
  return "data: " +
         json::print(
             Value::object({{"id", "bad"}, {"object", "chat.completion.chunk"}, {"choices", Value::list({choice})}})) +
         "\n\n";
}

std::string text_answer(std::string_view text) {
  return line(Value::object({{"role", "assistant"}, {"content", text}}), {}) + line(Value::object(), "stop") +
         "data: [DONE]\n\n";
}

std::string call_answer(std::string_view tool, std::string_view arguments, int number) {
  const auto function = Value::object({{"name", tool}, {"arguments", arguments}});
  const auto call = Value::object(
      {{"index", 0}, {"id", fmt::format("call_{}", number)}, {"type", "function"}, {"function", function}});
  return line(Value::object({{"role", "assistant"}, {"tool_calls", Value::list({call})}}), {}) +
         line(Value::object(), "tool_calls") + "data: [DONE]\n\n";
}

// Models, by the first part of the path: each is bad in its own way. call-X asks for the tool X, then tells its answer.
std::string model_says(std::string_view way, const Value& messages) {
  const auto& last = messages[messages.size() - 1];
  const bool asked = last["role"].text() != "tool";
  const int count = static_cast<int>(messages.size());
  if (way == "garbage") return "data: {not json\n\nevent: \x01\x02\n\ndata: [1,2\n\n";
  if (way == "halfway") return line(Value::object({{"role", "assistant"}, {"content", "I was about to s"}}), {});
  if (way == "unknown-tool")
    return asked ? call_answer("open_the_safe", "{}", count)
                 : text_answer(fmt::format("Result: {}", last["content"].text()));
  if (way == "bad-arguments")
    return asked ? call_answer("fine", "{\"n\": ", count)
                 : text_answer(fmt::format("Result: {}", last["content"].text()));
  if (way == "loop") return call_answer("fine", "{\"n\":1}", count);
  if (way == "call-twice") {  // three calls, one after the other
    std::string answers;
    int calls = 0;
    for (const auto& message : messages.items()) {
      if (message["role"].text() != "tool") continue;
      ++calls;
      answers += fmt::format(" {}", message["content"].text());
    }
    return calls < 3 ? call_answer("twice", fmt::format("{{\"n\":{}}}", calls + 1), count)
                     : text_answer("Result:" + answers);
  }
  if (way.starts_with("call-"))
    return asked ? call_answer(way.substr(5), "{\"n\":1}", count)
                 : text_answer(fmt::format("Result: {}", last["content"].text()));
  return text_answer("Hello.");
}

Task<net::Response> serve(Clock& clock, net::Request request) {
  const auto path = request.path();
  if (path.find("/chat/completions") != std::string_view::npos) {
    const auto way = text::split(path, '/')[1];
    if (way == "call-twice")
      co_await clock.sleep_for(std::chrono::milliseconds(50));  // until the second answer is there
    net::Response response;
    response.headers.set("content-type", "text/event-stream");
    response.body = model_says(way, json::parse(request.body)["messages"]);
    co_return response;
  }
  if (path == "/tools/hang") co_await clock.sleep_for(std::chrono::seconds(600));
  if (path == "/tools/lies") co_return net::Response::json(200, R"({"answer":"not a number"})");
  if (path == "/tools/broken") co_return net::Response::json(500, R"({"oops":true})");
  if (path == "/tools/large") co_return net::Response::json(200, "\"" + std::string(3 << 20, 'x') + "\"");
  if (path == "/tools/html") {
    net::Response page = net::Response::text(200, "<html><body>It works!</body></html>");
    page.headers.set("content-type", "text/html");
    co_return page;
  }
  co_return net::Response::json(200, R"({"answer":42})");
}

// Answers every request with its own number, twice on one connection: the second time when nobody waits any more.
Task<> answer_twice(asio::ip::tcp::socket socket, Clock& clock) {
  std::string got;
  char piece[4096];
  try {
    for (;;) {
      got.append(piece, co_await socket.async_read_some(asio::buffer(piece), asio::use_awaitable));
      if (!got.ends_with("}")) continue;
      const auto number = json::parse(std::string_view(got).substr(got.find("\r\n\r\n") + 4))["n"].integer();
      got.clear();
      const auto body = json::print(Value::object({{"answer", number}}));
      const auto answer = fmt::format(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}", body.size(), body);
      co_await asio::async_write(socket, asio::buffer(answer), asio::use_awaitable);
      co_await clock.sleep_for(std::chrono::milliseconds(5));
      co_await asio::async_write(socket, asio::buffer(answer), asio::use_awaitable);
    }
  } catch (const std::exception&) {
  }
}

Task<> accept(asio::ip::tcp::acceptor& acceptor, Clock& clock) {
  for (;;) {
    auto socket = co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(acceptor.get_executor(), answer_twice(std::move(socket), clock), asio::detached);
  }
}

}  // namespace

// Tools and models that misbehave on purpose. The second line names the port of the one that answers twice.
int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--port"}, {});
  SystemClock clock;
  SystemRandom random;
  const auto log = silent_log();
  net::Loops loops(1);
  net::Server server(loops, clock, random, *log, {},
                     [&](net::Request request) { return serve(clock, std::move(request)); });
  asio::ip::tcp::acceptor twice(loops.context(0), {asio::ip::address_v4::loopback(), 0});
  asio::co_spawn(loops.context(0), accept(twice, clock), asio::detached);
  std::printf("bad_peer at http://127.0.0.1:%d\n",
              server.listen("127.0.0.1", static_cast<std::uint16_t>(arguments.number("--port", 0))));
  std::printf("twice at http://127.0.0.1:%d\n", twice.local_endpoint().port());
  std::fflush(stdout);
  loops.run();
}
