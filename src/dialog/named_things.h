#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialog/config.h"

// What of a tenant's file customers may call by other words, and by which they do.
namespace frontdesk::dialog {

enum class NamedKind {
  choice,       // of a slot
  location,     // by its id
  counted,      // what a number slot counts
  part_of_day,  // with hours, of a slot for a time
  item          // of a fact
};
BOOST_DESCRIBE_ENUM(NamedKind, choice, location, counted, part_of_day, item)

struct NamedThing {
  NamedKind kind = NamedKind::choice;
  std::string name;                // as the file names it
  std::string label;               // for people
  std::string of;                  // the slot that it is a value of, or the fact; of several the first
  std::vector<std::string> words;  // all that it is called, its name with it
};

// In the order of the file, each once.
std::vector<NamedThing> named_things(const DialogConfig& config);

// Whether the words of one stand in the other as they are said: one behind the other, in whatever case.
bool has_words(std::string_view sentence, std::string_view words);
bool are_same_words(std::string_view one, std::string_view other);

}  // namespace frontdesk::dialog
