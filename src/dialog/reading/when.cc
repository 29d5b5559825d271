#include "dialog/reading/when.h"

#include <algorithm>
#include <array>

#include "dialog/reading/alternatives.h"
#include "dialog/reading/over_today.h"
#include "dialog/reading/when_date.h"
#include "dialog/reading/when_numbers.h"
#include "dialog/reading/when_time.h"

namespace frontdesk::dialog::reading {
namespace {

enum class Kind {
  date_range,
  date,
  time_range,
  time,
  loose_time,
  bare_hour,
  bare_day,
  duration,
  repeat,
  shift,
  same,
  part
};

// Of two that are equally long the first one counts.
constexpr std::pair<std::string_view, Kind> kGroups[] = {
    {"shift", Kind::shift},           {"same", Kind::same},         {"repeat", Kind::repeat},
    {"date_range", Kind::date_range}, {"date", Kind::date},         {"time", Kind::time},
    {"time_range", Kind::time_range}, {"duration", Kind::duration}, {"loose_time", Kind::loose_time},
    {"day_part", Kind::part},         {"hour", Kind::bare_hour},    {"day_digits_alone", Kind::bare_day},
};

struct Found {
  Kind kind;
  std::uint32_t begin;
  std::uint32_t end;
  Fields fields;
  std::vector<Match> parts;
  const DayPart* part = nullptr;  // of the tenant
};

class WhenReader {
 public:
  WhenReader(const Heard& heard, const WhenAround& around)
      : heard_(heard), around_(around), matcher_(heard.language->grammar, heard.tokens) {
    const auto wall = around.zone.wall(around.now);
    today_ = Date::from_days(wall.days());
    minute_ = wall.minute_of_day();
    about_ = around.about;
    speaks_of_moving_ = heard.has(List::move_in_time);
    for (const auto& [name, kind] : kGroups) groups_.emplace_back(heard.language->grammar.group(name), kind);
  }

  std::vector<TimedEntity> run() {
    find();
    for (const auto& each : found_) {
      if (each.kind == Kind::date || each.kind == Kind::date_range) add_dates(each);
      if (each.kind == Kind::part) add_part(each);
    }
    settle();
    for (const auto& each : found_) {
      if (each.kind != Kind::date && each.kind != Kind::date_range && each.kind != Kind::part) add_other(each);
    }
    std::ranges::stable_sort(read_, {}, &TimedEntity::begin);
    settle();
    leave_what_is_over(read_, {today_, minute_, around_.hours});
    check_clock_changes();
    join_alternatives(heard_, read_);
    return std::move(read_);
  }

 private:
  bool asks(Asked what) const { return around_.asked == what || around_.asked == Asked::date_and_time; }

  void find() {
    for (std::uint32_t at = 0; at < heard_.tokens.size();) {
      const auto skip = passed_over(at);
      auto best = best_at(at);
      if (best && best->end > skip) {
        at = best->end;
        found_.push_back(std::move(*best));
      } else {
        at = std::max(at + 1, skip);
      }
    }
  }

  // "good morning" is a greeting, and nobody sits in a Sunday.
  std::uint32_t passed_over(std::uint32_t at) const {
    std::uint32_t end = 0;
    for (const auto list : {List::greeting, List::farewell, List::no_time, List::no_count}) {
      if (list == List::farewell && speaks_of_moving_) continue;  // "move it [until tomorrow]"
      if (const auto* phrase = heard_.phrase(list, at)) end = std::max(end, phrase->end);
    }
    return end;
  }

  std::optional<Found> best_at(std::uint32_t at) {
    auto best = tenants_part(at);
    for (const auto& [group, kind] : groups_) {
      for (const auto& match : matcher_.at(group, at)) {
        if (best && match.end <= best->end) break;
        if (!is_meant(kind, match)) continue;
        best = Found{kind, match.begin, match.end, match.fields, {}};
        for (const auto& part : matcher_.parts(match)) {
          const bool only_part_of_day = part.fields.has(Field::part) && !part.fields.has(Field::hour);
          if (!part.fields.empty() && !(kind == Kind::time_range && only_part_of_day))
            best->parts.push_back(part);  // "from" and "the" say nothing
        }
        break;
      }
    }
    return best;
  }

