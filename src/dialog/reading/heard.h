#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialog/reading/language.h"
#include "dialog/reading/scope.h"

namespace frontdesk::dialog::reading {

// One message as one language reads it; made once, and given to every reader.
struct Heard {
  const Language* language = nullptr;  // never null
  Words words;
  Tokens tokens;
  std::vector<PhraseAt> phrases;
  Scope scope;

  const PhraseAt* phrase(List list, std::uint32_t token) const;  // that begins there; the longest
  bool has(List list) const;
  bool has(List list, std::uint32_t begin, std::uint32_t end) const;  // a phrase of it with one of these tokens
  bool has_said(List list) const;  // a phrase of it that is neither denied nor taken back; see Standing
  std::size_t words_beside(std::span<const List> lists) const;  // in no phrase of these; marks are no words
};

Heard heard_as(Words words, const Language& language);
Heard heard_as(std::string_view message, const Language& language);

// Whether a message has a phrase of the list, as that language reads it; one without a table has none.
bool says(std::string_view message, std::string_view language, List list);
bool has_said(std::string_view message, std::string_view language, List list);  // as Heard::has_said
// A message without its phrases of the list; nullopt: it has none.
std::optional<std::string> without(std::string_view message, std::string_view language, List list);

}  // namespace frontdesk::dialog::reading
