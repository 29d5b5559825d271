#include "engines/chatbot/engine.h"

#include "base/embedded.h"
#include "engines/chatbot/ending.h"
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
                     {Role::visitor, kSee},
                     {Role::visitor, kOwn},
                     {Role::viewer, kSee},
                     {Role::viewer, kTrace},
                     {Role::viewer, kRead},
                     {Role::agent, kCreate},
                     {Role::agent, kOwn},
                     {Role::agent, kAct}}};
}

platform::Engine engine(FindConversations find, FindPlace find_place, IssueToken issue, Clock& clock) {
  auto end = ending(find);
  const auto service = std::make_shared<Service>(std::move(find), std::move(find_place), std::move(issue), clock);
  return {.routes = routes(*service), .works = {std::move(end)}, .parts = service};
}

}  // namespace frontdesk::engines::chatbot
