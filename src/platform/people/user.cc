#include "platform/people/user.h"

#include <algorithm>

#include "base/error.h"
#include "base/tenant_id.h"
#include "base/text.h"
#include "base/unicode.h"
#include "platform/mail/letter.h"

namespace frontdesk::platform::people {
namespace {

constexpr std::string_view kUser = "user:";

constexpr std::size_t kNameLettersMax = 80;

}  // namespace

std::string principal_of(const User& user) { return std::string(kUser) + user.id; }

std::string_view user_id_in(std::string_view principal) {
  return principal.starts_with(kUser) ? principal.substr(kUser.size()) : std::string_view();
}

bool is_of_tenant(Role role) { return role == Role::viewer || role == Role::agent || role == Role::tenant_admin; }

bool is_of_operator(Role role) { return role >= Role::operator_admin; }

bool is_operator_admin(const Roles& roles) {
  return std::ranges::any_of(roles, [](const Held& held) { return held.role == Role::operator_admin; });
}

bool may_give(const Roles& own, const Held& wanted) {
  if (is_operator_admin(own)) return true;
  return is_of_tenant(wanted.role) && std::ranges::find(own, Held{Role::tenant_admin, wanted.tenant}) != own.end();
}

bool may_give_all(const Roles& own, const Roles& wanted) {
  return std::ranges::all_of(wanted, [&](const Held& each) { return may_give(own, each); });
}

bool stands_above(const Roles& own, const Roles& others) {
  return std::ranges::all_of(others, [&](const Held& other) {
    if (other.role == Role::operator_admin) return false;
    return is_operator_admin(own) || (other.role < Role::tenant_admin && may_give(own, other));
  });
}

std::string read_email(std::string_view given) {
  auto email = unicode::lower(unicode::compatible(text::trim(given)));
  if (!mail::is_address(email))
    throw Error(Kind::invalid, "people/bad-email", "This is no e-mail address; write it as name@host.").at("/email");
  return email;
}

std::string read_name(std::string_view given) {
  const std::string name(text::trim(given));
  const bool fits = text::has_visible(name) && text::count_code_points(name) <= kNameLettersMax &&
                    !unicode::has_hidden(name) && name.find_first_of("<>") == std::string::npos;
  if (!fits) {
    throw Error(Kind::invalid, "people/bad-name",
                "A name is 1 to 80 letters, without signs that are not seen and without < and >.")
        .at("/name");
  }
  return name;
}

Held read_role(std::string_view word, std::string_view tenant) {
  Role role = Role::page;
  const bool is_known = boost::describe::enum_from_string(std::string(word).c_str(), role);
  const bool fits =
      is_known && (tenant.empty() ? is_of_operator(role) : is_of_tenant(role) && TenantId::is_valid(tenant));
  if (!fits) {
    throw Error(
        Kind::invalid, "people/bad-role",
        "A role is viewer, agent or tenant_admin of a tenant; or, without one, operator_admin, seller, legal or "
        "solution_lead.")
        .at("/roles");
  }
  return {role, std::string(tenant)};
}

}  // namespace frontdesk::platform::people
