#include "dialog/question.h"

#include <algorithm>

#include "dialog/calendar.h"
#include "dialog/choices.h"
#include "dialog/consent.h"
#include "dialog/sentences.h"
#include "dialog/template.h"

namespace frontdesk::dialog {
namespace {

constexpr std::int64_t kChoicesMax = 6;  // more are no choice, but a list
constexpr int kHour = 60;

std::vector<std::string> choices_in_words(const Slot& slot, const Value& doubt, const Surroundings& around) {
  std::vector<std::string> words;
  for (const auto& choice : doubt["choices"].items()) {
    if (words.size() < kButtonsMax) words.push_back(spoken_value(slot, choice, around));
  }
  return words;
}

// "3, 4 or 5"
std::string one_of(const std::vector<std::string>& words, std::string_view language) {
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool is_last = i + 1 == words.size();
    all += (i == 0 ? "" : is_last ? fmt::format(" {} ", sentence(language, "or")) : ", ") + words[i];
  }
  return all;
}

std::string range_said(const Slot& slot, const Value& doubt, const Surroundings& around) {
  const bool is_number = slot.type == "number";
  const auto& from = doubt["from"];
  const auto& to = doubt["to"];
  const auto id = !from.is_null() && !to.is_null() ? "said_between"
                  : to.is_null()                   ? (is_number ? "said_at_least" : "said_not_before")
                                                   : (is_number ? "said_at_most" : "said_not_after");
  ObjectBuilder holes;
  if (!from.is_null()) holes.set("from", spoken_value(slot, from, around));
  if (!to.is_null()) holes.set("to", spoken_value(slot, to, around));
  return sentence(around.language, id, holes.build());
}

// All numbers or days from one to the other, or the hours of a time of the day, where they are few.
std::vector<Value> steps_of(const Value& from, const Value& to) {
  std::vector<Value> all;
  const auto add = [&](std::int64_t first, std::int64_t last, std::int64_t step, auto value) {
    if (last < first || (last - first) / step >= kChoicesMax) return;
    for (auto at = first; at <= last; at += step) all.emplace_back(value(at));
  };
  const auto days = Date::parse_iso(from.text()), last_day = Date::parse_iso(to.text());
  const auto minute = parse_clock(from.text()), last_minute = parse_clock(to.text());
  if (from.type() == Value::Type::integer && to.type() == Value::Type::integer)
    add(from.integer(), to.integer(), 1, [](std::int64_t at) { return Value(at); });
  if (days && last_day)
    add(days->days(), last_day->days(), 1, [](std::int64_t at) { return Value(Date::from_days(at).iso()); });
  if (minute && last_minute)
    add(*minute, *last_minute, kHour, [](std::int64_t at) { return Value(clock_text(static_cast<int>(at))); });
  return all;
}

Value doubt_of_range(const reading::Range& range) {
  if (range.from.is_null() && range.to.is_null()) return {};
  auto choices = steps_of(range.from, range.to);
  // Of a time the hours are not all that was said.
  const bool are_all = !choices.empty() && !parse_clock(range.from.text());
  ObjectBuilder doubt;
  if (!are_all && !range.from.is_null()) doubt.set("from", range.from);
  if (!are_all && !range.to.is_null()) doubt.set("to", range.to);
  if (!choices.empty()) doubt.set("choices", Value::list(std::move(choices)));
  return doubt.build();
}

bool is_before(const Value& one, const Value& other) {
  if (one.type() == Value::Type::integer) return one.integer() < other.integer();
  return one.text() < other.text();  // days and times as they are written
}

}  // namespace

std::string spoken_value(const Slot& slot, const Value& value, const Surroundings& around) {
  if (slot.type == "date") return spoken_date(value.text(), around.language);
  const auto* place = slot.type == "location" ? around.config.location(value.text()) : nullptr;
  if (place) return place->name;
  if (value.is_list()) return spoken_list(value, around.language);
  if (slot.type == "choice") return std::string(around.config.label_of(value.text(), around.language));
  return value.is_text() ? std::string(value.text()) : std::to_string(value.integer());
}

std::string spoken_news(const Flow& flow, const Value& before, const Value& slots, const Surroundings& around) {
  std::string what;
  for (const auto& slot : flow.slots) {
    const auto& value = slots[slot.name];
    if (slot.remarks || value.is_null() || value == before[slot.name]) continue;  // what is noted is told by itself
    what += (what.empty() ? "" : ", ") + spoken_value(slot, value, around);
  }
  return what.empty() ? what : sentence(around.language, "taken", Value::object({{"what", what}}));
}