  // What is said with a bare number is only taken where the sentence goes on with nothing that it could be a number of.
  bool is_meant(Kind kind, const Match& match) {
    if (is_number_of_else(heard_, match) || is_hour_behind_weekday(kind, match)) return false;
    if (match.end - match.begin == 1 && heard_.phrase(List::shy, match.begin)) return goes_on_plainly(match.end);
    if (kind == Kind::bare_hour)
      return (asks(Asked::time) || is_moved_to(match.begin)) && counts_nothing(match) && !is_pronoun(heard_, match);
    if (kind == Kind::bare_day) return asks(Asked::date) && counts_nothing(match);
    if (kind == Kind::loose_time) return counts_nothing(match) || is_clock_beside_more(heard_, match);
    if (kind == Kind::time && around_.has_counts && !asks(Asked::time) && is_count_of_the_day(match)) return false;
    const auto shape = static_cast<PatternShape>(match.fields.get(Field::shape, -1));
    // "8 or 9", "7 to 9": of people as well as of hours.
    if (match.fields.has(Field::shape) && (shape == PatternShape::either || shape == PatternShape::between) &&
        kind == Kind::time_range)
      return counts_nothing(match) || match.fields.has(Field::part) || match.fields.has(Field::half);
    const bool nth = kind == Kind::date && match.fields.has(Field::day) && !match.fields.has(Field::month) &&
                     !match.fields.has(Field::weekday);
    return !nth || (goes_on_plainly(match.end) && !is_one_of_a_row(match));
  }

  // "Thursday 8 and a half": the number is of the time that goes on behind it, and no day.
  bool is_hour_behind_weekday(Kind kind, const Match& match) {
    const bool may_be = kind == Kind::date && match.end - match.begin > 1 && match.fields.has(Field::weekday) &&
                        match.fields.has(Field::day) && !match.fields.has(Field::month) &&
                        heard_.tokens[match.end - 1].number;
    const auto* time = may_be ? longest_of(Kind::time, match.end - 1) : nullptr;
    return time && time->end > match.end;
  }

  // "And the second?": an ordinal in letters is a day where one was asked for, or where it is said of when.
  bool is_one_of_a_row(const Match& match) const {
    constexpr int kRowMax = 3;
    const auto is_written = [&](std::uint32_t at) {
      return std::isdigit(static_cast<unsigned char>(heard_.tokens[at].text[0])) != 0;
    };
    for (auto at = match.begin; at < match.end; ++at) {
      if (is_written(at) || heard_.phrase(List::place_before, at)) return false;
    }
    if (asks(Asked::date) || match.fields.get(Field::day) > kRowMax) return false;
    return match.begin == 0 || std::ranges::none_of(std::array{List::place_before, List::new_value}, [&](List list) {
             return std::ranges::any_of(
                 heard_.phrases, [&](const PhraseAt& each) { return each.list == list && each.end == match.begin; });
           });
  }

  // "A table for 2 tonight": a number that counts, with the day or its part behind it.
  bool is_count_of_the_day(const Match& match) {
    const bool is_counted = std::ranges::any_of(
        heard_.phrases, [&](const PhraseAt& each) { return each.list == List::counting && each.end == match.begin; });
    const auto* hour = is_counted ? longest_of(Kind::bare_hour, match.begin) : nullptr;
    if (!hour || hour->end >= match.end) return false;
    return std::ranges::any_of(std::array{Kind::date, Kind::part}, [&](Kind kind) {
      const auto* rest = longest_of(kind, hour->end);
      return rest && rest->end == match.end;
    });
  }

  const Match* longest_of(Kind kind, std::uint32_t at) {
    const auto* const group = std::ranges::find(kGroups, kind, [](const auto& each) { return each.second; });
    return matcher_.longest(heard_.language->grammar.group(group->first), at);
  }

  // "Move it to nine": what is moved, and not only changed, is moved to a time.
  bool is_moved_to(std::uint32_t at) const {
    if (!speaks_of_moving_) return false;
    const auto clause = heard_.scope.clause_of[at];
    const bool is_behind = std::ranges::any_of(
        heard_.phrases, [&](const PhraseAt& each) { return each.list == List::new_value && each.end == at; });
    return is_behind && std::ranges::any_of(heard_.phrases, [&](const PhraseAt& each) {
             return each.list == List::move_in_time && each.begin < at && heard_.scope.clause_of[each.begin] == clause;
           });
  }

