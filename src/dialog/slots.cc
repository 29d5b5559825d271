#include "dialog/slots.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "dialog/calendar.h"
#include "dialog/consent.h"

namespace frontdesk::dialog {
namespace {

using Words = std::vector<std::string>;

// Lower-case words; digits, letters, ':' '.' '-' '/' inside a word stay ("7:30", "2026-12-24", "LUME-1234").
Words words_of(std::string_view sentence) {
  Words words;
  std::string word;
  const auto finish = [&] {
    while (!word.empty() && (word.back() == '.' || word.back() == ':' || word.back() == '-' || word.back() == '/'))
      word.pop_back();
    if (!word.empty()) words.push_back(word);
    word.clear();
  };
  for (const char raw : sentence) {
    const char c = raw >= 'A' && raw <= 'Z' ? static_cast<char>(raw + 32) : raw;
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80);
    const bool inner = c == ':' || c == '.' || c == '-' || c == '/';
    if (letter || (inner && !word.empty())) {
      word += c;
    } else if (c != '\'') {
      finish();
    }
  }
  finish();
  return words;
}

bool digits_only(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<int> small_number(std::string_view word) {
  static constexpr std::array<std::string_view, 21> kNames = {
      "zero",     "one",     "two",     "three",     "four",     "five",     "six",
      "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
      "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
  if (digits_only(word) && word.size() <= 4) return std::stoi(std::string(word));
  const auto found = std::ranges::find(kNames, word);
  return found == kNames.end() ? std::nullopt : std::optional(static_cast<int>(found - kNames.begin()));
}

template <std::size_t N>
int place_of(const std::array<std::string_view, N>& list, std::string_view word) {
  for (std::size_t i = 0; i < N; ++i) {
    if (word == list[i] || (word.size() >= 3 && word == list[i].substr(0, 3))) return static_cast<int>(i);
  }
  return -1;
}

constexpr std::array<std::string_view, 7> kWeekdays = {"monday", "tuesday",  "wednesday", "thursday",
                                                       "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};

int day_of_month(std::string_view word) {
  for (const auto ending : {"st", "nd", "rd", "th"}) {
    if (word.size() > 2 && word.ends_with(ending)) word.remove_suffix(2);
  }
  const auto number = digits_only(word) && word.size() <= 2 ? std::stoi(std::string(word)) : 0;
  return number >= 1 && number <= 31 ? number : 0;
}

// The next time that this day and month come, today included.
std::optional<Date> coming(int month, int day, const Date& today) {
  for (const int year : {today.year, today.year + 1}) {
    if (Date::exists(year, month, day) && Date{year, month, day} >= today) return Date{year, month, day};
  }
  return std::nullopt;
}

std::optional<Date> date_at(const Words& words, std::size_t i, const Date& today) {
  const std::string_view word = words[i];
  const auto next = i + 1 < words.size() ? std::string_view(words[i + 1]) : std::string_view();
  if (word == "today" || word == "tonight") return today;
  if (word == "tomorrow") {
    const bool after = i >= 2 && words[i - 1] == "after" && words[i - 2] == "day";
    return Date::from_days(today.days() + (after ? 2 : 1));
  }
  if (const int weekday = place_of(kWeekdays, word == "tues"                      ? "tue"
                                              : word == "thurs" || word == "thur" ? "thu"
                                                                                  : word);
      weekday >= 0) {
    const auto ahead = (weekday - today.weekday() + 7) % 7;
    const bool skip = i > 0 && words[i - 1] == "next" && ahead == 0;
    return Date::from_days(today.days() + (skip ? 7 : ahead));
  }
  if (const auto iso = Date::parse_iso(word)) return *iso >= today ? iso : std::nullopt;
  if (const int month = place_of(kMonths, word); month >= 0) {
    const auto after = day_of_month(next);
    const auto before = i > 0 ? day_of_month(words[i - 1] == "of" && i > 1 ? words[i - 2] : words[i - 1]) : 0;
    if (before || after) return coming(month + 1, before ? before : after, today);
  }
  return std::nullopt;
}

std::optional<Value> read_date(const Words& words, const Surroundings& around) {
  const auto today = Date::of(around.now);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (const auto date = date_at(words, i, today)) return Value(date->iso());
  }
  return std::nullopt;
}

std::optional<Value> clock_time(int hour, int minute) {
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  return Value(fmt::format("{:02}:{:02}", hour, minute));
}

// An hour that was said without am or pm is the one of the afternoon, as guests mean it.
int afternoon(int hour) { return hour >= 1 && hour <= 10 ? hour + 12 : hour; }

struct ClockWord {
  int hour = -1;
  int minute = 0;
  bool has_minutes = false;
  char half = 0;  // 'a', 'p' or unknown
};

ClockWord clock_word(std::string_view word) {
  ClockWord result;
  for (const auto ending : {"am", "pm"}) {
    if (word.size() > 2 && word.ends_with(ending) && word[0] >= '0' && word[0] <= '9') {
      result.half = ending[0];
      word.remove_suffix(2);
    }
  }
  const auto colon = word.find_first_of(":.");
  if (colon != std::string_view::npos) {
    const auto minutes = word.substr(colon + 1);
    if (!digits_only(word.substr(0, colon)) || !digits_only(minutes) || minutes.size() != 2 || colon > 2) return {};
    result.hour = std::stoi(std::string(word.substr(0, colon)));
    result.minute = std::stoi(std::string(minutes));
    result.has_minutes = true;
  } else if (const auto number = small_number(word); number && *number <= 24) {
    result.hour = *number;
  }
  return result;
}

std::optional<Value> time_at(const Words& words, std::size_t i, bool asked) {
  const auto before = i > 0 ? std::string_view(words[i - 1]) : std::string_view();
  const auto next = i + 1 < words.size() ? std::string_view(words[i + 1]) : std::string_view();
  if (words[i] == "noon") return clock_time(12, 0);
  auto word = clock_word(words[i]);
  if (word.hour < 0) return std::nullopt;
  if (next == "am" || next == "pm") word.half = next[0];
  const bool oclock = next == "oclock" || next == "o" || next == "uhr";
  if (before == "past" && i >= 2) {
    const auto part = words[i - 2];
    const int minute = part == "half" ? 30 : part == "quarter" ? 15 : -1;
    if (minute > 0) return clock_time(afternoon(word.hour), minute);
  }
  if (before == "to" && i >= 2 && words[i - 2] == "quarter") return clock_time(afternoon(word.hour) - 1, 45);
  const bool told = word.has_minutes || word.half || oclock || before == "at" || before == "around" ||
                    before == "about" || before == "by" || (asked && words.size() <= 4);
  if (!told) return std::nullopt;
  const bool evening = std::ranges::find(words, "morning") == words.end();
  int hour = word.hour;
  if (word.half == 'p' && hour < 12) hour += 12;
  if (word.half == 'a' && hour == 12) hour = 0;
  if (!word.half && evening) hour = word.hour == 24 ? 0 : afternoon(hour);
  return clock_time(hour, word.minute);
}

std::optional<Value> read_time(const Words& words, bool asked) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (auto time = time_at(words, i, asked)) return time;
  }
  return std::nullopt;
}

bool in_range(const Slot& slot, int number) {
  return (!slot.min || number >= *slot.min) && (!slot.max || number <= *slot.max);
}

// "one of us can't make it", "two guests will not come": so many are missing, and it is not said how many come.
bool are_missing(const Words& words, std::size_t number) {
  static constexpr std::array<std::string_view, 17> kMissing = {
      "cant",   "can’t", "cannot", "wont",    "won’t",     "isnt",     "isn’t", "arent", "aren’t",
      "doesnt", "is",    "has",    "dropped", "cancelled", "canceled", "fell",  "got"};
  for (auto at = number + 2; at < std::min(words.size(), number + 4); ++at) {
    if (std::ranges::find(kMissing, words[at]) != kMissing.end()) return true;
    if ((words[at] == "can" || words[at] == "will") && at + 1 < words.size() && words[at + 1] == "not") return true;
  }
  return false;
}

std::optional<Value> read_number(const Slot& slot, const Words& words, bool asked) {
  static constexpr std::array<std::string_view, 9> kCounted = {"people", "persons", "guests", "of",    "pax",
                                                               "adults", "friends", "seats",  "person"};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto number = small_number(words[i]);
    if (!number || are_missing(words, i)) continue;
    const auto before = i > 0 ? std::string_view(words[i - 1]) : std::string_view();
    const auto next = i + 1 < words.size() ? std::string_view(words[i + 1]) : std::string_view();
    const bool clock = next == "am" || next == "pm" || next == "oclock" || before == "at" || before == "past" ||
                       place_of(kMonths, next) >= 0;
    const bool counted = (before == "for" && !clock) || before == "are" || before == "be" ||
                         (before == "so" && i + 1 == words.size()) ||
                         std::ranges::find(kCounted, next) != kCounted.end();
    if (!counted && !(asked && words.size() <= 6 && !clock)) continue;
    return in_range(slot, *number) ? std::optional(Value(*number)) : std::nullopt;
  }
  const bool alone = std::ranges::find(words, "myself") != words.end() ||
                     (words.size() <= 3 && asked && std::ranges::find(words, "me") != words.end());
  if (alone && in_range(slot, 1)) return Value(1);
  return std::nullopt;
}

