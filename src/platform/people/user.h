#pragma once

#include <boost/describe.hpp>
#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "platform/engine.h"

namespace frontdesk::platform::people {

enum class State {
  invited,   // has not been here yet
  active,    // signs in
  disabled,  // does not, until somebody lets them again
};
BOOST_DESCRIBE_ENUM(State, invited, active, disabled)

// A role that somebody has: of one tenant, or of the operator ("").
struct Held {
  Role role = Role::viewer;
  std::string tenant;
  friend auto operator<=>(const Held&, const Held&) = default;
};
using Roles = std::vector<Held>;

struct User {
  std::string id;  // u_…
  std::string email;
  std::string name;
  State state = State::invited;
  std::string password;  // its hash; empty before there is one
  Timestamp created_at;
  std::int64_t version = 0;  // grows with each change
  Roles roles;
  std::string let_in_by;  // who made the link by which the password was set, as Caller::principal; empty before
};

// What a user is called in Caller::principal, and the id of the user that a principal stands for; "" where it is none.
std::string principal_of(const User& user);
std::string_view user_id_in(std::string_view principal);

bool is_of_tenant(Role role);
bool is_of_operator(Role role);
bool is_operator_admin(const Roles& roles);

// Whether who has `own` may give this role, or take it away: none above their own, and none elsewhere.
bool may_give(const Roles& own, const Held& wanted);
// Whether that is so of each.
bool may_give_all(const Roles& own, const Roles& wanted);
// Whether who has `own` stands strictly above all of these. Nobody stands above an operator_admin.
bool stands_above(const Roles& own, const Roles& others);

// One writing for what is one address. Throws Error{invalid, "people/bad-email"}.
std::string read_email(std::string_view given);
// Of a person or a key, read by colleagues and in the log. Throws Error{invalid, "people/bad-name"}.
std::string read_name(std::string_view given);
// Throws Error{invalid, "people/bad-role"} where the word is no role, or does not go with the tenant.
Held read_role(std::string_view word, std::string_view tenant);

}  // namespace frontdesk::platform::people
