#include "platform/people/users.h"

#include <algorithm>

#include "base/unicode.h"

namespace frontdesk::platform::people {
namespace {

constexpr store::Sql kAllUsers{
    "SELECT id, email, name, state, password, created_at, version, let_in_by FROM people_users"};
constexpr store::Sql kFindUser{
    "SELECT id, email, name, state, password, created_at, version, let_in_by FROM people_users WHERE id = $1"};
constexpr store::Sql kFindByEmail{
    "SELECT id, email, name, state, password, created_at, version, let_in_by FROM people_users WHERE email = $1"};
constexpr store::Sql kAny{"SELECT id FROM people_users LIMIT 1"};
constexpr store::Sql kAdminBeside{
    "SELECT u.id FROM people_users u JOIN people_roles r ON r.user_id = u.id "
    "WHERE r.role = 'operator_admin' AND u.state = 'active' AND u.id <> $1 LIMIT 1"};
constexpr store::Sql kWriteUser{
    "INSERT INTO people_users (id, email, name, state, password, created_at, version, let_in_by) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET email = excluded.email, "
    "name = excluded.name, state = excluded.state, password = excluded.password, version = excluded.version, "
    "let_in_by = excluded.let_in_by"};
constexpr store::Sql kAllRoles{"SELECT user_id, role, tenant FROM people_roles ORDER BY user_id, tenant, role"};
constexpr store::Sql kRolesOf{
    "SELECT user_id, role, tenant FROM people_roles WHERE user_id = $1 ORDER BY tenant, role"};
constexpr store::Sql kForgetRoles{"DELETE FROM people_roles WHERE user_id = $1"};
constexpr store::Sql kAddRole{"INSERT INTO people_roles (user_id, role, tenant) VALUES ($1, $2, $3)"};

const char* word(auto value) { return boost::describe::enum_to_string(value, ""); }

User user_in(const store::Row& row) {
  User user{.id = std::string(row.text(0)),
            .email = std::string(row.text(1)),
            .name = std::string(row.text(2)),
            .password = std::string(row.text(4)),
            .created_at = {row.integer(5)},
            .version = row.integer(6),
            .roles = {},
            .let_in_by = std::string(row.text(7))};
  user.state = State::disabled;  // a word that nobody knows lets nobody in
  boost::describe::enum_from_string(std::string(row.text(3)).c_str(), user.state);
  return user;
}

void add_role(const store::Row& row, Roles& roles) {
  Held held{.role = Role::viewer, .tenant = std::string(row.text(2))};
  if (boost::describe::enum_from_string(std::string(row.text(1)).c_str(), held.role)) roles.push_back(std::move(held));
}

std::optional<User> with_roles(store::Reader& reader, std::optional<User> user) {
  if (user) reader.each_row(kRolesOf, [&](const store::Row& row) { add_role(row, user->roles); }, user->id);
  return user;
}

}  // namespace

std::vector<User> Users::all(store::Reader& reader) {
  std::map<std::string, User, std::less<>> by_id;
  reader.each_row(kAllUsers, [&](const store::Row& row) { by_id.emplace(row.text(0), user_in(row)); });
  reader.each_row(kAllRoles, [&](const store::Row& row) {
    const auto user = by_id.find(row.text(0));
    if (user != by_id.end()) add_role(row, user->second.roles);
  });
  std::vector<User> users;
  users.reserve(by_id.size());
  for (auto& [id, user] : by_id) users.push_back(std::move(user));
  return users;
}

std::optional<User> Users::find(store::Reader& reader, std::string_view id) {
  return with_roles(reader, reader.one(kFindUser, user_in, id));
}

std::optional<User> Users::find_by_email(store::Reader& reader, std::string_view email) {
  return with_roles(reader, reader.one(kFindByEmail, user_in, email));
}

bool Users::has_any(store::Reader& reader) {
  return reader.one(kAny, [](const store::Row&) { return true; }).has_value();
}

bool Users::has_admin_beside(store::Reader& reader, std::string_view id) {
  return reader.one(kAdminBeside, [](const store::Row&) { return true; }, id).has_value();
}

void Users::write(store::Transaction& transaction, User& user) {
  ++user.version;
  std::ranges::sort(user.roles);
  user.roles.erase(std::ranges::unique(user.roles).begin(), user.roles.end());
  transaction.run(kWriteUser, user.id, user.email, user.name, word(user.state), user.password, user.created_at.ms,
                  user.version, user.let_in_by);
  transaction.run(kForgetRoles, user.id);
  for (const auto& held : user.roles) transaction.run(kAddRole, user.id, word(held.role), held.tenant);
}

void Users::load(std::vector<User> users) {
  {
    const std::lock_guard lock(mutex_);
    by_id_.clear();
    by_email_.clear();
  }
  for (auto& user : users) keep(std::move(user));
}

void Users::keep(User user) {
  const std::lock_guard lock(mutex_);
  auto& known = by_id_[user.id];
  if (known && known->version >= user.version) return;
  if (known) by_email_.erase(known->email);
  by_email_[user.email] = user.id;
  known = std::make_shared<const User>(std::move(user));
}

UserPtr Users::find(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

UserPtr Users::find_by_email(std::string_view email) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_email_.find(email);
  return found == by_email_.end() ? nullptr : by_id_.find(found->second)->second;
}

std::vector<UserPtr> Users::all() const {
  std::vector<UserPtr> users;
  {
    const std::lock_guard lock(mutex_);
    users.reserve(by_id_.size());
    for (const auto& [id, user] : by_id_) users.push_back(user);
  }
  std::ranges::sort(users, {}, [](const UserPtr& user) {
    return std::pair(unicode::folded(user->name.empty() ? user->email : user->name), user->id);
  });
  return users;
}

bool Users::is_empty() const {
  const std::lock_guard lock(mutex_);
  return by_id_.empty();
}

}  // namespace frontdesk::platform::people
