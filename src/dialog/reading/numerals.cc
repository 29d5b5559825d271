#include "dialog/reading/numerals.h"

#include <charconv>

namespace frontdesk::dialog::reading {
namespace {

// A number cut at its separators: "5/12/2026" is 5, 12, 2026 with "/" between.
struct Cut {
  int count = 0;
  std::array<int, 3> value{};
  std::array<std::size_t, 3> width{};
  char sign = 0;  // 0 where there is none
};

std::optional<Cut> cut(std::string_view text) {
  Cut result;
  while (!text.empty()) {
    const auto width = std::min(text.find_first_not_of("0123456789"), text.size());
    if (width == 0 || width > 5 || result.count == 3) return std::nullopt;
    const auto at = static_cast<std::size_t>(result.count++);
    std::from_chars(text.data(), text.data() + width, result.value[at]);
    result.width[at] = width;
    text.remove_prefix(width);
    if (text.empty()) break;
    if (result.sign != 0 && result.sign != text[0]) return std::nullopt;
    result.sign = text[0];
    text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
  }
  return result.count == 0 ? std::nullopt : std::optional(result);
}

Fields field(Field name, int value) {
  Fields fields;
  fields.set(name, value);
  return fields;
}

std::optional<Fields> clock_of(int hour, int minute) {
  if (hour > 24 || minute > 59 || (hour == 24 && minute > 0)) return std::nullopt;
  auto fields = field(Field::hour, hour);
  fields.set(Field::minute, minute);
  return fields;
}

std::optional<Fields> clock_with(char sign, const Cut& number) {
  if (number.sign != sign || number.count != 2 || number.width[0] > 2 || number.width[1] != 2) return std::nullopt;
  return clock_of(number.value[0], number.value[1]);
}

bool is_plain(const Cut& number, std::size_t width_max) { return number.count == 1 && number.width[0] <= width_max; }

std::optional<Fields> number_of(const Cut& number, Field name, std::size_t width, int least, int most) {
  if (!is_plain(number, width) || number.value[0] < least || number.value[0] > most) return std::nullopt;
  return field(name, number.value[0]);
}

std::optional<int> year_of(const Cut& number, std::size_t at) {
  if (number.width[at] == 2) return 2000 + number.value[at];
  if (number.width[at] == 4 && number.value[at] >= 1900 && number.value[at] < 2200) return number.value[at];
  return std::nullopt;
}

std::optional<Fields> date_of(const Cut& number, int month_max) {
  if (number.count < 2 || number.width[0] > 2 || number.width[1] > 2) return std::nullopt;
  if (number.value[0] < 1 || number.value[0] > 31 || number.value[1] < 1 || number.value[1] > month_max)
    return std::nullopt;
  auto fields = field(Field::day, number.value[0]);
  fields.set(Field::month, number.value[1]);
  if (number.count == 3) {
    const auto year = year_of(number, 2);
    if (!year) return std::nullopt;
    fields.set(Field::year, *year);
  }
  return fields;
}

std::optional<Fields> either_way(std::optional<Fields> date) {
  if (date) date->set(Field::order, 1);
  return date;
}

std::optional<Fields> iso_of(const Cut& number) {
  if (number.sign != '-' || number.count != 3 || number.width[0] != 4 || number.value[1] < 1 || number.value[1] > 12)
    return std::nullopt;
  auto fields = field(Field::year, number.value[0]);
  fields.set(Field::month, number.value[1]);
  fields.set(Field::day, number.value[2]);
  return fields;
}

}  // namespace

std::optional<Fields> read_terminal(Terminal terminal, std::string_view digits) {
  const auto number = cut(digits);
  if (!number) return std::nullopt;
  switch (terminal) {
    case Terminal::digits:
      return number_of(*number, Field::number, 5, 0, std::numeric_limits<std::int16_t>::max());
    case Terminal::hour_digits:
      return number_of(*number, Field::hour, 2, 0, 24);
    case Terminal::minute_digits:
      return number->width[0] == 2 ? number_of(*number, Field::minute, 2, 0, 59) : std::nullopt;
    case Terminal::minutes:
      return number_of(*number, Field::minute, 2, 0, 59);
    case Terminal::day_digits:
      return number_of(*number, Field::day, 2, 1, 31);
    case Terminal::year_digits:
      return number->width[0] == 4 ? number_of(*number, Field::year, 4, 1900, 2199) : std::nullopt;
    case Terminal::clock:
      return clock_with(':', *number);
    case Terminal::dotted:
      return clock_with('.', *number);
    case Terminal::compact:
      if (!is_plain(*number, 4) || number->width[0] < 3) return std::nullopt;
      if (number->width[0] == 3 && number->value[0] % 5 != 0) return std::nullopt;
      return clock_of(number->value[0] / 100, number->value[0] % 100);
    case Terminal::iso_date:
      return iso_of(*number);
    case Terminal::numeric_date:
      if (number->sign == '-' && number->count != 3) return std::nullopt;
      return either_way(number->sign == '/' || number->sign == '-' ? date_of(*number, 31) : std::nullopt);
    case Terminal::dotted_date:
      return number->sign == '.' && number->count == 2 ? date_of(*number, 12) : std::nullopt;
    case Terminal::dotted_full:
      return number->sign == '.' && number->count == 3 ? date_of(*number, 12) : std::nullopt;
    case Terminal::end_of_terminals:
      break;
  }
  return std::nullopt;
}

}  // namespace frontdesk::dialog::reading
