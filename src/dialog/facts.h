#pragma once

#include <string>
#include <string_view>

#include "dialog/config.h"
#include "dialog/slots.h"

namespace frontdesk::dialog {

// The answer to a question that the tenant's file knows. It answers just what was asked: of the branch, and the thing
// or the kind of things that the sentence names, of its day ("on sunday?") or of this moment ("are you open now?").
// `location` is the branch that the conversation is about where the sentence names none; "" for all of them.
std::string answer_fact(const Fact& fact, std::string_view sentence, std::string_view location,
                        const Surroundings& around);

// The items that a sentence asks for together, by the section that it names; null: none.
const FactSection* section_named(const Fact& fact, std::string_view sentence);

// The item of a fact that a sentence names; null: none.
const FactItem* item_named(const Fact& fact, std::string_view sentence);

// All that the file knows, for a language model; at most `bytes_max`.
std::string facts_told(const DialogConfig& config, std::size_t bytes_max);

}  // namespace frontdesk::dialog
