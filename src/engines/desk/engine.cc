#include "engines/desk/engine.h"

#include "base/embedded.h"
#include "engines/desk/permissions.h"
#include "engines/desk/routes.h"
#include "engines/desk/verbs.h"
#include "platform/approvals/approvals.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> desk_api();
}  // namespace frontdesk::embedded

namespace frontdesk::engines::desk {
namespace {

// Who asked and who answered is of the house's people, and stays inside.
std::vector<platform::Published> published() {
  constexpr std::string_view kApproval = R"({"type": "object", "additionalProperties": false,
    "required": ["id", "kind", "subject", "subject_hash", "summary", "reason"],
    "properties": {"id": {"type": "string"}, "kind": {"type": "string"}, "subject": {"type": "string"},
      "subject_hash": {"type": "string"}, "summary": {"type": "string"}, "reason": {"type": "string"}}})";
  const auto event = [&](std::string_view type, std::string_view description) {
    return platform::Published{.type = type, .description = description, .schema = kApproval};
  };
  return {event("approval.asked", "Something waits for a second person's decision."),
          event("approval.escalated", "Something has waited for a decision for too long."),
          event("approval.approved", "A second person said yes."),
          event("approval.rejected", "A second person said no."),
          event("approval.withdrawn", "Who asked for a decision wants it no longer."),
          event("approval.expired", "Nobody decided in time."),
          event("approval.voided", "What was to be decided changed before it was done.")};
}

}  // namespace

platform::Facts facts() {
  using platform::Role;
  using namespace permissions;
  const auto in_operators_place = [](platform::Permission permission) {
    return platform::Grant{Role::operator_admin, permission};
  };
  return {.name = "desk",
          .api = embedded::desk_api()[0].bytes,
          .grants = {{Role::agent, kCall},
                     {Role::viewer, kSeeWork},
                     {Role::tenant_admin, kManageWork},
                     {Role::viewer, kSeeApprovals},
                     {Role::tenant_admin, kDecide},
                     {Role::tenant_admin, kSeeAudit},
                     in_operators_place(kCall),
                     in_operators_place(kSeeWork),
                     in_operators_place(kManageWork),
                     in_operators_place(kSeeApprovals),
                     in_operators_place(kDecide),
                     in_operators_place(kSeeAudit),
                     {Role::seller, kCall},
                     {Role::solution_lead, kCall}},
          .publishes = published()};
}

platform::Engine engine(Parts parts) {
  const auto desk = std::make_shared<Desk>(std::move(parts.find), parts.actions, parts.colleagues.name_of,
                                           parts.colleagues.is_same_person);
  auto actions = verbs(parts.colleagues.is_same_person);
  auto hears = parts.console.empty() ? std::vector<platform::Hearer>()
                                     : letters(std::move(parts.colleagues), std::move(parts.console));
  return {.routes = routes(*desk),
          .actions = std::move(actions),
          .hears = std::move(hears),
          .works = {platform::approvals::due()},
          .parts = desk};
}

}  // namespace frontdesk::engines::desk
