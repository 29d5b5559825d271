#pragma once

#include <string>
#include <vector>

#include "dialog/reading/hearing.h"
#include "dialog/reading/terms.h"

namespace frontdesk::dialog::reading {

struct Name {
  Span span;
  std::string name;      // as it was written; what was typed all in small letters begins with great ones
  bool is_told = false;  // "my name is …", "in the name of …", "I'm …, a table": it is one whatever was asked
  Standing standing = Standing::said;
};

struct NamesAround {
  bool asked = false;               // the message answers the question for one, so that a bare "Ana Ruiz" is a name
  bool beside = false;              // it answers another question of a form that asks for one later: "two, Ana Ruiz"
  bool nouns_are_capital = false;   // as names are: beside other values only words that nobody knows are one
  bool instead = false;             // it answers another question of such a form, and may tell the name alone
  bool beside_value = false;        // the same, in any language: "7pm for Mark", "um 19 Uhr auf Lang"
  bool by_code = false;             // it has a code, beside which one says whose it is: "LUME-1111, Ruiz", "for Ruiz"
  bool beside_contact = false;      // it tells the code or number that was asked for: what is left may be whose it is
  const Terms* ordinary = nullptr;  // words of the tenant's trade, which are no names where they are written small
  const Terms* of_examples = nullptr;  // the same, also of those that are written as names are
  std::vector<Span> contacts = {};     // telephone numbers and addresses of mail, beside which one says whose they are
  std::vector<Span> things = {};       // what the tenant's file has for something else: none of them alone is a name
};

// Names of persons.
std::vector<Name> read_names(const Hearing& heard, const NamesAround& around);

}  // namespace frontdesk::dialog::reading
