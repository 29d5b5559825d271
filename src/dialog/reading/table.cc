// Reads a table of a language: languages/NAME.yaml.
#include <charconv>
#include <map>

#include "base/describe.h"
#include "base/error.h"
#include "base/text.h"
#include "base/unicode.h"
#include "base/yaml.h"
#include "dialog/reading/language.h"

namespace frontdesk::dialog::reading {
namespace {

constexpr std::string_view kWeekdays[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr std::string_view kMonths[] = {"january", "february", "march",     "april",   "may",      "june",
                                        "july",    "august",   "september", "october", "november", "december"};
constexpr std::string_view kHalves[] = {"am", "pm"};
constexpr std::string_view kUnits[] = {"minute", "hour", "day", "week", "month", "year"};

template <class Enum>
std::optional<Enum> word_of(std::string_view name) {
  Enum value{};
  if (boost::describe::enum_from_string(std::string(name).c_str(), value)) return value;
  return std::nullopt;
}

}  // namespace

class TableReader {
 public:
  TableReader(std::string_view yaml, std::string_view file) : file_(file), document_(parsed(yaml)) {}

  Language read() {
    check_keys();
    language_.id = text_at("/language");
    language_.name = text_at("/name");
    read_answers();
    if (language_.has_answers_only) return std::move(language_);
    language_.day_first = flag_at("/day_first", true);
    language_.order_doubtful = flag_at("/order_doubtful", false);
    for (const auto& each : list_at("/elisions")) language_.elisions_.push_back(std::string(each.text()));
    if (document_.value.contains("kept_apart")) {
      for (const auto& each : list_at("/kept_apart")) language_.grammar.keep_apart(each.text());
    }
    read_numbers();
    read_keyed("/ordinals", "ordinal_word", Field::day);
    read_named("/weekdays", "weekday", Field::weekday, kWeekdays);
    read_named("/months", "month", Field::month, kMonths);
    read_named("/units", "unit", Field::unit, kUnits);
    read_named("/halves", "half", Field::half, kHalves);
    read_keyed("/relative_days", "relative", Field::days);
    read_parts();
    read_holidays();
    read_patterns();
    read_lists();
    for (const auto& each : list_at("/tolerant")) tolerate(each);
    read_endings("/street_endings", language_.street_endings);
    read_endings("/compound_tails", language_.compound_tails);
    if (document_.value.contains("compound_heads")) {
      for (const auto& each : list_at("/compound_heads")) language_.compound_heads_.push_back(std::string(each.text()));
    }
    if (document_.value.contains("shorthand")) {
      for (const auto& member : map_at("/shorthand"))
        language_.shorthand.emplace(unicode::folded(member.key()), text_at("/shorthand/" + std::string(member.key())));
    }
    for (const auto& member : map_at("/says"))
      language_.says.emplace(member.key(), text_at("/says/" + std::string(member.key())));
    return std::move(language_);
  }

 private:
  yaml::Document parsed(std::string_view yaml) const {
    try {
      return yaml::parse(yaml);
    } catch (const Error& error) {
      throw Error(Kind::invalid, "reading/table", fmt::format("{}: {}: {}", file_, error.pointer, error.detail));
    }
  }

  [[noreturn]] void refuse(const std::string& pointer, std::string_view what, std::string_view remedy) const {
    const auto mark = document_.mark_of(pointer);
    throw Error(
        Kind::invalid, "reading/table",
        fmt::format("{}, line {}, {}: {}{}{}", file_, mark.line, pointer, what, remedy.empty() ? "" : " ", remedy));
  }

  const Value& at(const std::string& pointer, std::string_view wanted) const {
    const auto* value = document_.value.at_pointer(pointer);
    if (!value) refuse(pointer, "is missing.", fmt::format("Write {}.", wanted));
    return *value;
  }

  std::string text_at(const std::string& pointer) const {
    const auto& value = at(pointer, "a text");
    if (!value.is_text() || value.text().empty()) refuse(pointer, "is no text.", "Write a text.");
    return std::string(value.text());
  }

  bool flag_at(const std::string& pointer, bool otherwise) const {
    const auto* value = document_.value.at_pointer(pointer);
    if (!value) return otherwise;
    if (!value->is_bool()) refuse(pointer, "is neither true nor false.", "Write one of them.");
    return value->boolean();
  }

  // What a word of the language may end with, folded; a table needs not have any.
  void read_endings(const std::string& pointer, std::vector<std::string>& into) const {
    if (!document_.value.contains(pointer.substr(1))) return;
    for (const auto& each : list_at(pointer)) into.push_back(unicode::folded(each.text()));
  }

