#pragma once

#include <string>
#include <vector>

#include "dialog/reading/hearing.h"

// How somebody is reached, but for telephones (phones.h).
namespace frontdesk::dialog::reading {

struct Contact {
  Span span;
  std::string text;
};

// "ana@example.com", and where it was `asked` for "ana at example dot com"; the host in small letters.
std::vector<Contact> read_emails(const Hearing& heard, bool asked);

// "12 Quay Street", "Lange Gasse 7, 1080 Wien": a word that streets end or begin with, and a number beside it. Where it
// was `asked` for, any line of words with a number is one. The text stays as it was written.
std::vector<Contact> read_addresses(const Hearing& heard, bool asked);

}  // namespace frontdesk::dialog::reading
