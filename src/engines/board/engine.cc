#include "engines/board/engine.h"

#include "base/embedded.h"
#include "engines/board/permissions.h"
#include "engines/board/routes.h"
#include "engines/board/verbs.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> board_api();
}  // namespace frontdesk::embedded

namespace frontdesk::engines::board {

platform::Facts facts() {
  using platform::Role;
  using namespace permissions;
  platform::Facts facts{.name = "board", .api = embedded::board_api()[0].bytes};
  for (const auto role : {Role::operator_admin, Role::seller, Role::solution_lead}) {
    facts.grants.push_back({role, kRead});
    facts.grants.push_back({role, kWrite});
  }
  facts.grants.push_back({Role::legal, kRead});
  facts.publishes = {
      {.type = "engagement.moved",
       .description = "An engagement was opened, or came to another stage. Told in the operator's own place.",
       .schema =
           R"({"type": "object", "additionalProperties": false, "required": ["id", "client", "tenant", "from", "to"],
         "properties": {"id": {"type": "string"}, "client": {"type": "string"}, "tenant": {"type": "string"},
           "from": {"type": "string"}, "to": {"type": "string"}}})",
       .is_operators = true}};
  return facts;
}

platform::Engine engine(FindPlace find, platform::Actions& actions, Random& random, NameOf name_of) {
  const auto board = std::make_shared<Board>(std::move(find), actions, std::move(name_of));
  return {
      .routes = routes(*board), .actions = verbs(random), .works = {platform::engagements::waking()}, .parts = board};
}

}  // namespace frontdesk::engines::board