  std::span<const Value> list_at(const std::string& pointer) const {
    const auto& value = at(pointer, "a list, [] where there is nothing");
    if (!value.is_list()) refuse(pointer, "is no list.", "Write [ … ].");
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (!value[i].is_text() && !value[i].is_object())
        refuse(fmt::format("{}/{}", pointer, i), "is no text.", "Write it in quotes.");
    }
    return value.items();
  }

  std::span<const Member> map_at(const std::string& pointer) const {
    const auto& value = at(pointer, "a mapping");
    if (!value.is_object()) refuse(pointer, "is no mapping.", "Write \"name: [ … ]\" lines.");
    return value.members();
  }

  void check_keys() const {
    static constexpr std::string_view kKeys[] = {
        "language",  "name",           "day_first",      "order_doubtful", "elisions", "numbers",        "compounds",
        "ordinals",  "weekdays",       "months",         "units",          "halves",   "relative_days",  "parts",
        "holidays",  "patterns",       "lists",          "tolerant",       "says",     "street_endings", "consent",
        "shorthand", "compound_heads", "compound_tails", "kept_apart"};
    for (const auto& member : map_at("")) {
      if (std::ranges::find(kKeys, member.key()) == std::end(kKeys))
        refuse("/" + std::string(member.key()), "is no key of a table.",
               fmt::format("Remove it{}.", nearest_of(member.key(), kKeys)));
    }
  }

  // Who adds a language may begin with its answers: a table that has nothing else is one of answers only.
  void read_answers() {
    static constexpr std::string_view kKeys[] = {"language", "name", "consent"};
    const auto& words = at("/consent", "the words of an answer: yes: [ … ], no: [ … ]");
    try {
      language_.answers = from_value<AnswerWords>(words, {}, "/consent");
    } catch (const Error& error) {
      refuse(error.pointer, error.detail, "See docs/reference/languages.md.");
    }
    for (const auto key : {"yes", "no"}) {
      if (words[key].size() == 0)
        refuse(fmt::format("/consent/{}", key), "says nothing.", "Write at least one phrase.");
    }
    language_.has_answers_only = std::ranges::all_of(
        map_at(""), [](const Member& member) { return std::ranges::find(kKeys, member.key()) != std::end(kKeys); });
  }

  static std::string nearest_of(std::string_view word, std::span<const std::string_view> known) {
    const auto near = text::nearest(word, known);
    return near.empty() ? std::string() : fmt::format(", or write {}", near);
  }

  void add(std::string_view group, const Value& pattern, const Fields& says, const std::string& pointer) {
    if (!pattern.is_text() || pattern.text().empty()) refuse(pointer, "is no text.", "Write it in quotes.");
    try {
      language_.grammar.add(group, with_elisions_cut(pattern.text()), says);
    } catch (const Error& error) {
      refuse(pointer, error.detail, "");
    }
  }

  // "l'ultima" is two words, in a table as in a message.
  std::string with_elisions_cut(std::string_view pattern) const {
    std::string text(pattern);
    for (const auto& elision : language_.elisions_) {
      const auto written = elision + "'";
      for (auto at = text.find(written); at != std::string::npos; at = text.find(written, at + 1)) {
        const bool begins = at == 0 || std::string_view(" ([|").contains(text[at - 1]);
        if (begins) text[at + elision.size()] = ' ';
      }
    }
    return text;
  }

  void add_all(std::string_view group, const std::string& pointer, const Fields& says) {
    const auto& value = at(pointer, "a text or a list of texts");
    if (value.is_text()) return add(group, value, says, pointer);
    if (!value.is_list() || value.size() == 0) refuse(pointer, "says nothing.", "Write a text or a list of texts.");
    for (std::size_t i = 0; i < value.size(); ++i) add(group, value[i], says, fmt::format("{}/{}", pointer, i));
  }

  static Fields saying(Field field, int value) {
    Fields says;
    says.set(field, value);
    return says;
  }

  int whole_number(std::string_view text, const std::string& pointer) const {
    int number = 0;
    const auto* end = text.data() + text.size();
    if (text.empty() || std::from_chars(text.data(), end, number).ptr != end)
      refuse(pointer, "is no number.", "Write a whole number in quotes.");
    return number;
  }

  // {"1": [first], …}
  void read_keyed(const std::string& pointer, std::string_view group, Field field) {
    for (const auto& member : map_at(pointer)) {
      const auto here = pointer + "/" + std::string(member.key());
      add_all(group, here, saying(field, whole_number(member.key(), here)));
    }
  }

  std::vector<std::string_view> texts(const Value& value) const {
    if (value.is_text()) return {value.text()};
    std::vector<std::string_view> all;
    for (const auto& each : value.items()) all.push_back(each.text());
    return all;
  }

