#include "engines/files/engine.h"

#include "base/embedded.h"
#include "engines/files/permissions.h"
#include "engines/files/routes.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> files_api();
}  // namespace frontdesk::embedded

namespace frontdesk::engines::files {

platform::Facts facts() {
  using platform::Role;
  using namespace permissions;
  return {
      .name = "files",
      .api = embedded::files_api()[0].bytes,
      .grants = {
          {Role::viewer, kRead}, {Role::agent, kWrite}, {Role::operator_admin, kRead}, {Role::operator_admin, kWrite}}};
}

platform::Engine engine(FindPlace find, platform::files::Library& library) {
  const auto service = std::make_shared<Service>(std::move(find), library);
  return {.routes = routes(*service), .works = library.works(), .parts = service};
}

}  // namespace frontdesk::engines::files
