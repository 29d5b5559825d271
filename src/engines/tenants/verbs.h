#pragma once

#include <vector>

#include "engines/tenants/keeping.h"
#include "platform/actions/actions.h"
#include "platform/files/library.h"
#include "platform/register.h"
#include "platform/work/kind.h"

namespace frontdesk::engines::tenants {

// What verbs and routes stand on.
struct Service {
  platform::Register& registered;
  const Keeping keeping;
  platform::files::Library& library;
  platform::Actions& actions;
  Clock& clock;
};

Value to_json(const platform::RegisteredTenant& tenant);

// tenants.create, tenants.suspend, tenants.resume, tenants.close, tenants.export; all are done in the operator's place.
std::vector<platform::Action> verbs(const Service& service);

// Takes away what a closed tenant has left, when its time is over.
platform::work::Kind erasing(const Service& service);

}  // namespace frontdesk::engines::tenants
