#include "ai/openai_stream.h"

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace frontdesk::ai {
namespace {

constexpr std::size_t kBytesShown = 300;

Value parse_chunk(std::string_view data) {
  try {
    return json::parse(data);
  } catch (const Error& error) {
    throw Error(Kind::unavailable, "model/malformed-answer", "The model's answer is not what was asked for.")
        .because(fmt::format("{} ({})", error.detail, error.pointer));
  }
}

[[noreturn]] void refuse_shape(const char* why) {
  throw Error(Kind::unavailable, "model/malformed-answer", "The model's answer is not what was asked for.")
      .because(why);
}

// Some servers say what went wrong in the middle of a stream that began with 200.
void check_for_error(const Value& chunk) {
  const auto* const error = chunk.find("error");
  if (!error || error->is_null()) return;
  const auto message = error->is_text() ? error->text() : (*error)["message"].text();
  throw Error(Kind::unavailable, "model/failed", "The model broke off with an error.")
      .because(std::string(text::head(message, kBytesShown)));
}

}  // namespace

void CompletionReader::read_usage(const Value& usage) {
  if (!usage.is_object()) return;
  usage_.input_tokens = usage["prompt_tokens"].integer();
  usage_.output_tokens = usage["completion_tokens"].integer();
}

// Calls are told apart by their index; servers that give each the index 0, or none, tell them apart by the id.
CompletionReader::Call& CompletionReader::call_for(std::int64_t index, std::string_view id) {
  for (auto call = calls_.rbegin(); call != calls_.rend(); ++call) {
    if (call->index == index && (id.empty() || call->id.empty() || call->id == id)) return *call;
  }
  return calls_.emplace_back(Call{.index = index});
}

void CompletionReader::add_call(const Value& delta, std::size_t place) {
  const auto* const index = delta.find("index");
  const auto id = delta["id"].text();
  auto& call = call_for(index ? index->integer() : static_cast<std::int64_t>(place), id);
  const auto& function = delta["function"];
  if (call.id.empty()) call.id = id;
  if (call.name.empty()) call.name = function["name"].text();
  const auto& arguments = function["arguments"];
  call.arguments += arguments.is_object() ? json::print(arguments) : std::string(arguments.text());
}

std::string CompletionReader::feed(std::string_view data) {
  if (text::trim(data) == "[DONE]") {
    is_done_ = true;
    return {};
  }
  const auto chunk = parse_chunk(data);
  if (!chunk.is_object()) refuse_shape("A chunk is not an object.");
  check_for_error(chunk);
  read_usage(chunk["usage"]);
  if (!chunk["choices"].is_list() && !chunk["usage"].is_object()) refuse_shape("A chunk has no choices.");
  if (chunk["choices"].size() == 0) return {};
  const auto& choice = chunk["choices"][0];
  const auto& delta = choice["delta"];
  std::size_t place = 0;
  for (const auto& call : delta["tool_calls"].items()) add_call(call, place++);
  std::string piece(delta["content"].text());
  text_ += piece;
  if (choice["finish_reason"].is_text()) finish_reason_ = choice["finish_reason"].text();
  const bool thinks = !delta["reasoning_content"].text().empty() || !delta["reasoning"].text().empty();
  has_begun_ = has_begun_ || !piece.empty() || place > 0 || thinks || !finish_reason_.empty();
  return piece;
}

std::string CompletionReader::take_whole(std::string_view body) {
  const auto document = parse_chunk(body);
  check_for_error(document);
  const auto& choice = document["choices"][0];
  if (!choice["message"].is_object()) refuse_shape("There is no message in it.");
  std::size_t place = 0;
  for (const auto& call : choice["message"]["tool_calls"].items()) add_call(call, place++);
  text_ = choice["message"]["content"].text();
  finish_reason_ = choice["finish_reason"].is_text() ? choice["finish_reason"].text() : "stop";
  read_usage(document["usage"]);
  has_begun_ = true;
  return text_;
}

Value CompletionReader::message() const {
  if (!is_finished()) throw Error(Kind::unavailable, "model/cut-off", "The model's answer broke off in the middle.");
  if (text_.empty() && calls_.empty()) throw Error(Kind::unavailable, "model/empty-answer", "The model said nothing.");
  auto message = Value::object({{"role", "assistant"}, {"content", text_.empty() ? Value() : Value(text_)}});
  if (calls_.empty()) return message;
  ListBuilder calls;
  for (std::size_t i = 0; i < calls_.size(); ++i) {
    const auto& call = calls_[i];
    const auto id = call.id.empty() ? fmt::format("call_{}_{}", fallback_id_, i) : call.id;
    const auto arguments = call.arguments.empty() ? std::string("{}") : call.arguments;
    calls.add(Value::object({{"id", id},
                             {"type", "function"},
                             {"function", Value::object({{"name", call.name}, {"arguments", arguments}})}}));
  }
  return message.with("tool_calls", calls.build());
}

}  // namespace frontdesk::ai