  bool is_end(std::uint32_t at) const {
    return at >= heard_.tokens.size() || heard_.words[heard_.tokens[at].word].shape == Shape::mark;
  }
  // What follows is no noun that the words before could belong to: "the second, please", and not "the second table".
  bool goes_on_plainly(std::uint32_t at) {
    if (is_end(at) || heard_.tokens[at].number) return true;
    for (const auto list : {List::common, List::courtesy, List::contrast, List::correction, List::negation,
                            List::instead_of, List::denied_behind, List::exception, List::as_well}) {
      if (heard_.phrase(list, at)) return true;
    }
    return std::ranges::any_of(groups_, [&](const auto& group) {
      return group.second < Kind::bare_hour && matcher_.longest(group.first, at) != nullptr;
    });
  }

  bool counts_nothing(const Match& match) const {
    if (match.begin > 0 && heard_.tokens[match.begin - 1].number) return false;
    if (is_of_us(heard_, match.begin)) return false;
    // "We are [only] two".
    const auto only = std::ranges::find_if(
        heard_.phrases, [&](const PhraseAt& each) { return each.list == List::only && each.end == match.begin; });
    const auto begin = only == heard_.phrases.end() ? match.begin : only->begin;
    if (std::ranges::any_of(heard_.phrases,
                            [&](const PhraseAt& each) { return each.list == List::counting && each.end == begin; }))
      return false;
    if (is_end(match.end)) return true;
    if (heard_.phrase(List::of_us, match.end) || heard_.phrase(List::people, match.end)) return false;
    for (const auto list : {List::filler, List::assent}) {  // "11.30 fine"
      const auto* phrase = heard_.phrase(list, match.end);
      if (phrase && is_end(phrase->end)) return true;
    }
    const auto& next = heard_.tokens[match.end];
    const bool number_follows = match.end + 1 < heard_.tokens.size() && heard_.tokens[match.end + 1].number;
    return !next.number && !number_follows &&
           (heard_.phrase(List::courtesy, match.end) || heard_.phrase(List::common, match.end));
  }

  std::optional<Found> tenants_part(std::uint32_t at) const {
    std::optional<Found> best;
    for (const auto& named : around_.parts) {
      for (const auto& phrase : named.phrases) {
        const auto end = at + static_cast<std::uint32_t>(phrase.size());
        if (phrase.empty() || end > heard_.tokens.size() || (best && best->end >= end)) continue;
        if (!std::equal(phrase.begin(), phrase.end(), heard_.tokens.begin() + at,
                        [](const std::string& word, const Token& token) { return word == token.text; }))
          continue;
        best = Found{Kind::part, at, end, {}, {}, &named.part};
      }
    }
    return best;
  }

  Standing standing(const Found& found) const {
    const auto last = heard_.scope.of(found.begin, found.end);
    if (last != Standing::denied) return last;
    // "not before 8" says when, and denies nothing; "friday is not possible" does.
    const bool own = std::ranges::any_of(heard_.phrases, [&](const PhraseAt& each) {
      return each.list == List::negation && each.begin >= found.begin && each.end <= found.end;
    });
    return own ? Standing::said : last;
  }

  TimedEntity& add(const Found& found, EntityKind kind, std::uint32_t begin, std::uint32_t end) {
    TimedEntity timed;
    timed.begin = begin;
    timed.end = end;
    timed.entity.kind = kind;
    timed.entity.span = {heard_.tokens[begin].span.begin, heard_.tokens[end - 1].span.end};
    timed.entity.standing = standing(found);
    timed.entity.approx = found.fields.get(Field::approx) == 1;
    read_.push_back(std::move(timed));
    return read_.back();
  }
  TimedEntity& add(const Found& found, EntityKind kind) { return add(found, kind, found.begin, found.end); }

  // Dates.

  // What is said of a day behind another one is said of its month: "3 January … or the 5th rather".
  DateRead read_date(const Fields& fields) {
    const auto& language = *heard_.language;
    auto read =
        date_of(fields, language,
                {today_, around_.day_first.value_or(language.day_first),
                 !around_.day_first.has_value() && language.order_doubtful, about_, around_.offered, around_.changed});
    if (fields.has(Field::month) && read.date && *read.date >= today_) about_ = read.date;
    return read;
  }

