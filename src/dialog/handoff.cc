#include "dialog/handoff.h"

#include <algorithm>
#include <deque>

#include "base/describe.h"
#include "base/json.h"
#include "base/text.h"
#include "dialog/attendance.h"
#include "dialog/choices.h"
#include "dialog/consent.h"
#include "dialog/finding.h"
#include "dialog/messages.h"
#include "dialog/reading/heard.h"
#include "dialog/sentences.h"

namespace frontdesk::dialog {
namespace {

constexpr store::Sql kGiveToPeople{
    "UPDATE conversations SET since = CASE WHEN status = 'pending_human' THEN since ELSE $4 END, "
    "status = 'pending_human', owner = $2, queue = $2, handoff = $3, updated_at = $4, handoffs = handoffs + 1, "
    "waiting = NULL, served = 0 WHERE id = $1"};

// That a person was asked for, and when one is in, for pages that show how it stands.
graph::Event asked_event(const Attendance& attendance) {
  auto event = owner_event("pending_human");
  event.data = event.data.with("is_in", attendance.is_in);
  if (attendance.from) event.data = event.data.with("from", to_iso(*attendance.from));
  return event;
}

// What became of a call: "done". Only where it is not known whether it was, that is said of it.
std::string_view outcome_of(const Value& call, const Value& messages) {
  constexpr std::string_view kUnknown = "no result: it may or may not have been done";
  for (const auto& message : messages.items()) {
    if (message["role"].text() != "tool" || message["tool_call_id"].text() != call["id"].text()) continue;
    const auto result = result_in(message);
    const auto slug = result["error"]["slug"].text();
    if (slug == "tool/outcome-unknown") return kUnknown;
    if (slug.starts_with("consent/")) return "not done";
    return result.contains("error") ? "failed" : "done";
  }
  return kUnknown;
}

// "book table (done)", each once. What was read back and not wanted was not tried: of it, that is said where no later
// call of the same tool tells more.
std::vector<std::string> tool_lines(const Value& messages) {
  struct Line {
    std::string_view tool;
    std::string_view outcome;
    bool operator==(const Line&) const = default;
  };
  std::vector<Line> lines;
  for (const auto& message : messages.items()) {
    for (const auto& call : message["tool_calls"].items()) {
      const Line line{call["function"]["name"].text(), outcome_of(call, messages)};
      if (line.tool == kStartFlow || line.tool == kFetchPerson) continue;
      std::erase(lines, Line{line.tool, "not done"});
      if (std::ranges::find(lines, line) == lines.end()) lines.push_back(line);
    }
  }
  std::vector<std::string> texts;
  for (const auto& [tool, outcome] : lines) {
    auto name = std::string(tool);
    std::ranges::replace(name, '_', ' ');
    texts.push_back(fmt::format("{} ({})", name, outcome));
  }
  return texts;
}

// All that is known where it is handed over: also what the node that hands over has just added, which is in no state
// yet. Without that a call that it refused, or has done, would look as if nobody knew.
Value with_added(Value messages, const graph::Outcome& outcome, graph::ChannelId channel) {
  for (const auto& write : outcome.writes) {
    if (write.channel == channel) messages = messages.push(write.value);
  }
  return messages;
}

std::string applies(const Escalation& rule) { return fmt::format("The rule \"{}\" applies.", rule.id); }

// `why`: what its reason is where the rule names none.
Handoff handoff_by(const Escalation& rule, const std::string& why, const DialogConfig& config,
                   std::string_view language) {
  return {rule.reason.empty() ? why : rule.reason, rule.queue, std::string(config.text(rule.say, language))};
}

}  // namespace

void Handoff::say_before(std::string_view words) { first = text::trim(fmt::format("{} {}", words, first)); }

std::optional<Handoff> escalation_by_words(const DialogConfig& config, std::string_view said,
                                           std::string_view language) {
  std::string plain = " ";
  for (const char c : text::lower_ascii(said)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) || c == '\'';
    plain += letter ? c : ' ';
  }
  plain += ' ';
  for (const auto& rule : config.escalations) {
    for (const auto& word : rule.when.words.value_or(std::vector<std::string>())) {
      if (plain.find(" " + text::lower_ascii(word) + " ") == std::string::npos) continue;
      auto handoff = handoff_by(rule, fmt::format("The customer said \"{}\".", word), config, language);
      if (reading::says(said, language, reading::List::distress)) handoff.first = sentence(language, "distress");
      return handoff;
    }
  }
  return std::nullopt;
}

std::optional<Handoff> escalation_by_slots(const DialogConfig& config, const Value& slots, const Conditions& holds,
                                           std::string_view language) {
  const auto scope = Value::object({{"slots", slots}});
  for (const auto& rule : config.escalations) {
    if (!rule.when.holds || !holds(*rule.when.holds, scope)) continue;
    return handoff_by(rule, applies(rule), config, language);
  }
  return std::nullopt;
}

std::optional<Handoff> escalation_by_lateness(const DialogConfig& config, const reading::Reading& reading,
                                              std::string_view heard) {
  if (!reading::says(heard, reading.language, reading::List::late)) return std::nullopt;
  const auto is_answered = [&](const reading::Wish& wish) {
    const auto* intent = config.intent(wish.intent);
    return intent && intent->fact;
  };
  if (std::ranges::any_of(reading.wishes, is_answered)) return std::nullopt;
  const auto* person = person_intent(config);
  return Handoff{"The customer will be late.", config.queue_for("intent", person ? Value(person->name) : Value())};
}

