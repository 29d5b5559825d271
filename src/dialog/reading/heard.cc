#include "dialog/reading/heard.h"

#include <algorithm>
#include <cctype>

namespace frontdesk::dialog::reading {

const PhraseAt* Heard::phrase(List list, std::uint32_t token) const {
  const auto found =
      std::ranges::find_if(phrases, [&](const PhraseAt& each) { return each.list == list && each.begin == token; });
  return found == phrases.end() ? nullptr : &*found;
}

bool Heard::has(List list) const { return has(list, 0, static_cast<std::uint32_t>(tokens.size())); }

bool Heard::has(List list, std::uint32_t begin, std::uint32_t end) const {
  return std::ranges::any_of(
      phrases, [&](const PhraseAt& each) { return each.list == list && each.begin < end && begin < each.end; });
}

bool Heard::has_said(List list) const {
  return std::ranges::any_of(phrases, [&](const PhraseAt& each) {
    return each.list == list && scope.of(each.begin, each.end) == Standing::said;
  });
}

std::size_t Heard::words_beside(std::span<const List> lists) const {
  std::size_t count = 0;
  for (std::uint32_t at = 0; at < tokens.size(); ++at) {
    const bool is_mark = std::ispunct(static_cast<unsigned char>(tokens[at].text[0])) != 0;
    const bool is_of_them = std::ranges::any_of(lists, [&](List list) { return has(list, at, at + 1); });
    count += !is_mark && !is_of_them ? 1 : 0;
  }
  return count;
}

Heard heard_as(Words words, const Language& language) {
  Heard heard;
  heard.language = &language;
  heard.words = std::move(words);
  heard.tokens = language.tokens(heard.words);
  heard.phrases = language.phrases(heard.tokens);
  heard.scope = scope_of(heard.phrases, heard.tokens);
  return heard;
}

Heard heard_as(std::string_view message, const Language& language) { return heard_as(words_of(message), language); }

bool says(std::string_view message, std::string_view language, List list) {
  const auto* table = find_language(language);
  return table && heard_as(message, *table).has(list);
}

bool has_said(std::string_view message, std::string_view language, List list) {
  const auto* table = find_language(language);
  return table && heard_as(message, *table).has_said(list);
}

std::optional<std::string> without(std::string_view message, std::string_view language, List list) {
  const auto* table = find_language(language);
  const auto heard = table ? heard_as(message, *table) : Heard();
  std::string rest(message);
  for (const auto& phrase : heard.phrases) {
    if (phrase.list == list)
      std::fill(rest.begin() + heard.tokens[phrase.begin].span.begin,
                rest.begin() + heard.tokens[phrase.end - 1].span.end, ' ');
  }
  return rest == message ? std::nullopt : std::optional(std::move(rest));
}

}  // namespace frontdesk::dialog::reading
