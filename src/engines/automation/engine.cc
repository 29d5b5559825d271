#include "engines/automation/engine.h"

#include "base/embedded.h"
#include "engines/automation/permissions.h"
#include "engines/automation/routes.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> automation_api();
}  // namespace frontdesk::embedded

namespace frontdesk::engines::automation {
namespace {

struct Verbs {
  explicit Verbs(const Parts& parts)
      : service(parts.configs, parts.open, parts.web_keys, parts.guardian),
        learning({parts.configs, parts.open, parts.conversations, parts.train, parts.pool, parts.clock}) {}
  Service service;
  Learning learning;
};

}  // namespace

platform::Facts facts() {
  using platform::Role;
  using namespace permissions;
  return {.name = "automation",
          .api = embedded::automation_api()[0].bytes,
          .grants = {{Role::staff, kRead}, {Role::staff, kWrite}}};
}

platform::Engine engine(Parts parts) {
  const auto verbs = std::make_shared<Verbs>(parts);
  auto all = routes(verbs->service);
  for (auto& route : learning_routes(verbs->learning)) all.push_back(std::move(route));
  return {.routes = std::move(all), .parts = verbs};
}

}  // namespace frontdesk::engines::automation
