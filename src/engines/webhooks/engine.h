#pragma once

#include "engines/webhooks/letters.h"
#include "engines/webhooks/lists.h"
#include "platform/engine.h"

namespace frontdesk::engines::webhooks {

platform::Facts facts();
struct Parts {
  FindPlace find;
  platform::Actions& actions;
  Sending sending;
  IsNamed is_named;
  Random& random;
  platform::people::Colleagues colleagues;
  std::string console;  // its address, for letters; empty: nobody is written to
};
platform::Engine engine(Parts parts);

}  // namespace frontdesk::engines::webhooks
