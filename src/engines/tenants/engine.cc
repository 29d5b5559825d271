#include "engines/tenants/engine.h"

#include "base/embedded.h"
#include "engines/tenants/routes.h"
#include "engines/tenants/verbs.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> tenants_api();
}  // namespace frontdesk::embedded

namespace frontdesk::engines::tenants {

// Its permission is of the house: "house.manage".
platform::Facts facts() { return {.name = "tenants", .api = embedded::tenants_api()[0].bytes}; }

platform::Engine engine(platform::Register& registered, Keeping keeping, platform::files::Library& library,
                        platform::Actions& actions, Clock& clock) {
  const auto service = std::make_shared<const Service>(registered, std::move(keeping), library, actions, clock);
  return {.house_routes = routes(*service), .actions = verbs(*service), .works = {erasing(*service)}, .parts = service};
}

}  // namespace frontdesk::engines::tenants
