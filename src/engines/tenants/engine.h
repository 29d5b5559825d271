#pragma once

#include "engines/tenants/keeping.h"
#include "platform/actions/actions.h"
#include "platform/engine.h"
#include "platform/files/library.h"
#include "platform/register.h"

namespace frontdesk::engines::tenants {

platform::Facts facts();
platform::Engine engine(platform::Register& registered, Keeping keeping, platform::files::Library& library,
                        platform::Actions& actions, Clock& clock);

}  // namespace frontdesk::engines::tenants
