#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "dialog/button.h"
#include "graph/graph.h"

// The two faces of what is said: messages of the model (as ai::ModelRequest has them, in the thread's state) and events
// of the conversation (what people and pages see).
namespace frontdesk::dialog {

Value user_message(std::string_view text);
Value assistant_message(std::string_view text);
Value assistant_calls(const Value& tool_calls);
Value tool_message(std::string_view call, const Value& result);
// Journals of 0.1 hold it as text.
Value result_in(const Value& tool_message);
Value tool_call(std::string_view id, std::string_view name, const Value& arguments);
// In place of words: a button was pressed whose question is not open any more.
Value pressed_too_late();
bool is_pressed_too_late(const Value& heard);
// The calls of a proposal [{name, arguments}] as a message's tool_calls, with ids of this task.
Value proposed_calls(const Value& proposal, std::string_view task);
Value system_note(std::string_view text);  // told to the model between messages: a person took over, gave back

// The conversation's memory with the flow that was not done, by its state: it may be wanted all the same. Unchanged
// where none is under way.
Value with_stood(const Value& memory, const Value& flow, const Value& turn);

// {"error": {slug, detail, pointer?}}: a failure for the model or the flow to read.
Value error_result(const Error& error);

// For colleagues and the log, never for a customer: what went wrong, and by which of our names.
std::string in_words(const Error& error);

enum class Role { customer, bot, person, system };
BOOST_DESCRIBE_ENUM(Role, customer, bot, person, system)

// What a message reads back before it is done. It has the buttons Yes, No and Change, whose presses name it; a yes
// counts until it expires.
struct ReadBack {
  std::string id;
  Timestamp expires_at;
};

// What a message has beside its words.
struct Beside {
  std::vector<Button> buttons = {};
  std::string by = {};    // of a person
  std::string asks = {};  // the slot whose value is asked for
  Value card = {};        // what is said once more as a card (docs/reference/events.md), or null
};

graph::Event message_event(Role role, std::string_view id, std::string_view text, const Beside& beside = {});
// `person`: offered beside the answers.
graph::Event read_back_event(std::string_view message_id, std::string_view text, const ReadBack& read_back,
                             const Value& card, std::string_view language,
                             const std::optional<Button>& person = std::nullopt);
// Something was asked that the tenant's file does not answer.
// From here on the customer is answered in this language.
graph::Event language_event(std::string_view language);

graph::Event unanswered_event(std::string_view text);
graph::Event owner_event(std::string_view owner, std::string_view by = {});
graph::Event guard_event(std::string_view guard, std::string_view decision, std::string_view text,
                         std::string_view call = {});

// The text of the last message with this role, or "".
std::string_view last_text(const Value& messages, std::string_view role);
// Tool calls of the last message; empty where it has none.
Value last_calls(const Value& messages);

// A short name that is the same whenever the same task is run again.
std::string stable_id(std::string_view prefix, std::string_view task, std::string_view what);

}  // namespace frontdesk::dialog
