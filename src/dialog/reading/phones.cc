#include "dialog/reading/phones.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace frontdesk::dialog::reading {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr std::size_t kPhoneDigitsMin = 6;
constexpr std::size_t kPhoneDigitsMax = 15;  // ITU-T E.164

using text::is_digit;

// How many bytes at `at` may stand between the digits of one number; 0: none.
std::size_t separator_at(std::string_view text, std::size_t at) {
  if (std::string_view(" ()-./").contains(text[at])) return 1;
  for (const std::string_view wide : {"\u00a0", "\u2009", "\u202f", "\u2010", "\u2011", "\u2012", "\u2013"}) {
    if (text.substr(at).starts_with(wide)) return wide.size();
  }
  return 0;
}

struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;              // behind the last digit
  std::string digits;               // with a leading + where it has one
  std::vector<std::size_t> groups;  // sizes of the runs of digits
  std::string separators;           // the first byte of each between two groups
};

// The digits from `at` on that may be one number: at most three separators between two of them.
Run run_at(std::string_view text, std::size_t at) {
  Run run{at, at, {}, {}, {}};
  if (text[at] == '+') run.digits += '+', ++at;
  bool in_group = false;
  std::size_t gap = 0;
  while (at < text.size()) {
    if (is_digit(text[at])) {
      if (!in_group) run.groups.push_back(0);
      in_group = true, gap = 0;
      ++run.groups.back();
      run.digits += text[at++];
      run.end = at;
      continue;
    }
    const auto width = separator_at(text, at);
    if (width == 0 || ++gap > 3) break;
    if (in_group) run.separators += text[at];
    in_group = false;
    at += width;
  }
  run.separators.resize(run.groups.empty() ? 0 : std::min(run.separators.size(), run.groups.size() - 1));
  return run;
}

// "12/05/2026", "5.12.26", "2026-12-05": two equal separators and groups that are day, month and year.
bool is_date(const Run& run) {
  if (run.groups.size() < 3 || run.digits.starts_with('+')) return false;
  if (run.separators[0] != run.separators[1] || !std::string_view("./-").contains(run.separators[0])) return false;
  const bool day_first = run.groups[0] <= 2 && run.groups[1] <= 2 && (run.groups[2] == 2 || run.groups[2] == 4);
  const bool year_first = run.groups[0] == 4 && run.groups[1] <= 2 && run.groups[2] <= 2;
  return day_first || year_first;
}

bool is_of_a_word(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  return is_digit(static_cast<char>(c)) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xC3;
}

// Whether what stands before makes the digits at `at` a part of something else: "#1042…", "A12…", "LUME-8790…".
bool goes_on(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  if (text[at - 1] == '#' || is_of_a_word(text, at - 1)) return true;
  return at > 1 && text[at - 1] == '-' && is_of_a_word(text, at - 2);
}

std::string e164_of(const PhoneNumber& number) {
  std::string text;
  PhoneNumberUtil::GetInstance()->Format(number, PhoneNumberUtil::E164, &text);
  return text;
}

}  // namespace

std::vector<Phone> find_phones(std::string_view text, std::string_view region) {
  std::vector<Phone> found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool starts = is_digit(text[at]) || (text[at] == '+' && at + 1 < text.size());
    if (!starts) continue;
    const auto run = run_at(text, at);
    const auto digits = run.digits.size() - (run.digits.starts_with('+') ? 1 : 0);
    const bool inside_a_word = goes_on(text, at) || (run.end < text.size() && is_of_a_word(text, run.end));
    at = std::max(at, run.end);
    if (inside_a_word || digits < kPhoneDigitsMin || digits > kPhoneDigitsMax || is_date(run)) continue;
    const auto* util = PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    const bool parsed = util->Parse(run.digits, region.empty() ? "ZZ" : std::string(region), &number) ==
                        PhoneNumberUtil::NO_PARSING_ERROR;
    const bool valid = parsed && util->IsValidNumber(number);
    const bool whole = digits > kPhoneDigitsMin || run.digits.starts_with('+');
    if (!valid && !whole) continue;
    const auto opens = run.begin > 0 && text[run.begin - 1] == '(' ? run.begin - 1 : run.begin;
    found.push_back({static_cast<std::uint32_t>(opens), static_cast<std::uint32_t>(run.end),
                     valid ? e164_of(number) : run.digits, valid});
  }
  return found;
}

std::string region_of_phone(std::string_view number) {
  const auto* util = PhoneNumberUtil::GetInstance();
  PhoneNumber parsed;
  if (!number.starts_with('+') || util->Parse(std::string(number), "ZZ", &parsed) != PhoneNumberUtil::NO_PARSING_ERROR)
    return "";
  std::string region;
  util->GetRegionCodeForCountryCode(parsed.country_code(), &region);
  return region == "ZZ" ? "" : region;
}

}  // namespace frontdesk::dialog::reading
