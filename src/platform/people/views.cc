#include "platform/people/views.h"

#include "base/describe.h"

namespace frontdesk::platform::people {
namespace {

Value time_or_null(Timestamp time) { return time.ms == 0 ? Value() : Value(to_iso(time)); }

Value view(const Roles& roles) {
  ListBuilder items;
  for (const auto& held : roles) {
    items.add(
        Value::object({{"role", to_value(held.role)}, {"tenant", held.tenant.empty() ? Value() : Value(held.tenant)}}));
  }
  return items.build();
}

// The highest that somebody has there; nothing where they have none.
std::optional<Role> role_in(const Roles& roles, std::string_view tenant) {
  std::optional<Role> highest;
  for (const auto& held : roles) {
    const bool counts = held.role == Role::operator_admin || held.tenant == tenant;
    if (counts && (!highest || *highest < held.role)) highest = held.role;
  }
  return highest;
}

}  // namespace

Value view(const Door::Entered& entered) {
  return Value::object({{"token", entered.token}, {"expires_at", to_iso(entered.ends_at)}});
}

Value view(const Door::Looked& looked) {
  return Value::object({{"purpose", to_value(looked.purpose)}, {"email", looked.email}, {"name", looked.name}});
}

Value view(const Invitation& invitation) {
  return Value::object({{"path", invitation.path}, {"expires_at", to_iso(invitation.expires_at)}});
}

Value view(const Session& session, bool is_here) {
  return Value::object({{"id", session.id},
                        {"device", session.from.device},
                        {"address", session.from.address},
                        {"began_at", to_iso(session.began_at)},
                        {"seen_at", to_iso(session.seen_at)},
                        {"expires_at", to_iso(session.ends_at)},
                        {"is_here", is_here}});
}

Value view(const Roster::Seen& seen) {
  const auto& user = *seen.user;
  return Value::object({{"id", user.id},
                        {"email", user.email},
                        {"name", user.name},
                        {"state", to_value(user.state)},
                        {"roles", view(seen.roles)},
                        {"seen_at", time_or_null(seen.seen_at)}});
}

Value view(const ApiKey& key, Timestamp now) {
  const auto* state = key.revoked_at.ms != 0 ? "revoked" : key.is_open(now) ? "in_use" : "expired";
  return Value::object({{"id", key.id},
                        {"name", key.name},
                        {"permissions", to_value(key.permissions)},
                        {"state", state},
                        {"by", key.by},
                        {"made_at", to_iso(key.made_at)},
                        {"expires_at", time_or_null(key.expires_at)},
                        {"used_at", time_or_null(key.used_at)}});
}

Value view_of_me(const User& user, const std::vector<Business>& businesses,
                 const std::vector<std::string>& permissions) {
  ListBuilder tenants;
  for (const auto& business : businesses) {
    const auto role = role_in(user.roles, business.id);
    if (!role) continue;
    tenants.add(Value::object({{"id", business.id}, {"name", business.name}, {"role", to_value(*role)}}));
  }
  return Value::object({{"id", user.id},
                        {"email", user.email},
                        {"name", user.name},
                        {"roles", view(user.roles)},
                        {"tenants", tenants.build()},
                        {"permissions", to_value(permissions)}});
}

}  // namespace frontdesk::platform::people
