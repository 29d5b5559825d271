#pragma once

#include "engines/files/service.h"
#include "platform/engine.h"

namespace frontdesk::engines::files {

platform::Facts facts();
platform::Engine engine(FindPlace find, platform::files::Library& library);

}  // namespace frontdesk::engines::files