std::string joined(const Words& words) {
  std::string out = " ";
  for (const auto& word : words) out += word + " ";
  return out;
}

std::optional<Value> read_location(const Words& words, const DialogConfig& config) {
  auto sentence = joined(words);
  std::ranges::replace(sentence, '-', ' ');
  for (const auto& location : config.locations) {
    auto id = location.id;
    std::ranges::replace(id, '-', ' ');
    for (const auto& name : {text::lower_ascii(location.name), id}) {
      if (sentence.find(" " + name + " ") != std::string::npos) return Value(location.id);
    }
  }
  return std::nullopt;
}

std::optional<Value> read_choice(const Slot& slot, const Words& words) {
  const auto sentence = joined(words);
  for (const auto& choice : slot.of) {
    if (sentence.find(" " + text::lower_ascii(choice)) != std::string::npos) return Value(choice);
  }
  return std::nullopt;
}

// The words that end a sentence politely are no part of a name.
void drop_tail(std::string& words) {
  static const RE2 kTail(R"((?i)[\s,.!]+(?:please|thanks|thank you)?[\s,.!]*$)");
  RE2::Replace(&words, kTail, "");
}

// What is said about a name ("the name is wrong") is none.
bool is_about_names(const std::string& words) {
  static const RE2 kAbout(
      R"((?i)(?:is|was|has|should|must|to|of|for|on|in|that|not|no|wrong|right|correct|incorrect|false|mis\p{L}+|spel\p{L}+|different|another|other)(?:\s.*)?)");
  return RE2::FullMatch(words, kAbout);
}

