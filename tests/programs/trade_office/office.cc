#include "office.h"

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/text.h"

namespace frontdesk::trade {
namespace {

// Digits of a phone number that tell one from another, whatever stands before them.
constexpr std::size_t kPhoneDigits = 8;

std::string letters_of(std::string_view text) {
  std::string out;
  for (const char sign : text::lower_ascii(text)) {
    const auto byte = static_cast<unsigned char>(sign);
    if (byte >= 0x80 || std::isalnum(byte)) out += sign;
  }
  return out;
}

std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> words;
  const auto plain = text::lower_ascii(text);
  for (const auto word : text::split(plain, ' ')) {
    if (auto letters = letters_of(word); !letters.empty()) words.insert(std::move(letters));
  }
  return words;
}

std::string last_digits(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), [](char sign) { return sign >= '0' && sign <= '9'; });
  return digits.size() > kPhoneDigits ? digits.substr(digits.size() - kPhoneDigits) : digits;
}

Refusal refusal_of(const Value& says, int status) {
  return {status, std::string(says["slug"].text()), std::string(says["detail"].text())};
}

bool names(const Value& list, std::string_view text) {
  return std::ranges::any_of(list.items(), [&](const Value& item) { return item.text() == text; });
}

[[noreturn]] void no_such(std::string_view what, std::string_view name) {
  throw Error(Kind::invalid, "trade/file", fmt::format("The office knows no {} \"{}\".", what, name));
}

}  // namespace

bool same_to_a_clerk(std::string_view field, const Value& stored, const Value& given) {
  if (!stored.is_text() || !given.is_text()) return stored == given;
  if (field == "phone")
    return !last_digits(given.text()).empty() && last_digits(stored.text()) == last_digits(given.text());
  if (field == "name") {
    const auto known = words_of(stored.text());
    const auto said = words_of(given.text());
    return !said.empty() && std::ranges::includes(known, said);
  }
  return letters_of(stored.text()) == letters_of(given.text());
}

Office::Office(const Value& file, std::string today) : today_(std::move(today)) {
  read_records(file["records"]);
  for (const auto& [name, rules] : file["calendars"].members()) {
    calendars_.emplace(std::string(name.text()), Almanac(rules, today_));
  }
  read_tools(file["tools"]);
}

void Office::read_records(const Value& kinds) {
  for (const auto& [name, says] : kinds.members()) {
    const auto& code = says["code"];
    Kind kind{std::string(code["field"].text()), std::string(code["prefix"].text()), code["first"].integer(), {}};
    for (const auto& row : says["rows"].items()) kind.rows.push_back(row);
    kinds_.emplace(std::string(name.text()), std::move(kind));
  }
}

void Office::read_tools(const Value& tools) {
  static const std::set<std::string_view> kVerbs = {"free", "find", "create", "change"};
  for (const auto& [name, says] : tools.members()) {
    if (!kVerbs.contains(says["does"].text())) no_such("verb", says["does"].text());
    const auto kind = says["record"].text();
    if (says["does"].text() != "free" && !kinds_.contains(std::string(kind))) no_such("record", kind);
    const auto calendar = says["calendar"].text();
    if (!calendar.empty() && !calendars_.contains(std::string(calendar))) no_such("calendar", calendar);
    Tool tool{says, {}};
    for (const auto& rule : says["refuse"].items())
      tool.refuse.push_back({cel::Expression::parse(rule["when"].text()), refusal_of(rule, 409)});
    tools_.emplace(std::string(name.text()), std::move(tool));
  }
}

Value Office::call(const std::string& name, const Value& arguments, const std::string& key) {
  const auto tool = tools_.find(name);
  if (tool == tools_.end()) throw Refusal{404, "unknown-tool", fmt::format("There is no tool {}.", name)};
  const auto known = answered_.find(key);
  if (known != answered_.end()) {
    if (known->second.arguments != arguments) throw Refusal{409, "key-reused", "This key was used for another call."};
    return known->second.answer;
  }
  const auto written = writes_.size();
  auto answer = act(name, tool->second, arguments, key);
  if (writes_.size() > written) answered_[key] = {arguments, answer};
  return answer;
}

