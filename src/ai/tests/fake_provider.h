#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "ai/model.h"
#include "base/error.h"
#include "base/json.h"
#include "net/client.h"
#include "net/memory_transport.h"

// A model provider in memory that does as it is told, with a clock that jumps.
namespace frontdesk::ai {

// One thing that happens to the stream of an answer.
struct Beat {
  std::string bytes;
  std::chrono::milliseconds before{0};
  bool cut = false;  // the connection ends here
};

inline Task<> play(net::BodyWriter& out, Clock& clock, std::vector<Beat> beats) {
  for (const auto& beat : beats) {
    if (beat.before.count() > 0) co_await clock.sleep_for(beat.before);
    if (beat.cut) throw Error(Kind::unavailable, "test/cut", "Cut.");
    co_await out.write(beat.bytes);
  }
}

inline std::string data(const Value& chunk) { return "data: " + json::print(chunk) + "\n\n"; }

inline std::string chunk(Value delta, Value finish_reason = {}) {
  return data(Value::object(
      {{"choices", Value::list({Value::object({{"index", 0}, {"delta", delta}, {"finish_reason", finish_reason}})})}}));
}
inline std::string says(std::string_view text) { return chunk(Value::object({{"content", text}})); }
inline std::string stops(std::string_view reason = "stop") { return chunk(Value::object(), reason); }
inline constexpr auto kDone = "data: [DONE]\n\n";

inline net::Response stream_of(Clock& clock, std::vector<Beat> beats) {
  net::Response response;
  response.headers.set("Content-Type", "text/event-stream");
  response.stream = [&clock, beats](net::BodyWriter& out) { return play(out, clock, beats); };
  return response;
}

// Answers every request with the same, and keeps the requests.
struct FakeProvider {
  FakeProvider(net::MemoryTransport& transport, std::string host, net::Response response)
      : response(std::move(response)) {
    transport.serve(std::move(host), 80, [this](net::Request request) { return answer(*this, std::move(request)); });
  }
  static Task<net::Response> answer(FakeProvider& self, net::Request request) {
    self.requests.push_back(std::move(request));
    co_return self.response;
  }

  net::Response response;
  std::vector<net::Request> requests;
};

// What a reader of the stream sees in the end, and how often it was told to forget.
struct Reader {
  TokenSink sink() {
    return {.text = [this](std::string_view piece) { seen += piece, ever += piece; },
            .reset = [this] { seen.clear(), ++resets; }};
  }
  std::string seen;
  std::string ever;
  int resets = 0;
};

inline ModelRequest request_saying(std::string_view text) {
  return {.messages = Value::list({Value::object({{"role", "user"}, {"content", text}})}), .turn_key = "turn-1"};
}

}  // namespace frontdesk::ai
