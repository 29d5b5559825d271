#include "engines/webhooks/engine.h"

#include "base/embedded.h"
#include "engines/webhooks/permissions.h"
#include "engines/webhooks/published.h"
#include "engines/webhooks/routes.h"
#include "engines/webhooks/verbs.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> webhooks_api();
std::span<const base::EmbeddedFile> webhooks_schema();
}  // namespace frontdesk::embedded

namespace frontdesk::engines::webhooks {

platform::Facts facts() {
  using platform::Role;
  const auto schema = embedded::webhooks_schema();
  return {.name = "webhooks",
          .api = embedded::webhooks_api()[0].bytes,
          .tables = {{"webhooks", schema}, {"webhooks", schema, store::Scope::operator_}},
          .grants = {{Role::tenant_admin, permissions::kManage}, {Role::operator_admin, permissions::kManage}},
          .publishes = published()};
}

platform::Engine engine(Parts parts) {
  const auto sending = std::make_shared<const Sending>(std::move(parts.sending));
  const auto webhooks = std::make_shared<Webhooks>(std::move(parts.find), parts.actions, sending);
  auto hears = hearers(*sending);
  if (!parts.console.empty()) hears.push_back(letters(std::move(parts.colleagues), std::move(parts.console)));
  return {.routes = routes(*webhooks),
          .actions = verbs(sending, std::move(parts.is_named), parts.random),
          .hears = std::move(hears),
          .works = {sending_of(sending)},
          .parts = webhooks};
}

}  // namespace frontdesk::engines::webhooks
