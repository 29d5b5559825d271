#include <cstdio>

#include "base/json.h"
#include "net/loops.h"
#include "net/server.h"
#include "net/sse.h"
#include "support/arguments.h"

using namespace frontdesk;

namespace {

Value chunk(const Value& delta, const Value& finish) {
  const auto choice = Value::object({{"index", 0}, {"delta", delta}, {"finish_reason", finish}});
  return Value::object({{"id", "mock"}, {"object", "chat.completion.chunk"}, {"choices", Value::list({choice})}});
}

std::string line(const Value& value) { return "data: " + json::print(value) + "\n\n"; }

// What the model says next depends on the last message alone: "do X" asks for the tool record {what: X}; a tool's
// answer is told; anything else is echoed.
std::string reply_to(const Value& messages) {
  const auto& last = messages[messages.size() - 1];
  const auto content = last["content"].text();
  if (last["role"].text() == "user" && content.starts_with("do ")) {
    const auto arguments = json::print(Value::object({{"what", content.substr(3)}}));
    const auto function = Value::object({{"name", "record"}, {"arguments", arguments}});
    const auto call = Value::object({{"index", 0},
                                     {"id", fmt::format("call_{}", content.substr(3))},
                                     {"type", "function"},
                                     {"function", function}});
    return line(chunk(Value::object({{"role", "assistant"}, {"tool_calls", Value::list({call})}}), {})) +
           line(chunk(Value::object(), "tool_calls")) + "data: [DONE]\n\n";
  }
  const auto text =
      last["role"].text() == "tool" ? fmt::format("Done: {}", content) : fmt::format("You said: {}", content);
  return line(chunk(Value::object({{"role", "assistant"}, {"content", text}}), {})) +
         line(chunk(Value::object(), "stop")) + "data: [DONE]\n\n";
}

Task<net::Response> answer(Clock& clock, std::chrono::milliseconds delay, net::Request request) {
  if (delay.count() > 0) co_await clock.sleep_for(delay);
  const auto body = json::parse(request.body);
  net::Response response;
  response.headers.set("content-type", "text/event-stream");
  response.body = reply_to(body["messages"]);
  co_return response;
}

}  // namespace

// A language model that needs no weights: an OpenAI-compatible endpoint whose answers are known beforehand.
int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--port", "--delay-ms"}, {});
  const std::chrono::milliseconds delay(arguments.number("--delay-ms", 0));
  SystemClock clock;
  SystemRandom random;
  const auto log = silent_log();
  net::Loops loops(1);
  net::Server server(loops, clock, random, *log, {},
                     [&](net::Request request) { return answer(clock, delay, std::move(request)); });
  std::printf("mock_model at http://127.0.0.1:%d\n",
              server.listen("127.0.0.1", static_cast<std::uint16_t>(arguments.number("--port", 0))));
  std::fflush(stdout);
  loops.run();
}
