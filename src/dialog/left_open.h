#pragma once

#include <span>
#include <string>

#include "graph/threads.h"

namespace frontdesk::dialog {

// What a person leaves behind who gives a conversation back.
struct LeftOpen {
  std::string unanswered;  // what the guest wrote since anybody answered, a line each; what was no more than an answer
                           // to the void read-back is not in it
  std::string last_key;    // the id of the last of these
  std::string read_back;   // the id of the read-back that was open when the bot lost the conversation

  bool has_read_back() const { return !read_back.empty(); }
};

LeftOpen left_open_in(std::span<const graph::StoredEvent> events);

}  // namespace frontdesk::dialog