  // A word for a number may also be an hour or a minute.
  void add_number(std::string_view words, int number, const std::string& pointer) {
    add("number_word", Value(words), saying(Field::number, number), pointer);
    if (number <= 24) add("hour_word", Value(words), saying(Field::hour, number), pointer);
    if (number <= 59) add("minute_word", Value(words), saying(Field::minute, number), pointer);
    if (number >= 10 && number <= 59) add("late_minute_word", Value(words), saying(Field::minute, number), pointer);
  }

  // {"1": [one], …}, and what is made of tens and ones as `compounds` say: "{tens} {ones}", "{ones}und{tens}".
  void read_numbers() {
    const auto compounds = list_at("/compounds");
    std::map<int, std::vector<std::string_view>> words;
    for (const auto& member : map_at("/numbers")) {
      const auto here = "/numbers/" + std::string(member.key());
      const auto number = whole_number(member.key(), here);
      words[number] = texts(member.value);
      if (words[number].empty()) refuse(here, "says nothing.", "Write a text or a list of texts.");
      for (const auto word : words[number]) add_number(word, number, here);
    }
    for (std::size_t i = 0; i < compounds.size(); ++i) {
      for (int tens = 20; tens <= 90; tens += 10) {
        for (int ones = 1; ones <= 9; ++ones) compose(compounds[i].text(), words[tens], words[ones], tens + ones, i);
      }
    }
  }

  void compose(std::string_view pattern, const std::vector<std::string_view>& tens,
               const std::vector<std::string_view>& ones, int number, std::size_t index) {
    for (const auto ten : tens) {
      for (const auto one : ones) {
        std::string text(pattern);
        for (const auto& [hole, word] :
             {std::pair<std::string_view, std::string_view>{"{tens}", ten}, {"{ones}", one}}) {
          const auto found = text.find(hole);
          if (found == std::string::npos)
            refuse(fmt::format("/compounds/{}", index), fmt::format("has no {}.", hole), "Write {tens} and {ones}.");
          text.replace(found, hole.size(), word);
        }
        add_number(text, number, fmt::format("/compounds/{}", index));
      }
    }
  }

  // {"monday": […], …}, each of the names once.
  void read_named(const std::string& pointer, std::string_view group, Field field,
                  std::span<const std::string_view> names) {
    for (const auto& member : map_at(pointer)) {
      const auto found = std::ranges::find(names, member.key());
      if (found == names.end())
        refuse(pointer + "/" + std::string(member.key()), "is not known here.",
               fmt::format("Use {}.", fmt::join(names, ", ")));
      const auto index = static_cast<int>(found - names.begin()) + (field == Field::month ? 1 : 0);
      add_all(group, pointer + "/" + std::string(member.key()), saying(field, index));
    }
    for (const auto name : names) at(pointer + "/" + std::string(name), "its words");
  }

  int number_at(const std::string& pointer, int least, int most) const {
    const auto& value = at(pointer, "a number");
    if (!value.is_integer() || value.integer() < least || value.integer() > most)
      refuse(pointer, "is no number that fits.", fmt::format("Write one from {} to {}.", least, most));
    return static_cast<int>(value.integer());
  }

  int minutes_at(const std::string& pointer) const {
    const auto text = text_at(pointer);
    int hour = -1;
    int minute = -1;
    if (text.size() == 5 && text[2] == ':') {
      std::from_chars(text.data(), text.data() + 2, hour);
      std::from_chars(text.data() + 3, text.data() + 5, minute);
    }
    if (hour < 0 || hour > 30 || minute < 0 || minute > 59)
      refuse(pointer, "is no time of the day.", "Write HH:MM, up to 30:00 for the night.");
    return hour * 60 + minute;
  }

  // {evening: {say: […], from: "17:00", to: "24:00"}}
  void read_parts() {
    for (const auto& member : map_at("/parts")) {
      const auto here = "/parts/" + std::string(member.key());
      const auto index = static_cast<int>(language_.parts.size());
      language_.parts.push_back({std::string(member.key()), minutes_at(here + "/from"), minutes_at(here + "/to")});
      add_all("part", here + "/say", saying(Field::part, index));
    }
  }

  std::optional<int> optional_number(const std::string& pointer, int least, int most) const {
    return document_.value.at_pointer(pointer) ? std::optional(number_at(pointer, least, most)) : std::nullopt;
  }

