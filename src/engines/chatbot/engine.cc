#include "engines/chatbot/engine.h"

#include "base/embedded.h"
#include "engines/chatbot/permissions.h"
#include "engines/chatbot/routes.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> chatbot_api();
}  // namespace frontdesk::embedded

namespace frontdesk::engines::chatbot {

platform::Facts facts() {
  using platform::Role;
  using namespace permissions;
  return {.name = "chatbot",
          .api = embedded::chatbot_api()[0].bytes,
          .grants = {{Role::page, kCreate},
                     {Role::visitor, kOwn},
                     {Role::staff, kCreate},
                     {Role::staff, kOwn},
                     {Role::staff, kTrace},
                     {Role::staff, kRead},
                     {Role::staff, kAct}}};
}

platform::Engine engine(FindConversations find, IssueToken issue, Clock& clock) {
  const auto service = std::make_shared<Service>(std::move(find), std::move(issue), clock);
  return {.routes = routes(*service), .parts = service};
}

}  // namespace frontdesk::engines::chatbot
