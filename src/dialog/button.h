#pragma once

#include <string>

namespace frontdesk::dialog {

// An answer that is offered: pressed, it says `text` in the customer's name.
struct Button {
  std::string label;
  std::string text;
};

}  // namespace frontdesk::dialog
