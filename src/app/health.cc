#include "app/health.h"

namespace frontdesk::app {
namespace {

Value found(const Error& error) { return Value::object({{"slug", error.slug}, {"detail", error.detail}}); }

Value list_of(const std::vector<Error>& errors) {
  ListBuilder list;
  for (const auto& error : errors) list.add(found(error));
  return list.build();
}

std::string_view state_of(const TenantHealth& tenant) {
  if (tenant.state == platform::TenantState::suspended) return "suspended";
  if (tenant.state == platform::TenantState::closed) return "closed";
  if (!tenant.serves) return "out_of_service";
  return tenant.problems.empty() && tenant.threads.empty() ? "serving" : "damaged";
}

Value value_of(const TenantHealth& tenant) {
  ListBuilder conversations;
  for (const auto& [id, error] : tenant.threads) conversations.add(found(error).with("id", id));
  return Value::object({{"id", tenant.id.text()},
                        {"state", state_of(tenant)},
                        {"problems", list_of(tenant.problems)},
                        {"warnings", list_of(tenant.warnings)},
                        {"conversations", conversations.build()}});
}

}  // namespace

Value health_of(const std::vector<TenantHealth>& tenants, const std::vector<Error>& problems) {
  ListBuilder list;
  bool is_well = problems.empty();
  for (const auto& tenant : tenants) {
    list.add(value_of(tenant));
    is_well = is_well && state_of(tenant) != "out_of_service" && state_of(tenant) != "damaged";
  }
  return Value::object(
      {{"state", is_well ? "well" : "degraded"}, {"tenants", list.build()}, {"problems", list_of(problems)}});
}

}  // namespace frontdesk::app
