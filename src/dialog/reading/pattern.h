#pragma once

#include <algorithm>
#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialog/reading/words.h"

// Patterns of words, written in the tables of the languages: "half past {hour}", "{ordinal} (of) {month}",
// "[in|within] {number} {unit}". {…} is another group of patterns or a terminal (see Terminal), (a|b) may be missing,
// [a|b] is one of several. A group may use only groups that were finished before it, so that matching ends.
namespace frontdesk::dialog::reading {

// What a pattern says, in numbers; a pattern's own fields win over those of its parts. Whoever needs another one adds
// it here.
enum class Field : std::uint8_t {
  number,
  hour,
  minute,
  base,  // minutes to add to the hour: half past is 30, halb is -30
  less,  // 1: the minutes count backwards ("ten to eight")
  half,  // 0 before noon, 1 after
  part,  // of the day; which one, the language knows
  day,
  month,
  year,
  weekday,  // 0 is Monday
  days,     // from today
  weeks,    // to add
  unit,     // see Unit in language.h
  which,    // of a weekday: see Which in when_date.h
  holiday,  // which one, the language knows
  shape,    // see the reader: what kind of thing the pattern is
  more,     // days to add
  approx,   // 1: about
  order,    // 1: written in numbers; day and month may be the other way round
  end_of_fields,
};
BOOST_DESCRIBE_ENUM(Field, number, hour, minute, base, less, half, part, day, month, year, weekday, days, weeks, unit,
                    which, holiday, shape, more, approx, order)

// What kind of thing a pattern is, where its fields do not tell; written as a word in the tables.
enum class PatternShape : std::uint8_t {
  vague,     // "the weekend", "some time next month"
  between,   // two ends
  from_to,   // two ends, or the old value and the new one of something that is moved
  from,      // at the earliest
  until,     // at the latest
  either,    // two values, of which one is meant
  from_now,  // "in 3 hours"
  ago,       // "two days ago"
  later,     // than what is known: "an hour later"
  earlier,
  same_time,  // as what is known
  same_date,
};
BOOST_DESCRIBE_ENUM(PatternShape, vague, between, from_to, from, until, either, from_now, ago, later, earlier,
                    same_time, same_date)

class Fields {
 public:
  static constexpr std::int16_t kNone = std::numeric_limits<std::int16_t>::min();
  Fields() { values_.fill(kNone); }

  bool has(Field field) const { return values_[static_cast<std::size_t>(field)] != kNone; }
  int get(Field field, int otherwise = 0) const {
    return has(field) ? values_[static_cast<std::size_t>(field)] : otherwise;
  }
  bool empty() const {
    return std::ranges::all_of(values_, [](std::int16_t value) { return value == kNone; });
  }
  void set(Field field, int value) { values_[static_cast<std::size_t>(field)] = static_cast<std::int16_t>(value); }
  void take(const Fields& other) {  // what the other has wins
    for (std::size_t i = 0; i < values_.size(); ++i)
      values_[i] = other.values_[i] == kNone ? values_[i] : other.values_[i];
  }

 private:
  std::array<std::int16_t, static_cast<std::size_t>(Field::end_of_fields)> values_;
};

// What is recognised by its form.
enum class Terminal : std::uint8_t {
  digits,         // 0…32767 in digits: number
  hour_digits,    // 0…24, one or two digits: hour
  minute_digits,  // 00…59, two digits: minute
  minutes,        // 0…59, one or two digits: minute
  day_digits,     // 1…31, one or two digits: day
  year_digits,    // 1900…2199: year
  clock,          // 19:30, 7:05: hour, minute
  dotted,         // 20.15: hour, minute
  compact,        // 1930, 0730, and 730 in fives: hour, minute
  iso_date,       // 2026-12-05: year, month, day
  numeric_date,   // 5/12/2026, 5.12.26, 5-12-2026, 5/12: number of the first in day, of the second in month, year
  dotted_date,    // 5.12: day, month
  dotted_full,    // 5.12.2026, 5.12.26: day, month, year
  end_of_terminals,
};
BOOST_DESCRIBE_ENUM(Terminal, digits, hour_digits, minute_digits, minutes, day_digits, year_digits, clock, dotted,
                    compact, iso_date, numeric_date, dotted_date, dotted_full)

// A word of the message as one language reads it: "8pm" is two of them, "l'8" too.
struct Token {
  std::uint32_t symbol = 0;  // of the vocabulary; 0: not known
  std::uint32_t word = 0;    // index in Words
  Span span;
  std::string text;  // folded; a number with its separators
  bool glued = false;
  bool number = false;
  bool guessed = false;  // misspelt: the symbol is of the word that is meant
};
using Tokens = std::vector<Token>;

struct Match {
  std::uint32_t begin = 0;  // tokens
  std::uint32_t end = 0;
  Fields fields;
  std::uint32_t first_part = 0;  // see Matcher::parts
  std::uint32_t parts = 0;
};

using Group = std::uint16_t;

// The patterns of one language, compiled. Read from any thread.
class Grammar {
 public:
  Grammar();
  Grammar(Grammar&&) noexcept;
  Grammar& operator=(Grammar&&) noexcept;
  ~Grammar();

  // Adds a pattern to the group that is being built, or begins a new one. Throws Error{invalid, "reading/pattern"} with
  // what is wrong with it: a group that is not known, brackets that do not match, nothing that must be said.
  void add(std::string_view group, std::string_view pattern, const Fields& says);

  // Of the patterns that are added after it: a message with this word ("we'd") has not said the one without the
  // apostrophe, though who writes that one may mean this.
  void keep_apart(std::string_view written);
  bool is_kept_apart(std::string_view written) const;

  // Throws as `add` does where there is none.
  Group group(std::string_view name) const;
  bool has(std::string_view name) const;

  std::uint32_t symbol(std::string_view word) const;  // folded, or one kept apart; 0: no pattern has it
  std::size_t words() const;                          // of all patterns; their symbols are 1 to this
  // The one word that differs in a letter (left out, too many, another one, two turned around; doubled letters count
  // as one), where the word has five letters or more; 0: none, or several.
  std::uint32_t nearly(std::string_view folded) const;
  void tolerate(std::string_view folded);  // this word may be misspelt

 private:
  friend class Matcher;
  struct Tables;
  std::unique_ptr<Tables> tables_;
};

// Matches the patterns of one language on one message. What was found once is remembered.
class Matcher {
 public:
  Matcher(const Grammar& grammar, const Tokens& tokens);
  ~Matcher();

  // All ways in which the group's patterns match from this token on, the longest first. Valid as long as the matcher.
  std::span<const Match> at(Group group, std::size_t token);
  const Match* longest(Group group, std::size_t token);
  // The matches of the groups inside of a match, in their order.
  std::span<const Match> parts(const Match& match) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace frontdesk::dialog::reading
