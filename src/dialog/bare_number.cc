#include "dialog/bare_number.h"

#include <algorithm>
#include <cstdlib>
#include <span>

#include "dialog/another.h"
#include "dialog/calendar.h"
#include "dialog/reading/hearing.h"
#include "dialog/template.h"

namespace frontdesk::dialog {
namespace {

using reading::List;

constexpr int kNearMinutes = 180;         // a time that is rather meant is near the one that stands …
constexpr std::int64_t kNearNumbers = 2;  // … and so is a number

// Beside a value they say that it is to be so.
constexpr List kSmall[] = {List::common,  List::question, List::suggests, List::correction, List::courtesy,
                           List::assent,  List::filler,   List::also,     List::made_so,    List::as_well,
                           List::refusal, List::contrast, List::move,     List::new_value,  List::only};

bool is_all_of(const reading::Span& span, const reading::Hearing& heard) {
  for (std::uint32_t at = 0; at < heard.count(); ++at) {
    const auto& token = heard.tokens[at];
    const bool is_idle = !token.number && (!heard.is_word(at) || std::ranges::any_of(kSmall, [&](List list) {
      return heard.heard.has(list, at, at + 1);
    }));
    if (!is_idle && (token.span.begin < span.begin || token.span.end > span.end)) return false;
  }
  return heard.count() > 0;
}

bool is_near(const Value& one, const Value& other) {
  if (one.type() != other.type()) return false;
  if (one.type() == Value::Type::integer) return std::abs(one.integer() - other.integer()) <= kNearNumbers;
  const auto from = parse_clock(one.text()), to = parse_clock(other.text());
  return from && to && std::abs(*from - *to) <= kNearMinutes;
}

Value value_or_values(const SlotFinding& found) {
  if (found.is_certain() || (found.is_out_of_range && !found.doubt)) return found.value;
  if (auto value = found.value_though_closed()) return *value;
  return found.doubt ? Value::list(found.doubt->candidates) : Value::list();
}

// The one that can be meant; null: none.
Value fitting(const Value& values, const Value& known, bool has_to_be_near) {
  if (!values.is_list()) return !has_to_be_near || is_near(known, values) ? values : Value();
  const auto near = [&](const Value& value) { return is_near(known, value); };
  const auto all = values.items();
  return std::ranges::count_if(all, near) == 1 ? *std::ranges::find_if(all, near) : Value();
}

// Those of the slots that it can be.
Value possible(const Value& bare, const Value& known, bool has_to_be_near) {
  auto all = Value::object();
  for (const auto& each : bare.members()) {
    const auto& before = known[each.key()];
    auto value = before.is_null() ? Value() : fitting(each.value, before, has_to_be_near);
    if (!value.is_null()) all = all.with(each.key(), std::move(value));
  }
  return all;
}

}  // namespace

Value bare_number(const Flow& flow, std::string_view message, const Surroundings& around) {
  auto all = Value::object();
  const auto* language = reading::find_language(around.language_heard());
  if (!language) return all;
  const reading::Hearing heard(message, *language);
  for (const auto& slot : flow.slots) {
    if (slot.type != "date" && slot.type != "time" && slot.type != "number") continue;
    for (const auto& found : read_message(flow, &slot, message, around)) {
      if (found.slot == &slot && !found.is_relative && !found.is_same && is_all_of(found.span, heard))
        all = all.with(slot.name, value_or_values(found));
    }
  }
  return all;
}

Value meant_by(const Value& bare, const Value& known, const Value& latest) {
  auto all = possible(bare, known, true);
  if (all.size() == 1) return all;
  if (all.size() == 0) all = possible(bare, known, false);
  if (all.size() == 1) return all;
  const auto& last = latest.is_text() ? all[latest.text()] : latest;
  return last.is_null() ? Value::object() : Value::object({{std::string(latest.text()), last}});
}

Value stood_at(const Flow& flow, const Value& vars, const DialogConfig& config) {
  auto stands = Value::object();
  for (const auto& slot : flow.slots) {
    auto value = slot.keeps ? render_value(*slot.keeps, vars, config) : Value();
    if (!value.is_null()) stands = stands.with(slot.name, std::move(value));
  }
  return stands;
}

bool is_loose(const SlotsTold& told, const Value& bare) {
  const auto may_be = [&](const auto& member) { return bare.contains(member.key()); };
  return bare.size() > 1 && told.values.size() + told.doubts.size() <= 1 &&
         std::ranges::all_of(told.values.members(), may_be) && std::ranges::all_of(told.doubts.members(), may_be);
}

void keep_loose(const Flow& flow, std::string_view message, const Surroundings& around, SlotsTold& told) {
  const auto bare = is_for_changes(flow) ? bare_number(flow, message, around) : Value::object();
  if (is_loose(told, bare)) told = {Value::object(), Value::object(), bare};
}

Value at_another_minute(const Flow& flow, const Value& known, std::string_view message, const Surroundings& around) {
  const auto* language = reading::find_language(around.language_heard());
  if (!language) return Value::object();
  const reading::Hearing heard(message, *language);
  for (std::uint32_t at = 0; at < heard.count(); ++at) {
    const auto minute = heard.said_by("minute_alone", at, reading::Field::minute);
    if (!minute || !is_all_of(heard.span(minute->begin, minute->end), heard)) continue;
    for (const auto& slot : flow.slots) {
      const auto clock = slot.type == "time" ? parse_clock(known[slot.name].text()) : std::nullopt;
      if (clock) return Value::object({{slot.name, clock_text(*clock / 60 * 60 + static_cast<int>(minute->value))}});
    }
  }
  return Value::object();
}

}  // namespace frontdesk::dialog