  void read_holidays() {
    for (const auto& member : map_at("/holidays")) {
      const auto here = "/holidays/" + std::string(member.key());
      Holiday day{std::string(member.key()),
                  optional_number(here + "/month", 1, 12),
                  optional_number(here + "/day", 1, 31),
                  optional_number(here + "/easter", -70, 70),
                  optional_number(here + "/weekday", 0, 6),
                  optional_number(here + "/nth", -1, 5)};
      const bool fixed = day.month && day.day;
      const bool counted = day.month && day.weekday && day.nth;
      if (fixed + counted + day.easter.has_value() != 1)
        refuse(here, "does not say when it is.", "Write month and day, or easter, or month, weekday and nth.");
      add_all("holiday", here + "/say", saying(Field::holiday, static_cast<int>(language_.holidays.size())));
      language_.holidays.push_back(std::move(day));
    }
  }

  Fields fields_at(const std::string& pointer) const {
    Fields says;
    for (const auto& member : map_at(pointer)) {
      if (member.key() == "say") continue;
      const auto field = word_of<Field>(member.key());
      if (!field || *field == Field::end_of_fields)
        refuse(pointer + "/" + std::string(member.key()), "is no field of a pattern.",
               "See Field in reading/pattern.h.");
      says.set(*field, field_value(*field, pointer + "/" + std::string(member.key())));
    }
    return says;
  }

  // What kind of thing a pattern is, is written as a word.
  int field_value(Field field, const std::string& pointer) const {
    const auto& value = at(pointer, "a number");
    if (field == Field::unit && value.is_text()) {
      const auto found = std::ranges::find(kUnits, value.text());
      if (found != std::end(kUnits)) return static_cast<int>(found - std::begin(kUnits));
    }
    if (field == Field::part && value.is_text()) {
      const auto found = std::ranges::find(language_.parts, value.text(), &DayPart::id);
      if (found != language_.parts.end()) return static_cast<int>(found - language_.parts.begin());
    }
    if (field == Field::shape && value.is_text()) {
      if (const auto shape = word_of<PatternShape>(value.text())) return static_cast<int>(*shape);
      refuse(pointer, "is no shape of a pattern.", "See PatternShape in reading/pattern.h.");
    }
    return number_at(pointer, -2000, 2000);
  }

  void read_patterns() {
    for (const auto& member : map_at("/patterns")) {
      const auto group = std::string(member.key());
      const auto here = "/patterns/" + group;
      for (std::size_t i = 0; i < list_at(here).size(); ++i) {
        const auto pointer = fmt::format("{}/{}", here, i);
        if (member.value[i].is_text()) {
          add(group, member.value[i], Fields(), pointer);
        } else {
          add_all(group, pointer + "/say", fields_at(pointer));
        }
      }
    }
  }

  void read_lists() {
    for (const auto& member : map_at("/lists")) {
      if (std::ranges::find(kListNames, member.key()) == kListNames.end())
        refuse("/lists/" + std::string(member.key()), "is no list of a table.", "See List in reading/language.h.");
    }
    for (std::size_t list = 0; list < kListNames.size(); ++list) {
      if (static_cast<List>(list) != List::distress) read_list(static_cast<List>(list));
    }
    language_.ordinary_words_ = language_.grammar.words();
    read_list(List::distress);
  }

  void read_list(List list) {
    const auto name = std::string(kListNames[static_cast<std::size_t>(list)]);
    const auto phrases = list_at("/lists/" + name);
    const auto group = "list " + name;
    for (std::size_t i = 0; i < phrases.size(); ++i)
      add(group, phrases[i], Fields(), fmt::format("/lists/{}/{}", name, i));
    if (!phrases.empty()) language_.lists_.emplace_back(list, language_.grammar.group(group));
  }

  void tolerate(const Value& group) {
    static constexpr std::string_view kGroups[] = {"weekdays", "months", "relative_days", "parts", "holidays"};
    if (std::ranges::find(kGroups, group.text()) == std::end(kGroups))
      refuse("/tolerant", fmt::format("names {}, which has no words that may be misspelt.", group.text()),
             fmt::format("Use {}.", fmt::join(kGroups, ", ")));
    for (const auto& member : map_at("/" + std::string(group.text()))) {
      const auto& words = member.value.is_object() ? member.value["say"] : member.value;
      if (words.is_text()) tolerate_words(words.text());
      for (const auto& each : words.items()) tolerate_words(each.text());
    }
  }

  void tolerate_words(std::string_view pattern) {
    for (const auto& word : words_of(pattern)) {
      if (word.shape == Shape::word) language_.grammar.tolerate(word.folded);
    }
  }

  std::string file_;
  yaml::Document document_;
  Language language_;
};

Language Language::parse(std::string_view yaml, std::string_view file) { return TableReader(yaml, file).read(); }

}  // namespace frontdesk::dialog::reading
