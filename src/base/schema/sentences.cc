#include "base/schema/sentences.h"

#include "base/json.h"
#include "base/text.h"

namespace frontdesk::schema::sentences {
namespace {

std::string subject(std::string_view place) { return place.empty() ? "The whole" : std::string(place); }

std::string with_article(const Value& value) {
  switch (value.type()) {
    case Value::Type::null:
      return "null";
    case Value::Type::list:
      return "an array";
    case Value::Type::object:
      return "an object";
    case Value::Type::text:
      return "the string " + shown(value);
    default:
      return shown(value);
  }
}

std::string wanted_types(std::uint8_t types) {
  constexpr std::uint8_t kNumber = bit_of(Value::Type::integer) | bit_of(Value::Type::real);
  std::vector<std::string_view> words;
  if (types & bit_of(Value::Type::text)) words.push_back("a string");
  if ((types & kNumber) == kNumber) {
    words.push_back("a number");
  } else if (types & bit_of(Value::Type::integer)) {
    words.push_back("an integer");
  }
  if (types & bit_of(Value::Type::boolean)) words.push_back("true or false");
  if (types & bit_of(Value::Type::object)) words.push_back("an object");
  if (types & bit_of(Value::Type::list)) words.push_back("an array");
  if (types & bit_of(Value::Type::null)) words.push_back("null");
  return fmt::format("{}", fmt::join(words, " or "));
}

std::string_view remedy_for_type(std::uint8_t types, const Value& got) {
  const bool wants_number = types & bit_of(Value::Type::integer);
  const auto text = got.text();
  const bool digits = !text.empty() && text.find_first_not_of("-0123456789.") == text.npos;
  if (wants_number && digits) return " Write it without quotes.";
  if ((types & bit_of(Value::Type::boolean)) && (text == "true" || text == "false")) return " Write it without quotes.";
  if ((types & bit_of(Value::Type::text)) && (got.is_number() || got.is_bool())) return " Put it in quotes.";
  if ((types & bit_of(Value::Type::list)) && !got.is_null() && !got.is_object()) return " Put it in brackets.";
  if (wants_number && got.type() == Value::Type::real) return " Leave the fraction out.";
  return "";
}

}  // namespace

std::string shown(const Value& value) {
  constexpr std::size_t kShown = 60;
  const auto text = json::print(value);
  return text.size() <= kShown ? text : std::string(text::head(text, kShown)) + "…";
}

std::string wrong_type(std::string_view place, std::uint8_t types, const Value& got) {
  return fmt::format("{} must be {}, not {}.{}", subject(place), wanted_types(types), with_article(got),
                     remedy_for_type(types, got));
}

std::string not_constant(std::string_view place, const Value& wanted, const Value& got) {
  return fmt::format("{} must be {}, not {}.", subject(place), shown(wanted), shown(got));
}

std::string not_in(std::string_view place, const Enumeration& wanted, const Value& got) {
  constexpr std::size_t kShown = 12;
  std::vector<std::string> words;
  for (std::size_t i = 0; i < std::min(kShown, wanted.values.size()); ++i) words.push_back(shown(wanted.values[i]));
  if (wanted.values.size() > kShown) words.push_back(fmt::format("… ({} in all)", wanted.values.size()));
  const auto nearest = got.is_text() ? text::nearest(got.text(), wanted.texts) : std::string_view();
  const auto remedy = nearest.empty() ? "" : fmt::format(" Did you mean {}?", shown(nearest));
  if (words.size() == 1) return fmt::format("{} must be {}, not {}.{}", subject(place), words[0], shown(got), remedy);
  return fmt::format("{} must be one of {}, not {}.{}", subject(place), fmt::join(words, ", "), shown(got), remedy);
}

std::string out_of_bounds(std::string_view place, std::string_view bound, const Value& limit, const Value& got) {
  return fmt::format("{} must be {} {}, not {}.", subject(place), bound, shown(limit), shown(got));
}

std::string wrong_length(std::string_view place, std::string_view unit, bool too_short, std::uint64_t limit,
                         std::uint64_t got) {
  return fmt::format("{} has {} {}; it must have at {} {}.", subject(place), got, unit, too_short ? "least" : "most",
                     limit);
}

std::string no_match(std::string_view place, std::string_view pattern, const Value& got) {
  return fmt::format("{} is {}, which does not match the pattern {}.", subject(place), shown(got), pattern);
}

std::string wrong_format(std::string_view place, std::string_view format, const Value& got) {
  std::string_view example;
  if (format == "date") example = ", as in 2026-11-23";
  if (format == "date-time") example = ", as in 2026-11-23T18:30:00Z";
  if (format == "time") example = ", as in 18:30:00Z";
  if (format == "duration") example = ", as in PT30M";
  if (format == "email") example = ", as in ana@example.com";
  return fmt::format("{} must be a {}{}, not {}.", subject(place), format, example, shown(got));
}

std::string missing(std::string_view place, const PropertyRule& property) {
  const auto where = place.empty() ? std::string() : fmt::format(" in {}", place);
  const auto hint = property.hint.empty() ? std::string() : fmt::format(" ({})", text::head(property.hint, 120));
  return fmt::format("\"{}\" is missing{}. Add it{}.", property.name.text(), where, hint);
}

std::string unknown_member(std::string_view place, std::string_view name, std::span<const std::string_view> known) {
  const auto where = place.empty() ? std::string("here") : fmt::format("in {}", place);
  const auto nearest = text::nearest(name, known);
  if (!nearest.empty()) return fmt::format("\"{}\" is not known {}. Did you mean \"{}\"?", name, where, nearest);
  if (known.empty()) return fmt::format("\"{}\" is not known {}. Leave it out.", name, where);
  return fmt::format("\"{}\" is not known {}. Known are {}; leave it out.", name, where, fmt::join(known, ", "));
}

}  // namespace frontdesk::schema::sentences
