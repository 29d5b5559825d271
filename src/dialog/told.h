#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialog/slots.h"

// What a message tells of all that a file asks for, in whatever flow: to show how it is read, and what another version
// of the file would read in it.
namespace frontdesk::dialog {

// A slot, or a fact of which an item is named, and the value in words; "A or B?" where it would be asked.
struct Told {
  std::string name;
  std::string value;
  std::string words = {};  // that tell it; empty where it is an item of a fact
  friend bool operator==(const Told& one, const Told& other) {
    return one.name == other.name && one.value == other.value;
  }
};

// What it tells of one flow's slots; `asked` as in read_message.
std::vector<Told> told_of(const Flow& flow, const Slot* asked, std::string_view message, const Surroundings& around);

class Telling {
 public:
  explicit Telling(const DialogConfig& config);
  Telling(const Telling&) = delete;

  // `asked`: the slot whose question the message answers; "": none.
  std::vector<Told> in(std::string_view message, std::string_view asked, Timestamp now) const;
  // Of a message that no flow has to do with: what it names of facts.
  std::vector<Told> of_facts(std::string_view message) const;

 private:
  const DialogConfig& config_;
  Flow all_;  // the slots of all flows, those of one name once
};

}  // namespace frontdesk::dialog
