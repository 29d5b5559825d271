#include "ai/openai_stream.h"

#include <algorithm>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace frontdesk::ai {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

[[noreturn]] void refuse_shape(std::string why) {
  throw Error(Kind::unavailable, "model/malformed-answer", "The model's answer is not what was asked for.")
      .because(std::move(why));
}

[[noreturn]] void tell_failure(std::string_view said) {
  throw Error(Kind::unavailable, "model/failed", "The model broke off with an error.")
      .because(std::string(text::head(text::trim(said), kBytesShown)));
}

// A character may be cut in two by the border between chunks; anything else that is no JSON is none.
Value parse_chunk(std::string_view data) {
  std::optional<Error> failure;
  try {
    return json::parse(data);
  } catch (const Error& error) {
    failure = error;
  }
  try {
    return parse_broken(data);
  } catch (const Error&) {
    refuse_shape(fmt::format("{} ({})", failure->detail, failure->pointer));
  }
}

// Some servers end each event with one line break in place of two: then its data are several documents, one a line.
std::vector<Value> parse_lines(std::string_view data) {
  std::optional<Error> failure;
  try {
    return {parse_chunk(data)};
  } catch (const Error& error) {
    failure = error;
  }
  std::vector<Value> chunks;
  for (const auto line : text::split(data, '\n')) {
    const auto trimmed = text::trim(line);
    if (trimmed == "[DONE]") {
      chunks.emplace_back("[DONE]");
    } else if (!trimmed.empty()) {
      chunks.push_back(trimmed.size() < data.size() ? parse_chunk(trimmed) : throw std::move(*failure));
    }
  }
  return chunks;
}

std::string_view words_of(const Value& error) {
  if (error.is_text()) return error.text();
  for (const auto* const name : {"message", "detail", "type", "code", "error"}) {
    if (error[name].is_text() && !error[name].text().empty()) return error[name].text();
    if (error[name].is_object()) return words_of(error[name]);
  }
  return "without a word";
}

bool says_something(const Value& value) {
  return !value.is_null() && !(value.is_bool() && !value.boolean()) && !(value.is_text() && value.text().empty()) &&
         !((value.is_object() || value.is_list()) && value.size() == 0);
}

// Services say what went wrong in the middle of a stream that began with 200, in many shapes.
void check_for_error(const Value& chunk) {
  if (says_something(chunk["error"]))
    tell_failure(chunk["error"].is_bool() ? words_of(chunk) : words_of(chunk["error"]));
  if (chunk["object"].text() == "error" || chunk["type"].text() == "error") tell_failure(words_of(chunk));
  if (chunk["choices"].is_list()) return;
  if (chunk["errors"].size() > 0)
    tell_failure(words_of(chunk["errors"].is_list() ? chunk["errors"][0] : chunk["errors"]));
  const bool is_coded = says_something(chunk["code"]) || says_something(chunk["status"]);
  if ((is_coded && chunk["message"].is_text()) || chunk["detail"].is_text()) tell_failure(words_of(chunk));
}

// The texts of a content: a text, or a list of parts of which thoughts and the like are left out.
std::string text_of(const Value& content) {
  if (content.is_text()) return std::string(content.text());
  std::string text;
  for (const auto& part : content.items()) {
    const auto type = part["type"].text();
    if (part.is_text()) text += part.text();
    if (type.empty() || type == "text" || type == "output_text") text += part["text"].text();
  }
  return text;
}

bool thinks(const Value& part) {
  return says_something(part["reasoning_content"]) || says_something(part["reasoning"]) ||
         says_something(part["reasoning_details"]) || says_something(part["thinking"]);
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

bool is_good_end(std::string_view reason) {
  return reason.empty() ||
         is_one_of(reason, {"stop", "tool_calls", "tool_call", "function_call", "tool_use", "end_turn", "stop_sequence",
                            "eos", "eos_token", "complete", "completed"});
}

void check_end(const std::string& reason) {
  if (is_good_end(reason)) return;
  const auto cause = "finish_reason: " + reason;
  if (is_one_of(reason, {"length", "max_tokens", "model_length", "max_output_tokens"})) {
    throw Error(Kind::unavailable, "model/too-long", "The model's answer was cut at its limit of tokens.")
        .because(cause);
  }
  if (is_one_of(reason, {"content_filter", "safety", "recitation", "blocklist", "prohibited_content", "refusal"})) {
    throw Error(Kind::unavailable, "model/filtered", "The model's answer was held back by its service.").because(cause);
  }
  tell_failure(cause);
}

}  // namespace

void CompletionReader::read_usage(const Value& usage) {
  if (!usage.is_object()) return;
  const auto read = [&](const char* name, const char* other, std::int64_t& count) {
    for (const auto* const key : {name, other}) {
      if (usage[key].type() == Value::Type::integer) count = usage[key].integer();
    }
  };
  read("prompt_tokens", "input_tokens", usage_.input_tokens);
  read("completion_tokens", "output_tokens", usage_.output_tokens);
}

