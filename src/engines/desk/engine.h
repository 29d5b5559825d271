#pragma once

#include "engines/desk/letters.h"
#include "engines/desk/lists.h"
#include "platform/actions/actions.h"
#include "platform/engine.h"

namespace frontdesk::engines::desk {

platform::Facts facts();
struct Parts {
  FindPlace find;
  platform::Actions& actions;  // all of the house, these among them once the house has taken them over
  Colleagues colleagues;
  std::string console;  // its address, for letters; empty: nobody is written to
};
platform::Engine engine(Parts parts);

}  // namespace frontdesk::engines::desk