// "my name is Ana", "change the name to Bob", "the name is wrong, it's Bob".
std::optional<Value> read_told_name(std::string_view sentence) {
  static const std::string kAName = R"(([\p{L}][\p{L}'’.-]*(?:\s+[\p{Lu}][\p{L}'’.-]*){0,3}))";
  static const RE2 kTold(
      R"((?i)\b(?:name is|names? to|name should be|name must be|name of|call me|i am called|the name)\s+)" + kAName);
  static const RE2 kCorrected(R"((?i)\bname\b.*\b(?:it['’]?s|it is|should be|must be|make it|make that|to|but)\s+)" +
                              kAName);
  std::string name;
  for (const auto* pattern : {&kTold, &kCorrected}) {
    if (!RE2::PartialMatch(sentence, *pattern, &name)) continue;
    drop_tail(name);
    if (!is_about_names(name)) return Value(name);
  }
  return std::nullopt;
}

// In what name? "Ana Ruiz", "my name is Ana", "it's for Ana": what is left without the words around it.
std::optional<Value> read_name(std::string_view sentence, bool asked) {
  if (auto told = read_told_name(sentence)) return told;
  if (!asked) return std::nullopt;
  static const RE2 kLead(
      R"((?i)^\s*(?:(?:it'?s|it is|that'?s|this is|i'?m|i am|for|under|please|ok|okay|well|just|on|mr|mrs|ms|put)[\s,]+)*)");
  std::string rest(text::trim(sentence));
  RE2::Replace(&rest, kLead, "");
  drop_tail(rest);
  static const RE2 kName(R"([\p{L}][\p{L}\p{M}'’. -]*)");
  static const RE2 kNoName(
      R"((?i)(?:what|why|when|where|how|which|cancel|table|book|booking|want|cannot|dont|open|person|yes|no|nothing|help)(?:\s.*)?)");
  if (!RE2::FullMatch(rest, kName) || RE2::FullMatch(rest, kNoName) || text::split(rest, ' ').size() > 4)
    return std::nullopt;
  return Value(rest);
}

