#pragma once

#include <optional>
#include <string>

#include "dialog/config.h"
#include "dialog/slots.h"

namespace frontdesk::dialog {

// "Cancel that | and give us Thursday instead".
struct GivesWay {
  std::string undo;    // what is said of the record that goes
  std::string wanted;  // … and of the one in its place
};

// Whether a message wants one record gone and another in its place: words that undo something, and behind a joining
// word what `maker`, the flow that made it, is told.
std::optional<GivesWay> gives_way(std::string_view message, const Flow& maker, const Surroundings& around);

}  // namespace frontdesk::dialog
