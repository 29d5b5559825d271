#pragma once

#include <optional>
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
};

Heard heard_as(Words words, const Language& language);
Heard heard_as(std::string_view message, const Language& language);

// Whether a message has a phrase of the list, as that language reads it; one without a table has none.
bool says(std::string_view message, std::string_view language, List list);
// A message without its phrases of the list; nullopt: it has none.
std::optional<std::string> without(std::string_view message, std::string_view language, List list);

}  // namespace frontdesk::dialog::reading