Question question_for(const Slot& slot, std::string ask, const Value& doubt, const Surroundings& around) {
  Question question{std::move(ask), choices_of(slot, around)};
  if (doubt.is_null()) return question;
  if (doubt["why"].is_text()) {
    question.text = fmt::format("{} {}", sentence(around.language, doubt["why"].text(), doubt["holes"]), question.text);
    if (const auto taken = doubt["takes"].text(); !taken.empty())
      question.buttons = {{std::string(taken), std::string(taken)}};
    return question;
  }
  const auto words = choices_in_words(slot, doubt, around);
  const bool is_range = doubt.contains("from") || doubt.contains("to");
  if (doubt["part"].boolean()) {
    if (words.empty()) return question;
  } else if (is_range) {
    question.text = fmt::format("{} {}", range_said(slot, doubt, around), question.text);
  } else {
    question.text =
        sentence(around.language, "which_one", Value::object({{"choices", one_of(words, around.language)}}));
  }
  if (!words.empty()) question.buttons.clear();
  for (const auto& each : words) question.buttons.push_back({each, each});
  return question;
}

std::vector<Button> buttons_beside(const Value& offers, const Value& doubt, std::vector<Button> own) {
  if (offers.size() == 0 || !doubt.is_null()) return own;
  std::vector<Button> buttons;
  for (const auto& offer : offers.items()) {
    if (buttons.size() < kButtonsMax) buttons.push_back({std::string(offer.text()), std::string(offer.text())});
  }
  return buttons;
}

Value times_in(std::string_view words, std::string_view refused) {
  constexpr std::size_t kLength = 5;  // of HH:MM
  ListBuilder times;
  for (std::size_t at = 0; at + kLength <= words.size(); ++at) {
    const auto part = words.substr(at, kLength);
    if (part[2] != ':' || part == refused || !parse_clock(part)) continue;
    times.add(part);
    at += kLength - 1;
  }
  return times.build();
}

Value doubt_of(const SlotFinding& found) {
  const auto why = found.doubt ? found.doubt->why : reading::Why::which;
  if (why == reading::Why::past) return Value::object({{"why", "is_past"}});
  if (why == reading::Why::impossible) return Value::object({{"why", "no_such"}});
  if (why == reading::Why::elsewhere) {
    const auto& shown = found.doubt->candidates;
    if (shown.size() < 3) return Value::object({{"why", "other_clock"}});
    const auto holes = Value::object({{"said", shown[0]}, {"place", shown[1]}, {"here", shown[2]}});
    const auto doubt = Value::object({{"why", "clock_elsewhere"}, {"holes", holes}});
    const bool is_same_day = shown.size() == 3;
    return is_same_day ? doubt.with("takes", shown[2]) : doubt;
  }
  const bool is_vague = found.doubt && found.doubt->why == reading::Why::vague;  // "for lunch" says no more than that
  if (is_vague && found.slot->type == "time" && found.range)                     // "in the evening"
    return Value::object({{"from", found.range->from}, {"to", found.range->to}, {"part", true}});
  if (is_vague) return {};
  if (found.range) {
    if (auto doubt = doubt_of_range(*found.range); !doubt.is_null()) return doubt;
  }
  if (!found.doubt || found.doubt->candidates.size() < 2) return {};
  return Value::object({{"choices", Value::list(found.doubt->candidates)}});
}

Value affirmed(const Slot& slot, const Value& doubt, std::string_view answer) {
  const auto& taken = doubt["takes"];
  return !taken.is_null() && read_answer(answer) == Answer::yes ? Value::object({{slot.name, taken}}) : Value::object();
}

bool allows(const Value& doubt, const Value& value) {
  const auto& from = doubt["from"];
  const auto& to = doubt["to"];
  if (value.is_null() || doubt.contains("why")) return false;
  if (from.is_null() && to.is_null())
    return std::ranges::any_of(doubt["choices"].items(), [&](const Value& choice) { return choice == value; });
  return (from.is_null() || !is_before(value, from)) && (to.is_null() || !is_before(to, value));
}

bool is_of_either_half(std::span<const Value> clocks) {
  constexpr int kHalf = 12 * kHour;
  const auto face = [](const Value& clock) { return parse_clock(clock.text()).value_or(-1) % kHalf; };
  return !clocks.empty() && face(clocks.front()) >= 0 &&
         std::ranges::all_of(clocks, [&](const Value& one) { return face(one) == face(clocks.front()); });
}

}  // namespace frontdesk::dialog