std::optional<Value> read_code(const Slot& slot, std::string_view sentence) {
  const RE2 pattern("(?i)(?:^|[^A-Za-z0-9])(" + slot.pattern.value_or("[A-Za-z0-9-]{3,}") + ")(?:$|[^A-Za-z0-9])");
  std::string code;
  if (!RE2::PartialMatch(sentence, pattern, &code)) return std::nullopt;
  for (auto& c : code) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return Value(code);
}

std::optional<Value> read_phone(std::string_view sentence) {
  static const RE2 kPhone(R"((\+?[0-9][0-9 ()/-]{5,20}[0-9]))");
  std::string phone;
  return RE2::PartialMatch(sentence, kPhone, &phone) ? std::optional(Value(phone)) : std::nullopt;
}

}  // namespace

std::optional<Value> read_slot(const Slot& slot, std::string_view sentence, bool asked, const Surroundings& around) {
  sentence = text::head(sentence, 1000);
  const auto words = words_of(sentence);
  if (slot.type == "date") return read_date(words, around);
  if (slot.type == "time") return read_time(words, asked);
  if (slot.type == "number") return read_number(slot, words, asked);
  if (slot.type == "location") return read_location(words, around.config);
  if (slot.type == "choice") return read_choice(slot, words);
  if (slot.type == "name") return read_name(sentence, asked);
  if (slot.type == "code") return read_code(slot, sentence);
  if (slot.type == "phone") return read_phone(sentence);
  if (slot.type == "yes_no") {
    const auto answer = read_answer(sentence);
    if (answer != Answer::yes && answer != Answer::no) return std::nullopt;
    return Value(answer == Answer::yes);
  }
  const auto trimmed = text::trim(sentence);
  return asked && !trimmed.empty() ? std::optional(Value(trimmed)) : std::nullopt;
}

namespace {

bool is_clock_time(std::string_view text) {
  static const RE2 kTime("([01][0-9]|2[0-3]):[0-5][0-9]");
  return RE2::FullMatch(text, kTime);
}

// What the readers of sentences would read as something else, or not at all.
bool has_form(const Slot& slot, const Value& value, const Surroundings& around) {
  if (slot.type == "time") return is_clock_time(value.text());
  if (slot.type == "location") return around.config.location(value.text()) != nullptr;
  if (slot.type == "choice") return std::ranges::find(slot.of, value.text()) != slot.of.end();
  if (slot.type == "yes_no") return value.is_bool();
  if (slot.type == "number" && value.type() == Value::Type::integer)
    return (!slot.min || value.integer() >= *slot.min) && (!slot.max || value.integer() <= *slot.max);
  return false;
}

std::string words_of(const Value& value) {
  if (value.is_text()) return std::string(value.text());
  if (value.type() == Value::Type::integer) return std::to_string(value.integer());
  if (value.type() == Value::Type::real && value.number() == std::trunc(value.number()))
    return fmt::format("{:.0f}", value.number());
  return {};
}

}  // namespace

Value read_given(const Flow& flow, const Value& given, const Surroundings& around) {
  Value read = Value::object();
  for (const auto& slot : flow.slots) {
    const auto& value = given[slot.name];
    if (has_form(slot, value, around)) {
      read = read.with(slot.name, value);
    } else if (auto found = read_slot(slot, words_of(value), true, around)) {
      read = read.with(slot.name, std::move(*found));
    }
  }
  // "tomorrow at 8" for a date tells the time too.
  for (const auto& slot : flow.slots) {
    if (given[slot.name].is_text()) read = read_slots(flow, read, given[slot.name].text(), around).merged(read);
  }
  return read;
}

Value read_slots(const Flow& flow, const Value& known, std::string_view sentence, const Surroundings& around) {
  Value found = Value::object();
  for (const auto& slot : flow.slots) {
    if (!known[slot.name].is_null()) continue;
    if (auto value = read_slot(slot, sentence, false, around)) found = found.with(slot.name, std::move(*value));
  }
  return found;
}

}  // namespace frontdesk::dialog