  static bool has_shape(const Found& found, PatternShape shape) {
    return found.fields.has(Field::shape) && static_cast<PatternShape>(found.fields.get(Field::shape)) == shape;
  }

  bool moves(const Found& found) const {
    if (!has_shape(found, PatternShape::from_to)) return false;
    return heard_.scope.clauses[heard_.scope.clause_of[found.begin]].moves;
  }

  void add_dates(const Found& found) {
    if (found.kind == Kind::date && is_of_the_clock(found)) return add_from_now(found);
    if (found.kind == Kind::date) {
      const auto read = read_date(found.fields);
      auto& entity = add(found, EntityKind::date).entity;
      entity.value = read.value();
      entity.doubt = read.doubt;
      if (found.fields.has(Field::part)) add_part(found);
      return;
    }
    auto ends = found;
    if (ends.parts.size() == 2) same_month(ends.parts[0].fields, ends.parts[1].fields);
    add_ends(ends, EntityKind::date, [&](const Fields& fields, End) {
      const auto read = read_date(fields);
      return std::pair(read.value(), read.doubt);
    });
  }

  // "from the 2nd to the 4th of December", "December 2nd to 4th"
  static void same_month(Fields& first, Fields& second) {
    if (second.has(Field::day) && !second.has(Field::month) && first.has(Field::month) &&
        first.get(Field::day) < second.get(Field::day)) {
      second.set(Field::month, first.get(Field::month));
      if (first.has(Field::year)) second.set(Field::year, first.get(Field::year));
    }
    if (!first.has(Field::day) || first.has(Field::month) || !second.has(Field::month)) return;
    if (first.get(Field::day) > second.get(Field::day)) return;
    first.set(Field::month, second.get(Field::month));
    if (second.has(Field::year)) first.set(Field::year, second.get(Field::year));
  }

  // "in 3 hours" is a date and a time.
  static bool is_of_the_clock(const Found& found) {
    const bool relative = has_shape(found, PatternShape::from_now) || has_shape(found, PatternShape::ago);
    return relative && found.fields.has(Field::unit) && found.fields.get(Field::unit) <= static_cast<int>(Unit::hour);
  }

  template <class Read>
  void add_ends(const Found& found, EntityKind kind, Read read) {
    const auto& parts = found.parts;
    if (moves(found) && parts.size() == 2) {
      for (const auto i : {0, 1}) {
        auto [value, doubt] = read(parts[i].fields, End::start);
        auto& entity = add(found, kind, parts[i].begin, parts[i].end).entity;
        entity.value = value;
        entity.doubt = doubt;
        if (i == 0) entity.standing = Standing::old;
      }
      return;
    }
    auto& entity = add(found, kind).entity;
    const bool until = has_shape(found, PatternShape::until);
    std::vector<Value> values, possible;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      auto [value, doubt] = read(parts[i].fields, until || i == 1 ? End::finish : End::start);
      values.push_back(value);
      if (!value.is_null())
        possible.push_back(value);
      else if (doubt)
        possible.insert(possible.end(), doubt->candidates.begin(), doubt->candidates.end());
      if (doubt && !entity.doubt) entity.doubt = doubt;
    }
    values.resize(2);
    if (has_shape(found, PatternShape::either)) {
      leave_open(entity, possible);
      return;
    }
    if (kind == EntityKind::date && !until) close_range(values, parts, entity);
    entity.range = until ? Range{Value(), values[0]} : Range{values[0], values[1]};
  }

  // "monday to friday" ends behind its beginning; what otherwise ends before it begins is asked.
  static void close_range(std::vector<Value>& values, const std::vector<Match>& parts, Entity& entity) {
    if (values[0].is_null() || values[1].is_null() || values[0].text() <= values[1].text()) return;
    if (parts[1].fields.has(Field::weekday) && !parts[1].fields.has(Field::day)) {
      const auto end = Date::parse_iso(values[1].text());
      values[1] = Date::from_days(end->days() + 7).iso();
    }
    if (values[0].text() > values[1].text() && !entity.doubt) entity.doubt = Doubt{Why::contradicts, {}};
  }

  // Parts of the day.

