#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialog/reading/language.h"

namespace frontdesk::dialog::reading {

// What a message may be the answer to. The answer to an open question is hardly evidence for another language: "Nina
// Fox" and "Una Moore" are names, whatever tables know their words.
enum class Awaited {
  nothing,
  answer,  // a day, a time, a number: said with words of a language
  value,   // a name, a place, a code: its words may be of any language
};

// In which language a message is.
struct Spoken {
  const Language* language;  // by whose table it is read; never null
  bool is_served;            // whether it is one of those that are served
};
// The one of the served languages that the words are of, `before` where they do not tell; another one only where they
// leave no doubt. Where something is awaited, `before` unless it is plain that the message is in another one. There is
// no other rule for it.
Spoken spoken_in(const Words& words, const std::vector<std::string>& served, std::string_view before,
                 Awaited awaited = Awaited::nothing);

}  // namespace frontdesk::dialog::reading
