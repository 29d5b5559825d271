#include "dialog/messages.h"

#include "base/crypto.h"
#include "base/describe.h"
#include "base/json.h"
#include "dialog/sentences.h"

namespace frontdesk::dialog {

Value user_message(std::string_view text) { return Value::object({{"role", "user"}, {"content", text}}); }

Value assistant_message(std::string_view text) { return Value::object({{"role", "assistant"}, {"content", text}}); }

Value assistant_calls(const Value& tool_calls) {
  return Value::object({{"role", "assistant"}, {"content", nullptr}, {"tool_calls", tool_calls}});
}

Value tool_message(std::string_view call, const Value& result) {
  return Value::object({{"role", "tool"}, {"tool_call_id", call}, {"result", result}});
}

Value result_in(const Value& tool_message) {
  if (const auto* result = tool_message.find("result")) return *result;
  const auto text = tool_message["content"].text();
  try {
    return json::parse(text);
  } catch (const Error&) {
    return text;
  }
}

Value tool_call(std::string_view id, std::string_view name, const Value& arguments) {
  return Value::object(
      {{"id", id}, {"type", "function"}, {"function", Value::object({{"name", name}, {"arguments", arguments}})}});
}

Value pressed_too_late() { return Value::object({{"pressed", true}}); }

bool is_pressed_too_late(const Value& heard) { return heard["pressed"].boolean(); }

Value proposed_calls(const Value& proposal, std::string_view task) {
  ListBuilder calls;
  for (std::size_t i = 0; i < proposal.size(); ++i) {
    calls.add(tool_call(stable_id("call_", task, fmt::format("proposed/{}", i)), proposal[i]["name"].text(),
                        proposal[i]["arguments"]));
  }
  return calls.build();
}

Value system_note(std::string_view text) { return Value::object({{"role", "system"}, {"content", text}}); }

Value with_stood(const Value& memory, const Value& flow, const Value& turn) {
  if (!flow["flow"].is_text()) return memory;
  const auto slots = flow["slots"].is_object() ? flow["slots"] : Value::object();
  auto stood = Value::object({{"flow", flow["flow"]}, {"slots", slots}, {"done", false}, {"turn", turn}});
  if (flow["refused"].size() > 0) stood = stood.with("refused", flow["refused"]);
  return (memory.is_object() ? memory : Value::object()).with("stood", stood);
}

Value error_result(const Error& error) {
  ObjectBuilder inner;
  inner.set("slug", error.slug).set("detail", error.detail);
  if (!error.pointer.empty()) inner.set("pointer", error.pointer);
  return Value::object({{"error", inner.build()}});
}

std::string in_words(const Error& error) { return fmt::format("{} ({})", error.detail, error.slug); }

graph::Event message_event(Role role, std::string_view id, std::string_view text, const Beside& beside) {
  ObjectBuilder message;
  message.set("id", id).set("role", to_value(role)).set("text", text);
  if (!beside.buttons.empty()) {
    ListBuilder list;
    for (const auto& button : beside.buttons) list.add(Value::object({{"label", button.label}, {"text", button.text}}));
    message.set("buttons", list.build());
  }
  if (!beside.by.empty()) message.set("by", beside.by);
  if (!beside.asks.empty()) message.set("asks", beside.asks);
  if (beside.card.is_object()) message.set("card", beside.card);
  return {"message", Value::object({{"message", message.build()}})};
}

graph::Event read_back_event(std::string_view message_id, std::string_view text, const ReadBack& read_back,
                             const Value& card, std::string_view language, const std::optional<Button>& person) {
  ListBuilder buttons;
  for (const auto answers : {"yes", "change", "no"}) {
    const auto label = sentence(language, answers);
    buttons.add(Value::object({{"label", label}, {"text", label}, {"answers", answers}}));
  }
  if (person) buttons.add(Value::object({{"label", person->label}, {"text", person->text}}));
  const auto about = Value::object({{"id", read_back.id}, {"expires_at", to_iso(read_back.expires_at)}});
  Beside beside;
  beside.card = card;
  const auto plain = message_event(Role::bot, message_id, text, beside).data["message"];
  return {"message", Value::object({{"message", plain.with("buttons", buttons.build()).with("read_back", about)}})};
}

graph::Event language_event(std::string_view language) { return {"language", Value::object({{"language", language}})}; }

graph::Event unanswered_event(std::string_view text) { return {"unanswered", Value::object({{"text", text}})}; }

graph::Event owner_event(std::string_view owner, std::string_view by) {
  auto data = Value::object({{"owner", owner}});
  return {"owner", by.empty() ? data : data.with("by", by)};
}

graph::Event guard_event(std::string_view guard, std::string_view decision, std::string_view text,
                         std::string_view call) {
  auto data = Value::object({{"guard", guard}, {"decision", decision}, {"text", text}});
  return {"guard", call.empty() ? data : data.with("call", call)};
}

std::string_view last_text(const Value& messages, std::string_view role) {
  const auto all = messages.items();
  for (auto at = all.rbegin(); at != all.rend(); ++at) {
    if ((*at)["role"].text() == role && (*at)["content"].is_text()) return (*at)["content"].text();
  }
  return {};
}

Value last_calls(const Value& messages) {
  const auto all = messages.items();
  if (all.empty() || all.back()["role"].text() != "assistant") return Value::list();
  const auto& calls = all.back()["tool_calls"];
  return calls.is_list() ? calls : Value::list();
}

std::string stable_id(std::string_view prefix, std::string_view task, std::string_view what) {
  return std::string(prefix) + crypto::sha256_hex(fmt::format("{}\n{}", task, what)).substr(0, 26);
}

}  // namespace frontdesk::dialog