  const DayPart& part_of(const Found& found) const {
    if (found.part) return *found.part;
    const auto& own = heard_.language->parts[static_cast<std::size_t>(found.fields.get(Field::part))];
    const auto tenants = std::ranges::find_if(around_.parts, [&](const auto& each) { return each.part.id == own.id; });
    return tenants == around_.parts.end() ? own : tenants->part;
  }

  void add_part(const Found& found) {
    const auto& part = part_of(found);
    auto& timed = add(found, EntityKind::part);
    timed.entity.value = part.id;
    timed.entity.range = Range{clock_text(part.from), clock_text(part.to)};
    parts_.push_back({found.begin, &part, timed.entity.standing});
  }

  // The part that a time lies in: its own, or that of its clause, or the only one that is said.
  const DayPart* part_at(const Found& found) const {
    if (found.fields.has(Field::part)) return &part_of(found);
    const DayPart* only = nullptr;
    int count = 0;
    for (const auto& [at, part, standing] : parts_) {
      if (standing != Standing::said) continue;
      if (heard_.scope.clause_of[at] == heard_.scope.clause_of[found.begin]) return part;
      only = part;
      ++count;
    }
    return count == 1 ? only : nullptr;
  }

  // Times.

  TimeAround time_around(const Found& found) const {
    TimeAround around{around_.hours, std::nullopt, part_at(found), 0};
    if (const auto* date = told(read_, EntityKind::date); date && date->is_certain()) {
      const auto day = Date::parse_iso(date->value.text());
      around.weekday = day->weekday();
      if (*day == today_) around.not_before = minute_;
    }
    return around;
  }

  void add_time(const Found& found) {
    const auto read = time_of(found.fields, time_around(found));
    auto& entity = add(found, EntityKind::time).entity;
    entity.value = read.value();
    entity.doubt = read.doubt;
    const bool is_loose = found.kind == Kind::loose_time || found.kind == Kind::bare_hour;
    entity.bare =
        is_loose && !is_moved_to(found.begin) && !stands_alone_as_clock(heard_, found.begin, found.end, found.fields);
  }

  // "between 7 and 8pm": the half of the second is that of the first, where it then still comes first.
  void add_times(Found found) {
    if (found.parts.size() == 2) {
      auto& first = found.parts[0].fields;
      const auto& second = found.parts[1].fields;
      const bool fits = first.get(Field::hour) % 12 <= second.get(Field::hour) % 12;
      if (!first.has(Field::half) && second.has(Field::half))
        first.set(Field::half, fits ? second.get(Field::half) : 1 - second.get(Field::half));
      if (!first.has(Field::half) && second.get(Field::hour) > 12 && first.get(Field::hour) <= 12 &&
          first.get(Field::hour) + 12 <= second.get(Field::hour))
        first.set(Field::half, 1);
    }
    const auto around = time_around(found);
    add_ends(found, EntityKind::time, [&](const Fields& fields, End end) {
      const auto read = time_of(fields, around, end);
      return std::pair(read.value(), read.doubt);
    });
  }