std::optional<Handoff> escalation_by_act(const DialogConfig& config, reading::Act act, std::string_view language) {
  if (act != reading::Act::complaint && act != reading::Act::abuse && act != reading::Act::distress)
    return std::nullopt;
  const auto name = to_value(act);
  for (const auto& rule : config.escalations) {
    if (!rule.when.act || to_value(*rule.when.act) != name) continue;
    auto handoff = handoff_by(rule, applies(rule), config, language);
    if (rule.say.is_null() && act != reading::Act::abuse) handoff.first = sentence(language, name.text());
    return handoff;
  }
  if (act != reading::Act::distress) return std::nullopt;
  return Handoff{"The customer is in distress.", "people", sentence(language, "distress")};
}

std::string handoff_sentence(const DialogConfig& config, std::string_view queue, Timestamp now,
                             std::string_view language) {
  const auto attendance = attendance_of(config, queue, now);
  if (attendance.is_in) return sentence(language, "colleague_comes");
  const auto when = attendance.from ? " " + spoken_return(attendance, now, language) : std::string();
  return sentence(language, "colleague_later", Value::object({{"when", when}}));
}

std::string summarize(const Value& messages, const Value& flow) {
  std::deque<std::string> said;
  for (const auto& message : messages.items()) {
    if (message["role"].text() == "user") {
      auto line = fmt::format("“{}”", text::head(message["content"].text(), 200));
      const auto answer = read_answer(message["content"].text());
      const bool says_little = answer == Answer::yes || answer == Answer::no;
      // What a person left unanswered comes to the bot once more; a bare yes says nothing without what was asked.
      if ((said.empty() || said.back() != line) && !says_little) said.push_back(std::move(line));
    }
    if (said.size() > 3) said.pop_front();
  }
  std::string summary = said.empty() ? "The customer has not said anything yet."
                                     : fmt::format("The customer said: {}.", fmt::join(said, " "));
  if (flow["flow"].is_text()) {
    summary += fmt::format(" In the middle of {}.", flow["flow"].text());
    std::vector<std::string> known;
    for (const auto& slot : flow["slots"].members()) {
      known.push_back(fmt::format("{}: {}", slot.key(),
                                  slot.value.is_text() ? std::string(slot.value.text()) : json::print(slot.value)));
    }
    if (!known.empty()) summary += fmt::format(" Known: {}.", fmt::join(known, ", "));
  }
  const auto tools = tool_lines(messages);
  if (!tools.empty()) summary += fmt::format(" Tools: {}.", fmt::join(tools, ", "));
  return summary;
}

void hand_off(const Brain& brain, const HandoffScene& scene, graph::Outcome& outcome, const Handoff& handoff) {
  const auto& channels = brain.channels();
  const auto summary = summarize(with_added(scene.messages, outcome, channels.messages), scene.flow);
  const auto at = brain.clock().wall();
  auto record =
      Value::object({{"reason", handoff.reason}, {"summary", summary}, {"queue", handoff.queue}, {"at", to_iso(at)}});
  if (!handoff.detail.empty()) record = record.with("detail", handoff.detail);
  const auto comes = handoff_sentence(brain.config(), handoff.queue, at, scene.language);
  const auto told = handoff.first.empty() ? comes : fmt::format("{} {}", handoff.first, comes);

  outcome.events.push_back({"handoff", record.without("at")});
  outcome.events.push_back(message_event(Role::bot, stable_id("m_", scene.task, "handoff"), told));
  outcome.events.push_back(asked_event(attendance_of(brain.config(), handoff.queue, at)));
  outcome.writes.push_back({channels.messages, assistant_message(told)});
  outcome.writes.push_back({channels.owner, "people"});
  std::erase_if(outcome.writes, [&](const graph::Write& write) { return write.channel == channels.flow; });
  outcome.writes.push_back({channels.flow, nullptr});
  outcome.statements.push_back(
      [id = scene.thread, queue = handoff.queue, text = json::print(record), at](store::Transaction& transaction) {
        transaction.run(kGiveToPeople, id, queue, text, at.ms);
      });
  // What they were asked for until then tells who they are.
  outcome.statements.push_back(index_call(scene.thread, brain.config(), scene.flow["slots"], {}, false, at));
}

void hand_off(const Brain& brain, graph::NodeContext& context, std::string_view language, graph::Outcome& outcome,
              const Handoff& handoff) {
  const auto& channels = brain.channels();
  hand_off(brain,
           {std::string(context.thread()), std::string(context.task()), context.state(channels.messages),
            context.state(channels.flow), language},
           outcome, handoff);
}

graph::Outcome hand_off_failed(const Brain& brain, const graph::StateView& state, const graph::RunFailure& failure) {
  const auto& channels = brain.channels();
  const auto language = brain.language_of(state.state(channels.memory));
  graph::Outcome outcome;
  hand_off(brain,
           {std::string(failure.thread), std::string(failure.run), state.state(channels.messages),
            state.state(channels.flow), language},
           outcome,
           {"The bot's run failed in the middle of its answer.", brain.config().queue_for("error", "tool"),
            sentence(language, "our_error"), in_words(failure.error)});
  return outcome;
}

}  // namespace frontdesk::dialog