// With the older form `function_call` there is one call, without an id.
bool CompletionReader::take_calls(const Value& part) {
  const auto& calls = part["tool_calls"];
  for (std::size_t i = 0; i < calls.size(); ++i) calls_.add(calls[i], i, calls.size());
  const auto& older = part["function_call"];
  if (!older.is_object() || calls.size() > 0) return calls.size() > 0;
  calls_.add(Value::object({{"index", 0}, {"function", older}}), 0, 1);
  return true;
}

bool CompletionReader::is_ours(const Value& choice) {
  if (choice["index"].type() != Value::Type::integer) return true;
  if (!choice_) choice_ = choice["index"].integer();
  return *choice_ == choice["index"].integer();
}

CompletionReader::Added CompletionReader::take_choice(const Value& choice, const Value& part) {
  Added added{.is_sign = take_calls(part) || thinks(part)};
  if (const auto content = text_of(part["content"]); !content.empty()) {
    auto rest = thoughts_.feed(mender_.feed(content));
    if (rest.takes_back) text_.clear();
    text_ += rest.text;
    added = {std::move(rest.text), rest.takes_back, true};
  }
  refusal_ += part["refusal"].text();
  added.is_sign = added.is_sign || !part["refusal"].text().empty();
  auto reason = text::lower_ascii(choice["finish_reason"].text());
  if (!reason.empty() && reason != "null") {
    if (is_good_end(finish_reason_)) finish_reason_ = std::move(reason);
    added.is_sign = true;
  }
  has_begun_ = has_begun_ || added.is_sign;
  return added;
}

CompletionReader::Added CompletionReader::take_chunk(const Value& chunk) {
  if (chunk.is_null()) return {};
  if (!chunk.is_object()) refuse_shape("A chunk is not an object.");
  check_for_error(chunk);
  read_usage(chunk["usage"]);
  const auto& choices = chunk["choices"];
  if (!choices.is_list() && !choices.is_null()) refuse_shape("The choices of a chunk are no list.");
  Added added;
  for (const auto& choice : choices.items()) {
    if (!choice.is_object()) continue;
    check_for_error(choice.with("choices", Value::list()));
    if (!is_ours(choice)) continue;
    // A whole message at the end repeats what came in pieces.
    const bool is_repeated = !choice["delta"].is_object() && has_begun_;
    const auto& part = choice["delta"].is_object() ? choice["delta"] : choice["message"];
    auto one = take_choice(choice, is_repeated ? Value::object() : part);
    if (one.takes_back) added.text.clear();
    added.takes_back = added.takes_back || one.takes_back;
    added.text += one.text;
    added.is_sign = added.is_sign || one.is_sign;
  }
  return added;
}

CompletionReader::Added CompletionReader::feed(std::string_view data, std::string_view event) {
  Added added;
  if (is_done_ || text::trim(data).empty()) return added;
  if (event == "error") {
    Value told;
    try {
      told = json::parse(data);
    } catch (const Error&) {
      tell_failure(data);
    }
    tell_failure(words_of(told.is_object() && says_something(told["error"]) ? told["error"] : told));
  }
  if (event == "ping") return added;
  if (text::trim(data) == "[DONE]") {
    is_done_ = true;
    return added;
  }
  for (const auto& chunk : parse_lines(data)) {
    if (chunk.text() == "[DONE]") {
      is_done_ = true;
      break;
    }
    auto one = take_chunk(chunk);
    if (one.takes_back) added.text.clear();
    added.takes_back = added.takes_back || one.takes_back;
    added.text += one.text;
    added.is_sign = added.is_sign || one.is_sign;
  }
  return added;
}

CompletionReader::Added CompletionReader::take_whole(std::string_view body) {
  if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
  const auto document = parse_chunk(body);
  if (!document.is_object()) refuse_shape("It is not an object.");
  check_for_error(document);
  const auto& choice =
      document["choices"].is_list() && document["choices"].size() > 0 ? document["choices"][0] : Value();
  if (choice.is_object()) check_for_error(choice.with("choices", Value::list()));
  if (!choice["message"].is_object()) refuse_shape("There is no message in it.");
  auto added = take_choice(choice, choice["message"]);
  if (finish_reason_.empty()) finish_reason_ = "stop";
  read_usage(document["usage"]);
  has_begun_ = true;
  return added;
}

std::string CompletionReader::close() {
  auto rest = thoughts_.feed(mender_.finish()).text;
  rest += thoughts_.finish();
  text_ += rest;
  if (text::trim(text_).empty() && calls_.empty() && !text::trim(refusal_).empty()) {
    TextMender mender;
    rest = mender.feed(refusal_);
    rest += mender.finish();
    text_ = rest;  // what the model says in place of an answer is its answer
  }
  return rest;
}

Value CompletionReader::message() const {
  if (!is_finished()) throw Error(Kind::unavailable, "model/cut-off", "The model's answer broke off in the middle.");
  check_end(finish_reason_);
  const auto calls = calls_.list(fallback_id_);
  const bool has_text = !text::trim(text_).empty();
  if (!has_text && calls.size() == 0) throw Error(Kind::unavailable, "model/empty-answer", "The model said nothing.");
  auto message = Value::object({{"role", "assistant"}, {"content", has_text ? Value(text_) : Value()}});
  return calls.size() == 0 ? message : message.with("tool_calls", calls);
}

}  // namespace frontdesk::ai
