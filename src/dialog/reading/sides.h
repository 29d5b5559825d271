#pragma once

#include <string_view>
#include <vector>

#include "dialog/reading/hearing.h"
#include "dialog/slots.h"

namespace frontdesk::dialog::reading {

// Which of the two places, days or times of a flow is meant: "from Friday", "change the destination to the harbour",
// "check-out on Sunday". It goes by the words of the slot's name, those that the tenant's file has under it
// (`words.synonyms`) and those of its question that the other's question does not have; then by the words of the
// language for a beginning and an end (`side_from`, `side_to`).
class Sides {
 public:
  Sides(const Hearing& heard, const Slot& first, const Slot& second, const DialogConfig& config);

  // A value that the message has, by its tokens.
  struct Mention {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    const Slot* side = nullptr;  // of which it is, where it says so itself: "until Tuesday"
  };
  // The slot of each, in the order of the text; null where nothing says it.
  std::vector<const Slot*> of(const std::vector<Mention>& mentions) const;

 private:
  struct Sign {
    std::uint32_t begin;
    std::uint32_t end;
    const Slot* slot;
    bool is_name;
  };
  void add_names(const Slot& slot, const Slot& other, const DialogConfig& config);
  void add_phrase(const Slot& slot, std::string_view words);
  void add_question(const Slot& slot, const Slot& other);
  void add_sides(const Slot& first, const Slot& second);
  const Slot* last_within(std::uint32_t begin, std::uint32_t end) const;

  const Hearing& heard_;
  std::vector<Sign> signs_;
};

}  // namespace frontdesk::dialog::reading