  void add_from_now(const Found& found) {
    const int sign = has_shape(found, PatternShape::ago) ? -1 : 1;
    const int each = found.fields.get(Field::unit) == static_cast<int>(Unit::hour) ? 60 : 1;
    const auto then = around_.zone.wall({around_.now.ms + sign * 60'000LL * each * found.fields.get(Field::number, 1)});
    for (const auto kind : {EntityKind::date, EntityKind::time}) {
      auto& entity = add(found, kind).entity;
      entity.value = kind == EntityKind::date ? Date::from_days(then.days()).iso() : clock_text(then.minute_of_day());
      if (sign < 0) entity.doubt = Doubt{Why::past, {}};
    }
    moments_.push_back(found.begin);
  }

  // {"days": 3}, {"minutes": 90}; of months and years the number of them.
  static Value amount(const Fields& fields, int sign) {
    const int number = sign * fields.get(Field::number, 1);
    switch (static_cast<Unit>(fields.get(Field::unit, static_cast<int>(Unit::day)))) {
      case Unit::minute:
        return Value::object({{"minutes", number}});
      case Unit::hour:
        return Value::object({{"minutes", number * 60}});
      case Unit::day:
        return Value::object({{"days", number}});
      case Unit::week:
        return Value::object({{"days", number * 7}});
      case Unit::month:
        return Value::object({{"months", number}});
      case Unit::year:
        return Value::object({{"months", number * 12}});
    }
    return {};
  }

  static Value recurrence(const Fields& fields) {
    if (!fields.has(Field::weekday)) return amount(fields, 1);
    auto every = Value::object({{"weekday", fields.get(Field::weekday)}});
    return fields.has(Field::weeks) ? every.with("weeks", fields.get(Field::weeks)) : every;
  }

  void add_other(const Found& found) {
    switch (found.kind) {
      case Kind::time:
      case Kind::loose_time:
      case Kind::bare_hour:
        return add_time(found);
      case Kind::time_range:
        return add_times(found);
      case Kind::bare_day: {
        const auto read = read_date(found.fields);
        auto& entity = add(found, EntityKind::date).entity;
        entity.value = read.value();
        entity.doubt = read.doubt;
        entity.bare = true;
        return;
      }
      case Kind::duration:
        add(found, EntityKind::duration).entity.value = amount(found.fields, 1);
        return;
      case Kind::repeat:
        add(found, EntityKind::repeat).entity.value = recurrence(found.fields);
        return;
      case Kind::shift:
        add(found, EntityKind::shift).entity.value =
            amount(found.fields, has_shape(found, PatternShape::earlier) ? -1 : 1);
        return;
      case Kind::same:
        add(found, EntityKind::same).entity.value = has_shape(found, PatternShape::same_date) ? "date" : "time";
        return;
      case Kind::date:
      case Kind::date_range:
      case Kind::part:
        return;
    }
  }

  void settle() {
    std::vector<Entity> entities;
    std::vector<std::uint32_t> tokens;
    for (const auto& each : read_) {
      entities.push_back(each.entity);
      tokens.push_back(each.begin);
    }
    settle_corrections(heard_.scope, tokens, entities);
    for (std::size_t i = 0; i < read_.size(); ++i) read_[i].entity.standing = entities[i].standing;
  }

  // A time that the clocks pass over, or show twice, on the day that was said.
  void check_clock_changes() {
    const auto* date = told(read_, EntityKind::date);
    if (!date || !date->is_certain()) return;
    const auto day = Date::parse_iso(date->value.text())->days();
    for (auto& each : read_) {
      auto& time = each.entity;
      if (time.kind != EntityKind::time || time.value.is_null() || time.doubt) continue;
      // "in 3 hours" is a moment, whatever the clocks show.
      if (std::ranges::find(moments_, each.begin) != moments_.end()) continue;
      const int minute = parse_clock(time.value.text()).value_or(0);
      const auto passing = around_.zone.moments(WallTime::at(day, minute)).passing;
      if (passing == Zone::Passing::never) time.doubt = Doubt{Why::impossible, {}};
      if (passing == Zone::Passing::twice) time.doubt = Doubt{Why::twice, {}};
    }
  }

  struct PartAt {
    std::uint32_t at;
    const DayPart* part;
    Standing standing;
  };

  const Heard& heard_;
  const WhenAround& around_;
  Matcher matcher_;
  std::vector<std::pair<Group, Kind>> groups_;
  Date today_;
  std::optional<Date> about_;  // the date that is spoken of
  int minute_ = 0;
  bool speaks_of_moving_ = false;
  std::vector<Found> found_;
  std::vector<PartAt> parts_;
  std::vector<std::uint32_t> moments_;  // tokens of times that were counted from now
  std::vector<TimedEntity> read_;
};

}  // namespace

std::vector<std::string> phrase_of(std::string_view words) {
  std::vector<std::string> phrase;
  for (auto& word : words_of(words)) phrase.push_back(std::move(word.folded));
  return phrase;
}

std::vector<TimedEntity> read_when(const Heard& heard, const WhenAround& around) {
  return WhenReader(heard, around).run();
}

const Entity* told(const std::vector<TimedEntity>& entities, EntityKind kind) {
  const Entity* last = nullptr;
  for (const auto& each : entities) {
    const auto& entity = each.entity;
    if (entity.kind != kind || entity.standing != Standing::said) continue;
    if (!last || last->bare || !entity.bare) last = &entity;
  }
  return last;
}

}  // namespace frontdesk::dialog::reading
