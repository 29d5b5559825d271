#include "engines/automation/engine.h"

#include "base/embedded.h"
#include "engines/automation/permissions.h"
#include "engines/automation/routes.h"
#include "engines/automation/verbs.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> automation_api();
}  // namespace frontdesk::embedded

namespace frontdesk::engines::automation {
namespace {

struct Made {
  explicit Made(const Parts& parts)
      : service({parts.configs, parts.web_keys, parts.random, parts.two_people_deploy}, parts.open, parts.guardian),
        actions(parts.actions),
        learning({parts.configs, parts.open, parts.conversations, parts.train, parts.pool, parts.clock}) {}
  Service service;
  platform::Actions& actions;
  Learning learning;
};

}  // namespace

platform::Facts facts() {
  using platform::Role;
  using namespace permissions;
  return {.name = "automation",
          .api = embedded::automation_api()[0].bytes,
          .grants = {{Role::viewer, kRead}, {Role::tenant_admin, kWrite}, {Role::tenant_admin, kApprove}},
          .publishes = {{.type = "config.deployed",
                         .description = "Another version of the business's file went live.",
                         .schema = R"({"type": "object", "additionalProperties": false, "required": ["hash", "number"],
                           "properties": {"hash": {"type": "string"}, "number": {"type": "integer"}}})"}}};
}

platform::Engine engine(Parts parts) {
  const auto made = std::make_shared<Made>(parts);
  auto all = routes(made->service, made->actions);
  for (auto& route : learning_routes(made->learning)) all.push_back(std::move(route));
  return {.routes = std::move(all),
          .actions = automation::verbs(made->service),
          .hears = hearers(),
          .works = {deploy_approved(made->service.deploying())},
          .parts = made};
}

}  // namespace frontdesk::engines::automation
