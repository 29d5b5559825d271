#include <algorithm>
#include <map>

#include "base/ascii.h"
#include "base/text.h"
#include "platform/pages/opening_hours.h"

// What schema.org says of hours in things with properties is put into the notation, which has a word for all of it.
namespace frontdesk::platform::pages {
namespace {

constexpr std::array<std::string_view, 7> kWeekdayNames{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                        "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 8> kShortDays{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH"};
constexpr std::array<std::string_view, 12> kShortMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// "09:00" of "9:00", "09:00:00" and "T09:00+01:00".
std::optional<std::string> clock_of(std::string_view text) {
  text = text::trim(text);
  if (const auto t = text.find('T'); t != std::string_view::npos) text.remove_prefix(t + 1);
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon < 1 || colon > 2 || text.size() < colon + 3) return std::nullopt;
  const auto digits = std::string(text.substr(0, colon)) + std::string(text.substr(colon + 1, 2));
  if (!std::ranges::all_of(digits, text::is_digit)) return std::nullopt;
  return (colon == 1 ? "0" : "") + std::string(text.substr(0, colon + 3));
}

// "2015 Dec 24" of "2015-12-24", whatever stands behind it.
std::optional<std::string> date_in_notation(std::string_view text) {
  text = text::trim(text);
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t size) {
    int value = 0;
    for (const char c : text.substr(at, size)) value = text::is_digit(c) ? value * 10 + (c - '0') : 10'000;
    return value;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  return fmt::format("{} {} {:02}", year, kShortMonths[static_cast<std::size_t>(month - 1)], day);
}

// 0 to 6, 7 for public holidays; -1 where it is none.
int weekday_named(std::string_view text) {
  const auto name = schema_name(text::trim(text));
  for (std::size_t i = 0; i < kWeekdayNames.size(); ++i) {
    if (text::equal_ignoring_case(name, kWeekdayNames[i]) || text::equal_ignoring_case(name, kShortDays[i]) ||
        (name.size() == 3 && text::equal_ignoring_case(name, kWeekdayNames[i].substr(0, 3))))
      return static_cast<int>(i);
  }
  return text::equal_ignoring_case(name, "PublicHolidays") ? 7 : -1;
}

constexpr int kHolidays = 7;

struct Said {
  std::string valid;          // the days on which it is, in the notation; empty: all
  std::vector<int> weekdays;  // none: all
  std::string span;           // empty: closed
};

// Nothing where it cannot be read.
std::optional<Said> specification_of(const LinkedData& data, std::size_t at) {
  Said said;
  std::string_view opens, closes, from, through;
  for (const auto& property : data.meant_by(at).properties) {
    if (property.name == "opens") opens = property.value.text();
    if (property.name == "closes") closes = property.value.text();
    if (property.name == "validFrom") from = property.value.text();
    if (property.name == "validThrough") through = property.value.text();
    if (property.name != "dayOfWeek") continue;
    const auto name = property.item == kNoItem ? property.value.text() : std::string_view(data.items[property.item].id);
    for (const auto part : text::split(name, ',')) {
      const int weekday = weekday_named(part);
      if (weekday < 0) return std::nullopt;
      said.weekdays.push_back(weekday);
    }
  }
  if (!from.empty() || !through.empty()) {
    const auto begin = date_in_notation(from.empty() ? through : from),
               end = date_in_notation(through.empty() ? from : through);
    if (!begin || !end) return std::nullopt;
    said.valid = through.empty() ? *begin + "+" : *begin == *end ? *begin : *begin + "-" + *end;
    if (from.empty()) said.valid = "1900 Jan 01-" + *end;
  }
  if (opens.empty() && closes.empty()) return said;
  const auto open = clock_of(opens), close = clock_of(closes);
  if (!open || !close) return std::nullopt;
  if (*open == *close) {  // midnight to midnight is how a closed day is said; any other is a whole day
    if (*open != "00:00") said.span = *open + "-" + *close;
    return said;
  }
  said.span = *open + "-" + (*close == "23:59" || *close == "00:00" ? "24:00" : *close);
  return said;
}

// One rule for each day of each time that it is valid in, since a later rule would take the place of an earlier one.
std::string in_notation(const std::vector<Said>& all) {
  std::map<std::pair<std::string, int>, std::vector<std::string>> days;
  for (const auto& said : all) {
    auto weekdays = said.weekdays;
    if (weekdays.empty()) weekdays = {0, 1, 2, 3, 4, 5, 6};
    for (const int weekday : weekdays) {
      auto& spans = days[{said.valid, weekday}];
      if (!said.span.empty()) spans.push_back(said.span);
    }
  }
  std::string text;
  const bool says_hours = std::ranges::any_of(days, [](const auto& each) { return !each.second.empty(); });
  for (const auto& [day, spans] : days) {  // what is always valid comes first, as nothing is less than any text
    const bool is_always = day.first.empty();
    if (is_always && spans.empty() && says_hours && day.second != kHolidays) continue;  // it is closed anyway
    // A day takes no night from the one before it; days that are valid for a time take the place of others.
    text += text.empty() ? "" : is_always && day.second != kHolidays ? ", " : "; ";
    if (!day.first.empty()) text += day.first + " ";
    text += std::string(kShortDays[static_cast<std::size_t>(day.second)]) + " ";
    if (spans.empty()) text += "off";
    for (std::size_t i = 0; i < spans.size(); ++i) text += (i == 0 ? "" : ",") + spans[i];
  }
  return text;
}

}  // namespace

std::optional<OpeningHoursText> opening_hours_of(const LinkedData& data, const LinkedItem& item) {
  std::vector<Said> specifications;
  std::optional<OpeningHoursText> found;
  constexpr std::size_t kSpecificationsMax = 100;
  for (const auto& property : item.properties) {
    if (property.name == "openingHours" && property.value.is_text()) {
      const auto text = OpeningHoursText::parse(property.value.text());
      if (!text) return std::nullopt;
      if (found) {
        found->add(*text);
      } else {
        found = text;
      }
    }
    const bool is_specification = property.name == "openingHoursSpecification" ||
                                  property.name == "specialOpeningHoursSpecification" ||
                                  property.name == "hoursAvailable";
    if (!is_specification || property.item == kNoItem) continue;
    const auto said = specification_of(data, property.item);
    if (!said || specifications.size() >= kSpecificationsMax) return std::nullopt;
    specifications.push_back(*said);
  }
  if (specifications.empty()) return found;
  // The longer form says more, where both are there.
  return OpeningHoursText::parse(in_notation(specifications));
}

}  // namespace frontdesk::platform::pages
