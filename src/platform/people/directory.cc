#include "platform/people/directory.h"

#include <algorithm>

#include "base/error.h"
#include "platform/people/permissions.h"
#include "platform/people/token.h"

namespace frontdesk::platform::people {
namespace {

constexpr auto kWrittenDownEach = std::chrono::minutes(1);
constexpr std::string_view kKey = "key:", kStaff = "staff:", kOperator = "operator";

void add(std::vector<std::string>& words, const std::vector<std::string>& more) {
  for (const auto& word : more)
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
}

// Of the words of a key, those that hold where no tenant is named.
std::vector<std::string> that_hold_for_operator(const Rights& rights, const std::vector<std::string>& words) {
  std::vector<std::string> holding;
  for (const auto role : {Role::operator_admin, Role::seller, Role::legal, Role::solution_lead}) {
    for (const auto& word : rights.in_operators_place(role)) {
      if (std::ranges::find(words, word) != words.end()) add(holding, {word});
    }
  }
  return holding;
}

}  // namespace

namespace permissions {

std::vector<Grant> grants() {
  return {{Role::viewer, kOwn},
          {Role::seller, kOwn},
          {Role::legal, kOwn},
          {Role::solution_lead, kOwn},
          {Role::tenant_admin, kPeople},
          {Role::tenant_admin, kKeys},
          {Role::operator_admin, kHouse},
          // Named also for the operator's own place, where what is granted to tenants' roles does not hold.
          {Role::operator_admin, kOwn},
          {Role::operator_admin, kPeople},
          {Role::operator_admin, kKeys}};
}

}  // namespace permissions

Task<> Directory::load() {
  auto* operators = co_await place();
  struct Found {
    std::vector<User> users;
    std::vector<Session> sessions;
    std::vector<ApiKey> keys;
  };
  auto found = co_await operators->read(
      [](store::Reader& reader) { return Found{Users::all(reader), Sessions::all(reader), ApiKeys::all(reader)}; });
  users.load(std::move(found.users));
  sessions.load(std::move(found.sessions));
  keys.load(std::move(found.keys));
}

Task<> Directory::write_down() {
  const auto used_sessions = sessions.take_used();
  const auto used_keys = keys.take_used();
  const auto time = now();
  try {
    auto* operators = co_await place();
    co_await operators->write([&](store::Transaction& transaction) {
      for (const auto& session : used_sessions) Sessions::note_use(transaction, session);
      for (const auto& key : used_keys) ApiKeys::note_use(transaction, key);
      Sessions::forget_old(transaction, time);
    });
    sessions.forget_old(time);
  } catch (const Error& error) {
    parts_.log.warning("people", "when sessions were used was not written down",
                       Value::object({{"cause", error.detail}}));
  }
}

Task<> Directory::keep_up() {
  for (;;) {
    co_await parts_.clock.sleep_for(kWrittenDownEach);
    co_await write_down();
  }
}

std::optional<Caller> Directory::caller_of(std::string_view text) {
  const auto [token, tenant] = split_token(text);
  const bool names_none = token.size() == text.size();
  if (!names_none && !TenantId::is_valid(tenant)) return std::nullopt;
  const auto where = names_none ? TenantId::of_operator() : TenantId::parse(tenant);
  if (token.starts_with(kKeyPrefix)) {
    const auto key = keys.use(token, now());
    if (!key || (!key->tenant.empty() && !names_none && key->tenant != tenant)) return std::nullopt;
    const auto place = key->tenant.empty() ? where : TenantId::parse(key->tenant);
    const bool holds_all = !place.is_operator();
    return Caller{place, std::string(kKey) + key->id,
                  holds_all ? key->permissions : that_hold_for_operator(parts_.rights, key->permissions), key->name};
  }
  if (!token.starts_with(kSessionPrefix)) return std::nullopt;
  const auto session = sessions.use(token, now());
  const auto user = session ? users.find(session->user) : nullptr;
  if (!user || user->state != State::active) return std::nullopt;
  return Caller{where, principal_of(*user), permissions_of(*user, where), user->name};
}

bool Directory::is_proved(std::string_view token) {
  const auto time = now();
  const auto session = sessions.use(split_token(token).token, time);
  return session && Sessions::is_proved(*session, parts_.proof_life, time);
}

std::vector<std::string> Directory::permissions_of(const User& user, const TenantId& place) const {
  std::vector<std::string> words{std::string(permissions::kOwn.name)};
  for (const auto& held : user.roles) {
    if (place.is_operator()) {
      if (is_of_operator(held.role)) add(words, parts_.rights.in_operators_place(held.role));
    } else if (held.role == Role::operator_admin || held.tenant == place.text()) {
      add(words, parts_.rights.of(held.role));
    }
  }
  return words;
}

Roles Directory::roles_of(const Caller& caller) const {
  if (caller.principal.starts_with(kStaff)) return {{Role::tenant_admin, caller.tenant.text()}};
  const auto user = users.find(user_id_in(caller.principal));
  return user ? user->roles : Roles{};
}

UserPtr Directory::user_of(const Caller& caller) const {
  if (auto user = users.find(user_id_in(caller.principal))) return user;
  throw Error(Kind::not_found, "people/no-user",
              "This key or token stands for no user; sign in with an e-mail address and a password.");
}

std::vector<std::string> Directory::permissions_to_give(const Caller& caller) const {
  auto words = caller.permissions;
  if (caller.tenant.is_operator()) {
    for (const auto& held : roles_of(caller))
      if (is_of_operator(held.role)) add(words, parts_.rights.of(held.role));
  }
  std::erase(words, permissions::kOwn.name);
  std::ranges::sort(words);
  return words;
}

std::string Directory::name_of(const std::string& principal) const {
  const auto user = users.find(user_id_in(principal));
  return user ? user->name : platform::name_of(principal);
}

std::string Directory::person_behind(std::string principal) const {
  while (principal.starts_with(kKey)) {
    auto maker = keys.maker_of(std::string_view(principal).substr(kKey.size()));
    if (maker.empty()) break;
    principal = std::move(maker);
  }
  return principal.starts_with(kStaff) ? std::string(kOperator) : principal;
}

std::string Directory::who_let_in(const std::string& person) const {
  const auto user = users.find(user_id_in(person));
  return user ? person_behind(user->let_in_by) : std::string();
}

bool Directory::is_same_person(const std::string& one, const std::string& other) const {
  const auto first = person_behind(one), second = person_behind(other);
  return first == second || who_let_in(first) == second || who_let_in(second) == first;
}

std::vector<UserPtr> Directory::who_may(const TenantId& place, Permission permission) const {
  auto found = users.all();
  std::erase_if(found, [&](const UserPtr& user) {
    const auto may = permissions_of(*user, place);
    return user->state != State::active || std::ranges::find(may, permission.name) == may.end();
  });
  return found;
}

void Directory::note(store::Transaction& transaction, std::string actor, std::string deed, std::string subject,
                     Value detail) const {
  if (parts_.note) parts_.note(transaction, {std::move(actor), std::move(deed), std::move(subject), std::move(detail)});
}

}  // namespace frontdesk::platform::people
