#pragma once

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
};

Heard heard_as(Words words, const Language& language);
Heard heard_as(std::string_view message, const Language& language);

}  // namespace frontdesk::dialog::reading
