#include "dialog/reading/money.h"

#include <algorithm>
#include <charconv>

namespace frontdesk::dialog::reading {
namespace {

constexpr std::size_t kSignBytesMax = 3;  // "€", "EUR"

struct Currency {
  int number;  // ISO 4217, as the tables of the languages name it
  std::string_view code;
  int digits;  // behind the point
  std::string_view sign;
};

constexpr Currency kCurrencies[] = {
    {978, "EUR", 2, "€"}, {840, "USD", 2, "$"}, {826, "GBP", 2, "£"}, {392, "JPY", 0, "¥"},  {756, "CHF", 2, ""},
    {124, "CAD", 2, ""},  {36, "AUD", 2, ""},   {554, "NZD", 2, ""},  {702, "SGD", 2, ""},   {344, "HKD", 2, ""},
    {484, "MXN", 2, ""},  {32, "ARS", 2, ""},   {170, "COP", 2, ""},  {152, "CLP", 0, ""},   {858, "UYU", 2, ""},
    {208, "DKK", 2, ""},  {752, "SEK", 2, ""},  {578, "NOK", 2, ""},  {985, "PLN", 2, "zł"}, {203, "CZK", 2, ""},
    {348, "HUF", 2, ""},  {946, "RON", 2, ""},  {949, "TRY", 2, "₺"}, {980, "UAH", 2, "₴"},  {643, "RUB", 2, "₽"},
    {356, "INR", 2, "₹"}, {156, "CNY", 2, ""},  {410, "KRW", 0, "₩"}, {376, "ILS", 2, "₪"},  {704, "VND", 0, "₫"},
    {986, "BRL", 2, ""},  {710, "ZAR", 2, ""},  {414, "KWD", 3, ""},  {48, "BHD", 3, ""},    {400, "JOD", 3, ""},
    {788, "TND", 3, ""},  {784, "AED", 2, ""},  {682, "SAR", 2, ""},  {764, "THB", 2, "฿"},  {352, "ISK", 0, ""},
};

// Countries whose dollar, peso or franc is their own: the unit that is said, the country, the currency that is meant.
struct Own {
  int said;
  std::string_view region;
  int meant;
};
constexpr Own kOwn[] = {{840, "CA", 124}, {840, "AU", 36},  {840, "NZ", 554}, {840, "SG", 702}, {840, "HK", 344},
                        {484, "AR", 32},  {484, "CO", 170}, {484, "CL", 152}, {484, "UY", 858}};

const Currency* currency_of(int number) {
  const auto* found = std::ranges::find(kCurrencies, number, &Currency::number);
  return found == std::end(kCurrencies) ? nullptr : found;
}

const Currency* meant_in(const Currency* said, std::string_view region) {
  if (!said) return nullptr;
  const auto* own =
      std::ranges::find_if(kOwn, [&](const Own& each) { return each.said == said->number && each.region == region; });
  return own == std::end(kOwn) ? said : currency_of(own->meant);
}

std::int64_t power_of_ten(int digits) {
  std::int64_t power = 1;
  for (int i = 0; i < digits; ++i) power *= 10;
  return power;
}

// "12.50", "12,50", "1,000", "1.000,50": the last separator is the point where not three digits stand behind it.
std::optional<std::int64_t> minor_units(std::string_view text, const Currency& currency) {
  const auto last = text.find_last_of(".,");
  const auto behind = last == std::string_view::npos ? 0 : text.size() - last - 1;
  const bool has_point = last != std::string_view::npos && behind != 3 && behind > 0;
  if (has_point && static_cast<int>(behind) > currency.digits) return std::nullopt;
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9')
      digits += c;
    else if (c != '.' && c != ',' && c != '\'')
      return std::nullopt;
  }
  for (auto i = has_point ? static_cast<int>(behind) : 0; i < currency.digits; ++i) digits += '0';
  std::int64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc() || digits.size() > 15) return std::nullopt;
  return value;
}

class MoneyReader {
 public:
  MoneyReader(const Hearing& heard, std::string_view region) : heard_(heard), region_(region) {}

  std::vector<Money> run() {
    for (std::uint32_t at = 0; at < heard_.count();) {
      const auto end = heard_.is_taken(at) ? 0 : read(at);
      at = end > at ? end : at + 1;
    }
    return std::move(found_);
  }

 private:
  struct Unit {
    const Currency* currency;
    std::uint32_t end;
  };

  // A sign ("€"), a code ("EUR") or a word of the language ("euros").
  std::optional<Unit> unit_at(std::uint32_t at) const {
    if (at >= heard_.count()) return std::nullopt;
    const auto bytes = heard_.bytes(heard_.tokens[at].span);
    if (bytes.size() <= kSignBytesMax) {
      if (const auto unit = sign_at(at, bytes)) return unit;
    }
    const auto word = heard_.said_by("currency", at);
    if (!word) return std::nullopt;
    const auto* currency = meant_in(currency_of(static_cast<int>(word->value)), region_);
    return currency ? std::optional(Unit{currency, word->end}) : std::nullopt;
  }

  std::optional<Unit> sign_at(std::uint32_t at, std::string_view bytes) const {
    for (const auto& currency : kCurrencies) {
      if (!currency.sign.empty() && bytes == currency.sign) return Unit{meant_in(&currency, region_), at + 1};
      if (bytes == currency.code) return Unit{&currency, at + 1};
    }
    return std::nullopt;
  }

  std::uint32_t read(std::uint32_t at) {
    const auto before = unit_at(at);
    const auto number_at = before ? before->end : at;
    if (number_at >= heard_.count()) return 0;
    const bool is_written = heard_.tokens[number_at].number;
    const auto number = is_written ? std::nullopt : heard_.number_at(number_at);
    if (!number && !is_written) return 0;
    const auto end = number ? number->end : heard_.end_of_word(number_at);
    const auto unit = before ? before : unit_at(end);
    if (!unit) return 0;
    const auto units = number ? std::optional(number->value * power_of_ten(unit->currency->digits))
                              : minor_units(heard_.written_at(number_at), *unit->currency);
    if (!units) return 0;
    auto last = before ? end : unit->end;
    auto value = *units;
    // "2 euros 50"
    if (!before && unit->currency->digits == 2 && last < heard_.count() && heard_.tokens[last].text.size() == 2 &&
        heard_.tokens[last].number) {
      const auto cents = heard_.number_at(last);
      if (cents && cents->end == last + 1) value += cents->value, last = cents->end;
    }
    found_.push_back({heard_.span(at, last), value, std::string(unit->currency->code)});
    return last;
  }

  const Hearing& heard_;
  std::string_view region_;
  std::vector<Money> found_;
};

}  // namespace

std::string Money::amount() const {
  const auto* known = std::ranges::find(kCurrencies, currency, &Currency::code);
  const auto digits = known == std::end(kCurrencies) ? 2 : known->digits;
  if (digits == 0) return std::to_string(minor_units);
  const auto power = power_of_ten(digits);
  return fmt::format("{}.{:0{}}", minor_units / power, minor_units % power, digits);
}

std::vector<Money> read_money(const Hearing& heard, std::string_view region) {
  return MoneyReader(heard, region).run();
}

}  // namespace frontdesk::dialog::reading
