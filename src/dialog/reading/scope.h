#pragma once

#include <vector>

#include "dialog/reading/entity.h"
#include "dialog/reading/language.h"

namespace frontdesk::dialog::reading {

struct Clause {
  std::uint32_t begin = 0;  // tokens
  std::uint32_t end = 0;
  bool question = false;
  bool moves = false;  // speaks of a change from one value to another
};

// What is denied, withdrawn and asked in a message.
struct Scope {
  std::vector<Clause> clauses;
  std::vector<std::uint32_t> clause_of;   // by token
  std::vector<Standing> standing;         // by token: said or denied, or old behind "instead of"
  std::vector<std::uint32_t> correction;  // by token: how many corrections stand before it

  // A match that begins with the denial itself ("not before 8") is not denied by it: what counts is the last token.
  Standing of(std::uint32_t begin, std::uint32_t end) const;
};

Scope scope_of(std::vector<PhraseAt> phrases, const Tokens& tokens);

// In a correction the last word wins: of each kind, what stands before the last correction is withdrawn where something
// of that kind stands behind it. `tokens` has the first token of each entity.
void settle_corrections(const Scope& scope, const std::vector<std::uint32_t>& tokens, std::vector<Entity>& entities);

}  // namespace frontdesk::dialog::reading
