#include "wording.h"

#include <array>
#include <regex>
#include <vector>

#include "almanac.h"
#include "base/text.h"

namespace frontdesk::trade {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};
// The same twelve in all four languages, as patterns; the beginnings are long enough to tell them apart.
constexpr std::array<std::string_view, 12> kMonthPatterns = {
    "jan|ene|gen", "feb|feb", "mar|mär|mrz", "apr|abr",     "may|mai|mag", "jun|giu",
    "jul|lug",     "aug|ago", "sep|set",     "oct|okt|ott", "nov",         "dec|dez|dic"};
constexpr std::size_t kPhoneDigits = 7;

struct Day {
  int month;
  int day;
};

bool is_day(std::string_view text) { return text.size() == 10 && text[4] == '-' && text[7] == '-' && text[0] == '2'; }
bool is_time(std::string_view text) { return text.size() == 5 && text[2] == ':'; }

Day day_of(std::string_view iso) {
  days_of(iso);  // must exist
  return {(iso[5] - '0') * 10 + iso[6] - '0', (iso[8] - '0') * 10 + iso[9] - '0'};
}

std::string ending(int day) {
  if (day % 10 == 1 && day != 11) return "st";
  if (day % 10 == 2 && day != 12) return "nd";
  if (day % 10 == 3 && day != 13) return "rd";
  return "th";
}

std::regex pattern_of_day(std::string_view iso) {
  const auto [month, day] = day_of(iso);
  const auto name = kMonthPatterns[static_cast<std::size_t>(month - 1)];
  return std::regex(fmt::format(R"({}|(^|[^0-9])0?{}(st|nd|rd|th|\.)?( de| of)? ({})|({})[a-z]* 0?{}([^0-9]|$))", iso,
                                day, name, name, day));
}

std::regex pattern_of_time(std::string_view time) {
  const int hour = (time[0] - '0') * 10 + time[1] - '0';
  const auto minutes = std::string(time.substr(3));
  const auto half = hour < 12 ? "a" : "p";
  const int twelve = hour % 12 == 0 ? 12 : hour % 12;
  const auto short_form = minutes == "00" ? fmt::format(R"(|(^|[^0-9]){} ?{}\.?m)", twelve, half) : "";
  return std::regex(fmt::format(R"((^|[^0-9])0?{}[:.]{}([^0-9]|$)|(^|[^0-9]){}[:.]{} ?{}\.?m{})", hour, minutes, twelve,
                                minutes, half, short_form));
}

// Without days and times, so that a 4 is not found in "4 December".
std::string without_days(const std::string& text) {
  static const std::regex kDaysAndTimes(
      R"([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[:.][0-9]{2}|[0-9]{1,2}(st|nd|rd|th|\.)?( de| of)? (jan|ene|gen|feb|mar|mär|apr|abr|may|mai|mag|jun|giu|jul|lug|aug|ago|sep|set|oct|okt|ott|nov|dec|dez|dic)[a-z]*)");
  return std::regex_replace(text, kDaysAndTimes, " ");
}

std::string letters_of(std::string_view text) {
  std::string out;
  for (const char sign : text) {
    const auto byte = static_cast<unsigned char>(sign);
    if (byte >= 0x80 || std::isalnum(byte)) out += sign;
  }
  return out;
}

bool is_phone(std::string_view text) {
  return letters_of(text).size() >= kPhoneDigits &&
         text.find_first_not_of("0123456789+ -/()") == std::string_view::npos;
}

const std::vector<std::string>& yeses(std::string_view language) {
  static const std::map<std::string, std::vector<std::string>, std::less<>> kYeses = {
      {"en",
       {"yes", "yes please", "yep", "that's right", "Yes, perfect.", "ok", "sure, go ahead", "correct",
        "yes that's fine", "great, yes", "yeah", "Please do."}},
      {"de", {"ja", "ja, bitte", "genau", "Ja, passt so.", "stimmt", "jo"}},
      {"es", {"sí", "si, por favor", "correcto", "sí, está bien", "vale"}},
      {"it", {"sì", "si, grazie", "va bene", "esatto", "sì, confermo"}}};
  const auto found = kYeses.find(language);
  return found == kYeses.end() ? kYeses.at("en") : found->second;
}

}  // namespace

std::string spoken(const Value& value, const Names& locations) {
  if (value.is_number()) return fmt::format("{}", value.integer());
  const std::string text(value.text());
  if (is_day(text)) {
    const auto [month, day] = day_of(text);
    return fmt::format("the {}{} of {}", day, ending(day), kMonths[static_cast<std::size_t>(month - 1)]);
  }
  const auto location = locations.find(text);
  return location == locations.end() ? text : location->second;
}

bool shows(std::string_view written, const Value& value, const Names& locations) {
  const auto text = text::lower_ascii(written);
  if (value.is_number()) {
    return std::regex_search(without_days(text), std::regex(fmt::format("(^|[^0-9]){}([^0-9]|$)", value.integer())));
  }
  const std::string wanted(value.text());
  if (is_day(wanted)) return std::regex_search(text, pattern_of_day(wanted));
  if (is_time(wanted)) return std::regex_search(text, pattern_of_time(wanted));
  const auto letters = letters_of(text);
  if (is_phone(wanted)) {
    const auto digits = letters_of(wanted);
    return letters.find(digits.substr(digits.size() - kPhoneDigits)) != std::string::npos;
  }
  return letters.find(letters_of(text::lower_ascii(spoken(value, locations)))) != std::string::npos;
}

std::string usual_yes(std::string_view language, std::size_t pick) {
  const auto& all = yeses(language);
  return all[pick % all.size()];
}

std::string usual_no(std::string_view language) {
  if (language == "de") return "nein";
  if (language == "it") return "no, non è giusto";
  return "no";
}

std::string usual_ignorance(std::string_view language) {
  if (language == "de") return "das weiß ich leider nicht";
  if (language == "es") return "no lo sé";
  if (language == "it") return "non lo so";
  return "I don't know, sorry";
}

}  // namespace frontdesk::trade
