#include "dialog/records.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "dialog/another.h"
#include "dialog/bare_number.h"
#include "dialog/correction.h"
#include "dialog/flow.h"
#include "dialog/looks.h"
#include "dialog/reading/heard.h"
#include "dialog/reading/hearing.h"
#include "dialog/sentences.h"
#include "dialog/wishes.h"

namespace frontdesk::dialog {
namespace {

constexpr std::size_t kToldBytesMax = 1'000;
constexpr std::size_t kRecordsMax = 5;  // of a conversation; older ones are asked for again

// The slots that say which record is meant, and whose it is.
bool names_a_record(const Slot& slot) {
  return slot.type == "code" || slot.type == "name" || slot.type == "phone" || slot.type == "email";
}

// By which a customer tells their records from each other: "the Friday one", "the one at Harbor".
bool is_telling(const Slot& slot) {
  return slot.type == "date" || slot.type == "location" || slot.type == "time" || slot.type == "choice";
}

// A code that is asked for behind another one names nothing: it proves whose the record is, as a postcode beside a
// parcel's code, and is the customer's to tell.
std::set<std::string> proofs(const DialogConfig& config) {
  std::set<std::string> names;
  for (const auto& flow : config.flows) {
    for (const auto& step : flow.steps) {
      bool is_behind = false;
      for (const auto& name : step.collect) {
        const auto* slot = flow.slot(name);
        if (!slot || slot->type != "code") continue;
        if (std::exchange(is_behind, true)) names.insert(name);
      }
    }
  }
  return names;
}

// Under which the business's system tells the code: that of any flow's form.
std::vector<std::string> code_names(const DialogConfig& config) {
  const auto no_names = proofs(config);
  std::vector<std::string> names;
  for (const auto& flow : config.flows) {
    for (const auto& slot : flow.slots) {
      const bool is_known = no_names.contains(slot.name) || std::ranges::find(names, slot.name) != names.end();
      if (slot.type == "code" && !is_known) names.push_back(slot.name);
    }
  }
  return names;
}

// As the slots of any flow read them.
std::vector<Value> codes_told(std::string_view message, const Surroundings& around) {
  std::vector<Value> codes;
  for (const auto& flow : around.config.flows) {
    const auto told = told_slots(flow, message, around).values;
    for (const auto& slot : flow.slots) {
      if (slot.type == "code" && told[slot.name].is_text()) codes.push_back(told[slot.name]);
    }
  }
  return codes;
}

bool has_same_code(const Value& one, const Value& other, const std::vector<std::string>& names) {
  return std::ranges::any_of(names,
                             [&](const std::string& name) { return one[name].is_text() && one[name] == other[name]; });
}

// The flow's first step that asks for a code.
const Step* step_with_code(const Flow& flow) {
  const auto asks_code = [&](const std::string& name) {
    const auto* slot = flow.slot(name);
    return slot && slot->type == "code";
  };
  const auto found =
      std::ranges::find_if(flow.steps, [&](const Step& step) { return std::ranges::any_of(step.collect, asks_code); });
  return found == flow.steps.end() ? nullptr : &*found;
}

// "The first one", "the second booking", "the last": by the order in which the conversation had them, from 1; 0 is
// none, and -1 the last.
int ordinal_in(std::string_view message, const Surroundings& around) {
  using reading::List;
  const auto* language = reading::find_language(around.language_heard());
  if (!language) return 0;
  const reading::Hearing heard(message, *language);
  // Nothing more stands behind it than what it is.
  const auto is_whole = [&](std::uint32_t end) {
    const auto one = end < heard.count() ? heard.number_at(end) : std::nullopt;
    const auto behind = one && one->value == 1 && !one->in_digits ? one->end : end;
    return behind >= heard.count() || !heard.is_word(behind) || heard.phrase_at(List::courtesy, behind) != 0 ||
           std::ranges::any_of(around.config.flows,
                               [&](const Flow& flow) { return is_its_thing(heard.tokens[behind].text, flow, around); });
  };
  for (std::uint32_t at = 1; at < heard.count(); ++at) {
    if (!heard.phrase_before(List::determiner, at)) continue;
    const auto ordinal = heard.said_by("ordinal_word", at, reading::Field::day);
    if (ordinal && is_whole(ordinal->end)) return static_cast<int>(ordinal->value);
    const auto last = heard.phrase_at(List::last_one, at);
    if (last != 0 && is_whole(last)) return -1;
  }
  return 0;
}

// What stands before the value that something shall be changed to: "move [the Friday one] to 9".
std::string_view before_new_value(std::string_view message, const Surroundings& around) {
  const auto* language = reading::find_language(around.language_heard());
  if (!language) return message;
  const auto heard = reading::heard_as(message, *language);
  for (const auto& phrase : heard.phrases) {
    if (phrase.list == reading::List::new_value && phrase.begin > 0)
      return message.substr(0, heard.tokens[phrase.begin].span.begin);
  }
  return message;
}

// A weekday alone names the record of that day, whichever week it is in.
bool is_same(const SlotFinding& found, const Value& value, std::string_view message) {
  if (found.value == value) return true;
  const auto said = message.substr(found.span.begin, found.span.end - found.span.begin);
  const bool has_digits = std::ranges::any_of(said, [](char c) { return c >= '0' && c <= '9'; });
  if (found.slot->type != "date" || has_digits) return false;
  const auto one = Date::parse_iso(found.value.text()), other = Date::parse_iso(value.text());
  return one && other && one->weekday() == other->weekday();
}

// How many values of a record (`of`: its values that tell it from others) were found in a message.
int values_of(const Value& of, const std::vector<SlotFinding>& told, std::string_view message) {
  int count = 0;
  for (const auto& found : told) {
    const auto& value = of[found.slot->name];
    if (!is_telling(*found.slot) || value.is_null()) continue;
    const bool is_it = is_same(found, value, message);
    count += is_it ? 1 : 0;
    count -= !is_it && found.is_certain() ? 1 : 0;
  }
  return count;
}

// What of a record the flow's step asks for, as its slots read it; empty where the code is none of theirs.
Value part_of(const Value& record, const Flow& flow, const Step& step, const Value& told, const Surroundings& around) {
  auto part = Value::object();
  for (const auto& name : step.collect) {
    const auto* slot = flow.slot(name);
    if (slot && names_a_record(*slot) && !record[name].is_null()) part = part.with(name, record[name]);
  }
  const auto told_before = part;  // by the slots of a flow, so that "Sean" needs not be a name in each language
  part = read_given(flow, part, around);
  for (const auto& slot : flow.slots) {
    if (slot.type == "name" && told_before[slot.name].is_text()) part = part.with(slot.name, told_before[slot.name]);
  }
  bool has_code = false;
  for (const auto& name : step.collect) {
    if (flow.slot(name)->type != "code") continue;
    if (!told[name].is_null() && !(told[name] == part[name])) return Value::object();
    has_code = has_code || !part[name].is_null();
  }
  return has_code ? part : Value::object();
}

// A value of what may be different, or that something shall be.
bool is_change(const Flow& flow, std::string_view message, const Surroundings& around) {
  const auto told = told_slots(flow, message, around).values.merged(bare_value(flow, message, around));
  const auto changes = [&](const Slot& slot) { return (slot.keeps || slot.remarks) && !told[slot.name].is_null(); };
  return std::ranges::any_of(flow.slots, changes) ||
         reading::has_said(message, around.language_heard(), reading::List::move) ||
         bare_number(flow, message, around).size() > 0 || place_out_of_reach(flow, message, around);
}

// "Can you cancel it", of an intent whose examples say so, too; who only asks whether that is possible is told so.
bool is_undoing(const Intent& intent, std::string_view message, const Surroundings& around) {
  using reading::List;
  const auto language = around.language_heard();
  if (!reading::has_said(message, language, List::undo)) return false;
  if (message.ends_with('?') && !reading::says(message, language, List::requests)) return false;
  return is_for_undoing(intent, around);
}

}  // namespace

Value with_record(const Value& records, const Flow& flow, const Value& slots, const Value& result,
                  const Surroundings& around) {
  const auto names = code_names(around.config);
  auto record = Value::object();
  for (const auto& slot : flow.slots) {
    if (names_a_record(slot) && !slots[slot.name].is_null()) record = record.with(slot.name, slots[slot.name]);
  }
  bool has_code = false;
  for (const auto& name : names) {
    if (record[name].is_null() && result.is_object() && result[name].is_text())
      record = record.with(name, result[name]);
    has_code = has_code || record[name].is_text();
  }
  if (!has_code) return records;
  auto of_it = Value::object();
  for (const auto& slot : flow.slots) {
    if (is_telling(slot) && !slots[slot.name].is_null()) of_it = of_it.with(slot.name, slots[slot.name]);
  }
  std::vector<Value> all;
  std::int64_t nth = 1;
  for (const auto& known : records.items()) {
    nth = std::max(nth, known["nth"].integer() + 1);
    if (!has_same_code(known, record, names)) all.push_back(known);
  }
  for (const auto& known : records.items()) {
    if (!has_same_code(known, record, names)) continue;
    if (known["nth"].integer() > 0) nth = known["nth"].integer();
    of_it = or_empty(known["of"]).merged(of_it);
  }
  all.push_back(record.with("nth", nth).with("of", of_it));
  if (all.size() > kRecordsMax) all.erase(all.begin());
  return Value::list(std::move(all));
}

Value with_told(const Value& records, const Value& result, std::string_view told, const DialogConfig& config) {
  const auto names = code_names(config);
  ListBuilder all;
  for (const auto& record : records.items()) {
    const bool is_this = result.is_object() && has_same_code(record, result, names);
    all.add(is_this ? record.with("told", text::head(told, kToldBytesMax)) : record);
  }
  return all.build();
}

Value with_gone(const Value& records, const Value& slots, const DialogConfig& config) {
  const auto names = code_names(config);
  ListBuilder all;
  for (const auto& record : records.items())
    all.add(has_same_code(record, slots, names) ? record.with("gone", true) : record);
  return all.build();
}

std::string_view last_told(const Value& records) {
  const auto all = records.items();
  for (auto at = all.rbegin(); at != all.rend(); ++at) {
    if ((*at)["told"].is_text()) return (*at)["told"].text();
  }
  return {};
}

std::optional<std::string> records_asked_for(const Value& records, const reading::Reading& reading,
                                             std::string_view message, const Surroundings& around) {
  const auto language = around.language_heard();
  const bool asks = records.size() > 0 && reading::says(message, language, reading::List::own_record);
  if (records.size() == 0 || (!asks && reading.act != reading::Act::question)) return std::nullopt;
  const auto named = codes_told(message, around);
  // A flow that looks one up would tell of one: who asks what they have hears of all.
  const auto stands = [](const Value& record) { return record["told"].is_text() && !record["gone"].boolean(); };
  const bool is_of_all = asks && named.empty() && reading.wishes.size() <= 1 && reading.act == reading::Act::question &&
                         std::ranges::count_if(records.items(), stands) > 1;
  if (!is_of_all && begins_something(reading, around.config)) return std::nullopt;
  // "When is the other one?" asks of all but the one that was spoken of last.
  const bool is_of_others = records.size() > 1 && points_at_another(message, around);
  if (named.empty() && !asks && !is_of_others) return std::nullopt;
  const auto names = code_names(around.config);
  std::string told;
  for (const auto& record : records.items()) {
    const auto is_it = [&](const Value& code) {
      return std::ranges::any_of(names, [&](const std::string& name) { return record[name] == code; });
    };
    if (is_of_all && !stands(record)) continue;
    if (!record["told"].is_text() || (!named.empty() && std::ranges::none_of(named, is_it))) continue;
    if (is_of_others && named.empty() && &record == &records.items().back()) continue;
    told += (told.empty() ? "" : " ") + std::string(record["told"].text());
  }
  // What became of it since, nobody here knows.
  if (told.empty()) return std::nullopt;
  return sentence(language, "told_before", Value::object({{"what", told}}));
}

namespace {

struct Known {
  std::int64_t nth;
  Value part;
  Value of;
};

// Those that are not gone, or are named, the newest last.
std::vector<Known> known_records(const Flow& flow, const Value& records, const Value& told,
                                 const Surroundings& around) {
  std::vector<Known> all;
  const auto* step = step_with_code(flow);
  for (const auto& record : records.items()) {
    auto part = step ? part_of(record, flow, *step, told, around) : Value::object();
    if (part.size() == 0) continue;
    const bool is_named = std::ranges::any_of(step->collect, [&](const std::string& name) {
      return flow.slot(name)->type == "code" && !told[name].is_null();
    });
    if (is_named || !record["gone"].boolean()) all.push_back({record["nth"].integer(), std::move(part), record["of"]});
  }
  return all;
}

// Of several the one of which the message tells most, by whatever flow knows it; empty where that is no single one.
Value described_among(const Flow& flow, const std::vector<Known>& all, std::string_view message,
                      const Surroundings& around) {
  if (all.size() < 2) return Value::object();
  const auto described = is_for_changes(flow) ? before_new_value(message, around) : message;
  std::vector<int> values(all.size(), 0);
  for (const auto& each : around.config.flows) {
    const auto told = read_message(each, nullptr, described, around);
    for (std::size_t i = 0; i < all.size(); ++i) values[i] = std::max(values[i], values_of(all[i].of, told, described));
  }
  const auto best = std::ranges::max_element(values);
  const bool is_one = *best > 0 && std::ranges::count(values, *best) == 1;
  return is_one ? all[static_cast<std::size_t>(best - values.begin())].part : Value::object();
}

}  // namespace

Value record_for(const Flow& flow, const Value& records, const Value& told, std::string_view message,
                 const Surroundings& around) {
  auto all = known_records(flow, records, told, around);
  if (all.empty()) return Value::object();
  if (auto described = described_among(flow, all, message, around); described.size() > 0) return described;
  if (points_at_another(message, around)) return all.size() == 2 ? all.front().part : Value::object();
  const auto nth = all.size() > 1 ? ordinal_in(message, around) : 0;
  const bool is_any = all.size() > 1 && reading::says(message, around.language_heard(), reading::List::any_of_them);
  if (nth == 0) return is_any ? Value::object() : all.back().part;
  std::ranges::sort(all, {}, &Known::nth);
  if (nth < 0) return all.back().part;
  return static_cast<std::size_t>(nth) <= all.size() ? all[static_cast<std::size_t>(nth) - 1].part : Value::object();
}

Value record_described(const Flow& flow, const Value& records, std::string_view message, const Surroundings& around) {
  return described_among(flow, known_records(flow, records, Value::object(), around), message, around);
}

Value other_record_for(const Flow& flow, const Value& records, const Value& known, const Surroundings& around) {
  const auto* step = step_with_code(flow);
  std::vector<Value> others;
  for (const auto& record : records.items()) {
    if (record["gone"].boolean()) continue;
    auto part = step ? part_of(record, flow, *step, Value::object(), around) : Value::object();
    const bool is_known = std::ranges::any_of(flow.slots, [&](const Slot& slot) {
      return slot.type == "code" && !part[slot.name].is_null() && part[slot.name] == known[slot.name];
    });
    if (part.size() > 0 && !is_known) others.push_back(std::move(part));
  }
  return others.size() == 1 ? others.front() : Value::object();
}

const Intent* change_of_record(const Value& records, std::string_view message, const Surroundings& around) {
  for (const auto& intent : around.config.intents) {
    const auto* flow = intent.flow ? around.config.flow(*intent.flow) : nullptr;
    if (!flow || record_for(*flow, records, Value::object(), message, around).size() == 0) continue;
    const bool undoes = reading::has_said(message, around.language_heard(), reading::List::undo);
    if (is_for_changes(*flow) ? !undoes && is_change(*flow, message, around) : is_undoing(intent, message, around))
      return &intent;
  }
  return nullptr;
}

}  // namespace frontdesk::dialog
