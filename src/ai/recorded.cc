#include "ai/recorded.h"

#include <map>
#include <vector>

#include "base/error.h"
#include "base/json.h"

namespace frontdesk::ai {
namespace {

bool is_from(const Value& message, std::string_view role) { return message["role"].text() == role; }

std::vector<Value> said_by_customer(const Value& messages) {
  std::vector<Value> said;
  for (const auto& message : messages.items()) {
    if (is_from(message, "user")) said.push_back(message["content"]);
  }
  return said;
}

struct Recording {
  Value messages;
  std::vector<Value> customer;
};

bool begins_with(const std::vector<Value>& whole, const std::vector<Value>& part) {
  return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

[[noreturn]] void refuse(const std::string& pointer, const char* what) {
  throw Error(Kind::invalid, "recording/malformed", fmt::format("The recording at \"{}\": {}.", pointer, what))
      .at(pointer);
}

}  // namespace

FindRecording read_recordings(std::string_view json) {
  const auto document = json::parse(json);
  if (!document["conversations"].is_object()) refuse("/conversations", "an object of recordings by name is due");
  const auto recordings = std::make_shared<std::map<std::string, Recording, std::less<>>>();
  for (const auto& member : document["conversations"].members()) {
    const auto pointer = fmt::format("/conversations/{}", member.key());
    if (!member.value.is_list()) refuse(pointer, "a list of messages is due");
    for (std::size_t i = 0; i < member.value.size(); ++i) {
      if (!member.value[i]["role"].is_text()) refuse(fmt::format("{}/{}", pointer, i), "a message with a role is due");
    }
    recordings->emplace(member.key(), Recording{member.value, said_by_customer(member.value)});
  }
  return [recordings](const ModelRequest& request) {
    const auto& wanted = request.context["recording"];
    if (wanted.is_text()) {
      const auto place = recordings->find(wanted.text());
      return place == recordings->end() ? Value() : place->second.messages;
    }
    const auto said = said_by_customer(request.messages);
    for (const auto& [name, recording] : *recordings) {
      if (!said.empty() && begins_with(recording.customer, said)) return recording.messages;
    }
    return Value();
  };
}

namespace {

const Value& nth_answer(const Value& recording, std::size_t place) {
  for (const auto& message : recording.items()) {
    if (is_from(message, "assistant") && place-- == 0) return message;
  }
  throw Error(Kind::not_found, "recording/ended", "The recording has no further answer.");
}

// A recording may carry more (names, times); an answer is these.
Value plain(const Value& message) {
  auto answer = Value::object({{"role", "assistant"}, {"content", message["content"]}});
  return message["tool_calls"].size() > 0 ? answer.with("tool_calls", message["tool_calls"]) : answer;
}

}  // namespace

Task<ModelAnswer> Recorded::answer(ModelRequest request, TokenSink sink, Deadline deadline) {
  const auto recording = find_(request);
  if (recording.is_null()) {
    throw Error(Kind::not_found, "recording/unknown", "There is no recording of this conversation.");
  }
  const auto answered =
      std::ranges::count_if(request.messages.items(), [](const Value& m) { return is_from(m, "assistant"); });
  const auto message = plain(nth_answer(recording, static_cast<std::size_t>(answered)));
  if (options_.delay.count() > 0) co_await clock_.sleep_for(options_.delay);

  std::int64_t words = 0;
  auto rest = message["content"].text();
  while (!rest.empty()) {
    if (words > 0 && options_.word_delay.count() > 0) co_await clock_.sleep_for(options_.word_delay);
    if (deadline.passed(clock_)) throw Error(Kind::timeout, "model/timeout", "The recording took too long.");
    const auto end = rest.find(' ', 1);
    sink.text(rest.substr(0, end));
    rest.remove_prefix(std::min(end, rest.size()));
    ++words;
  }
  co_return ModelAnswer{.message = message, .usage = {.output_tokens = words}, .provider = "recorded"};
}

}  // namespace frontdesk::ai