Value Office::act(const std::string& name, const Tool& tool, const Value& arguments, const std::string& key) {
  const auto verb = tool.says["does"].text();
  if (verb == "free") return free(tool, arguments);
  if (verb == "find") return find(tool.says, arguments);
  if (verb == "create") return create(name, tool, arguments, key);
  return change(name, tool, arguments, key);
}

Value Office::free(const Tool& tool, const Value& arguments) const {
  const auto& almanac = calendars_.at(std::string(tool.says["calendar"].text()));
  const auto verdict = almanac.judge(arguments);
  if (verdict == Verdict::open) return Value::object({{"available", true}});
  if (verdict != Verdict::taken) check_calendar(tool, arguments);
  ListBuilder times;
  for (const auto& time : almanac.alternatives(arguments)) times.add(time);
  return Value::object({{"available", false}, {"alternatives", times.build()}});
}

Value Office::create(const std::string& name, const Tool& tool, const Value& arguments, const std::string& key) {
  const auto& of = tool.says["of"];
  check_rules(tool, of.is_object() ? find(of, arguments) : Value(), arguments);
  check_calendar(tool, arguments);
  const std::string kind_name(tool.says["record"].text());
  auto& kind = kinds_.at(kind_name);
  const auto code = fmt::format("{}{}", kind.prefix, kind.next++);
  const auto record = Value::object({{kind.code_field, code}}).merged(arguments).merged(tool.says["set"]);
  kind.rows.push_back(record);
  writes_.push_back({key, name, kind_name, code, {}, record});
  return record;
}

Value Office::change(const std::string& name, const Tool& tool, const Value& arguments, const std::string& key) {
  auto& record = find(tool.says, arguments);
  check_rules(tool, record, arguments);
  auto after = record;
  for (const auto& [field, value] : arguments.members()) {
    const bool is_taken = tool.says["take"].is_list() && names(tool.says["take"], field.text());
    if (is_taken && !value.is_null()) after = after.with(field.text(), value);
  }
  if (tool.says["set"].is_object()) after = after.merged(tool.says["set"]);
  check_calendar(tool, after);
  const std::string kind(tool.says["record"].text());
  const std::string code(record[kinds_.at(kind).code_field].text());
  writes_.push_back({key, name, kind, code, record, after});
  record = after;
  return after;
}

Value& Office::find(const Value& says, const Value& arguments) {
  const auto fits = [&](const Value& row) {
    for (const auto& [field, value] : says["where"].members()) {
      if (row[field.text()] != value) return false;
    }
    return std::ranges::all_of(says["by"].items(), [&](const Value& field) {
      return same_to_a_clerk(field.text(), row[field.text()], arguments[field.text()]);
    });
  };
  auto& rows = kinds_.at(std::string(says["record"].text())).rows;
  const auto found = std::ranges::find_if(rows, fits);
  if (found == rows.end()) throw refusal_of(says["missing"], 404);
  return *found;
}

void Office::check_rules(const Tool& tool, const Value& record, const Value& arguments) const {
  const auto scope = Value::object({{"record", record}, {"arguments", arguments}, {"today", today_}});
  for (const auto& rule : tool.refuse) {
    if (cel::holds(rule.when, scope)) throw rule.refusal;
  }
}

void Office::check_calendar(const Tool& tool, const Value& wish) const {
  const auto name = tool.says["calendar"].text();
  if (name.empty()) return;
  const auto& almanac = calendars_.at(std::string(name));
  switch (almanac.judge(wish)) {
    case Verdict::open:
      return;
    case Verdict::past:
      throw Refusal{409, "past", almanac.reason(Verdict::past)};
    case Verdict::closed:
      throw Refusal{409, "closed", almanac.reason(Verdict::closed)};
    case Verdict::taken:
      throw Refusal{409, "taken", almanac.reason(Verdict::taken)};
  }
}

Value Office::records() const {
  ObjectBuilder all;
  for (const auto& [name, kind] : kinds_) all.set(name, Value::list(kind.rows));
  return all.build();
}

}  // namespace frontdesk::trade
