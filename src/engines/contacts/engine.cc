#include "engines/contacts/engine.h"

#include "base/embedded.h"
#include "engines/contacts/bot_verbs.h"
#include "engines/contacts/permissions.h"
#include "engines/contacts/routes.h"
#include "engines/contacts/verbs.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> contacts_api();
}  // namespace frontdesk::embedded

namespace frontdesk::engines::contacts {

platform::Facts facts() {
  using platform::Role;
  using namespace permissions;
  return {.name = "contacts",
          .api = embedded::contacts_api()[0].bytes,
          .grants = {{Role::viewer, kRead}, {Role::agent, kWrite}, {Role::tenant_admin, kErase}},
          .for_bots = offers()};
}

platform::Engine engine(FindPlace find, platform::Actions& actions, NameOf name_of) {
  const auto book = std::make_shared<Book>(std::move(find), actions, std::move(name_of));
  auto all = verbs();
  for (auto& action : bot_verbs()) all.push_back(std::move(action));
  return {.routes = routes(*book), .actions = std::move(all), .parts = book};
}

}  // namespace frontdesk::engines::contacts
