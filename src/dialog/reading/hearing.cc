#include "dialog/reading/hearing.h"

#include <algorithm>
#include <charconv>

#include "base/ascii.h"

namespace frontdesk::dialog::reading {
namespace {

constexpr std::int64_t kNumberMax = 1'000'000'000;
constexpr std::size_t kDigitsMax = 10;
constexpr std::uint32_t kPhraseMax = 8;  // tokens of a phrase

using text::is_digit;

// "7", "1042", "1,000", "1.000.000": a separator stands before three digits each.
std::optional<std::int64_t> whole_number(std::string_view text) {
  std::string digits;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_digit(text[at])) {
      digits += text[at];
      continue;
    }
    const auto rest = text.substr(at + 1);
    const auto group = std::min(rest.find_first_of(",.'"), rest.size());
    if (digits.empty() || digits.front() == '0' || group != 3 || !std::string_view(",.'").contains(text[at])) return {};
  }
  if (digits.empty() || digits.size() > kDigitsMax) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace

Hearing::Hearing(std::string_view text, const Language& heard_language)
    : Hearing(text, heard_as(text, heard_language)) {}

Hearing::Hearing(std::string_view text, Heard read)
    : message(text.substr(0, std::min(text.size(), kMessageBytesMax))),
      heard(std::move(read)),
      language(*heard.language),
      words(heard.words),
      tokens(heard.tokens),
      scope(heard.scope),
      matcher_(language.grammar, tokens) {
  for (const auto& word : words) {
    if (word.shape == Shape::link) take(word.span);
  }
}

std::uint32_t Hearing::phrase_at(List list, std::uint32_t token) const {
  // They stand in the order of their places.
  auto phrase = std::ranges::lower_bound(heard.phrases, token, {}, &PhraseAt::begin);
  for (; phrase != heard.phrases.end() && phrase->begin == token; ++phrase) {
    if (phrase->list == list) return phrase->end;
  }
  return 0;
}

std::optional<std::uint32_t> Hearing::phrase_before(List list, std::uint32_t token) const {
  for (std::uint32_t begin = token < kPhraseMax ? 0 : token - kPhraseMax; begin < token; ++begin) {
    if (phrase_at(list, begin) == token) return begin;
  }
  return std::nullopt;
}

bool Hearing::has(List list) const {
  return std::ranges::find(heard.phrases, list, &PhraseAt::list) != heard.phrases.end();
}

std::optional<Number> Hearing::said_by(std::string_view group, std::uint32_t token, Field field) const {
  const bool is_known_word = token < count() && (tokens[token].symbol != 0 || tokens[token].number);
  if (!is_known_word || !language.grammar.has(group)) return std::nullopt;
  const auto* match = matcher_.longest(language.grammar.group(group), token);
  if (!match) return std::nullopt;
  return Number{token, match->end, match->fields.get(field)};
}

std::optional<Number> Hearing::plain_number_at(std::uint32_t token) const {
  if (token >= count()) return std::nullopt;
  if (tokens[token].number) {
    const auto value = whole_number(written_at(token));
    return value ? std::optional(Number{token, end_of_word(token), *value, true}) : std::nullopt;
  }
  auto number = said_by("number_word", token);
  // "twenty-one"
  if (number && number->value >= 20 && number->value % 10 == 0 && is_mark(number->end, "-")) {
    const auto ones = said_by("number_word", number->end + 1);
    if (ones && ones->value > 0 && ones->value < 10) number->value += ones->value, number->end = ones->end;
  }
  return number;
}

std::optional<Number> Hearing::number_at(std::uint32_t token) const {
  auto number = plain_number_at(token);
  // "two dozen", "five hundred", "three million"; a scale by itself is one of it.
  for (auto at = number ? number->end : token;;) {
    const auto scale = said_by("scale", at);
    const auto group = scale ? std::nullopt : said_by("grouping", at);
    if (!scale && !group) return number;
    std::int64_t times = 1;
    for (std::int64_t i = 0; scale && i < scale->value; ++i) times *= 10;
    if (group) times = group->value;
    const auto value = number ? number->value * times : times;
    if (value > kNumberMax) return number;
    number = Number{token, (scale ? scale : group)->end, value};
    at = number->end;
    const auto rest = scale ? plain_number_at(at) : std::nullopt;
    if (rest && rest->value < times && rest->value > 0 && !rest->in_digits)
      number->value += rest->value, at = number->end = rest->end;
  }
}

std::string_view Hearing::written_at(std::uint32_t token) const {
  const auto& word = words[tokens[token].word];
  const bool first = token == 0 || tokens[token - 1].word != tokens[token].word;
  const bool grouped = word.text.find_first_not_of("0123456789,.'") == std::string::npos;
  return word.shape == Shape::number && grouped && first ? word.text : tokens[token].text;
}

std::uint32_t Hearing::end_of_word(std::uint32_t token) const {
  const auto& word = words[tokens[token].word];
  if (word.shape != Shape::number || written_at(token) == tokens[token].text) return token + 1;
  auto end = token + 1;
  while (end < count() && tokens[end].word == tokens[token].word) ++end;
  return end;
}

bool Hearing::is_mark(std::uint32_t token, std::string_view marks) const {
  return token < count() && tokens[token].text.size() == 1 && marks.contains(tokens[token].text[0]) &&
         !is_digit(tokens[token].text[0]);
}

bool Hearing::is_word(std::uint32_t token) const {
  if (token >= count() || tokens[token].number) return false;
  const auto shape = words[tokens[token].word].shape;
  return shape != Shape::mark && shape != Shape::link && tokens[token].text != "-";
}

bool Hearing::is_known(std::uint32_t token) const {
  return language.is_ordinary(tokens[token].symbol) && !tokens[token].guessed;
}

Span Hearing::span(std::uint32_t begin, std::uint32_t end) const {
  if (begin >= end || end > count()) return {};
  return {tokens[begin].span.begin, tokens[end - 1].span.end};
}

std::uint32_t Hearing::token_at(std::uint32_t byte) const {
  const auto found = std::ranges::partition_point(tokens, [&](const Token& token) { return token.span.end <= byte; });
  return static_cast<std::uint32_t>(found - tokens.begin());
}

bool Hearing::is_taken(const Span& span) const {
  return std::ranges::any_of(taken_, [&](const Span& each) { return each.overlaps(span); });
}

}  // namespace frontdesk::dialog::reading
