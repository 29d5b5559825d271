#pragma once

#include <string>
#include <string_view>

#include "base/value.h"
#include "dialog/named_things.h"

namespace frontdesk::engines::automation {

// What customers call something of the tenant's file, put where the file keeps such words.
struct Naming {
  std::string words;
  dialog::NamedKind kind = dialog::NamedKind::choice;
  std::string name;  // as the file has it
  std::string of;    // of an item: its fact
};

// The member `name` of a correction.
Naming read_naming(const Value& value);

// The file with it, and nothing else of it changed. `text` is the message that has the words, `document` the file with
// all that it extends, `config` what that says. Error{invalid, "learning/not-said"}, {not_found,
// "learning/unknown-name"}, {conflict, "learning/known-word", "learning/other-meaning", "learning/inherited"}.
std::string with_naming(std::string_view yaml, const Value& document, const dialog::DialogConfig& config,
                        std::string_view text, const Naming& naming);

}  // namespace frontdesk::engines::automation
