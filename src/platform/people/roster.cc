#include "platform/people/roster.h"

#include <algorithm>
#include <iterator>

#include "base/describe.h"
#include "base/error.h"
#include "base/unicode.h"
#include "platform/people/door.h"

namespace frontdesk::platform::people {
namespace {

constexpr std::string_view kMachine = "operator";  // whoever has the machine

Error above_own() {
  return {Kind::forbidden, "people/above-own", "You can give and take roles up to your own, and where you have it."};
}

Error out_of_reach() {
  return {Kind::forbidden, "people/out-of-reach",
          "They have roles that you could not give. Take away those in your business instead."};
}

Error not_below() {
  return {
      Kind::forbidden, "people/out-of-reach",
      "Who has a link to a new password can be them, so only somebody who stands above all of their roles makes it."};
}

Error unknown() { return {Kind::not_found, "people/unknown", "There is no such person here."}; }

Error is_disabled() { return {Kind::conflict, "people/disabled", "They are disabled; let them in again first."}; }

Error elsewhere() {
  return {Kind::conflict, "people/invited-elsewhere",
          "They cannot be invited at the moment: they were invited elsewhere and have not come yet, or are kept out. "
          "Ask the operator."};
}

Error is_known(const User& user) {
  return {
      Kind::conflict, "people/known",
      fmt::format("{} has an account with this address already, and nothing was changed. Change their roles on their "
                  "page, or send it again with \"if_known\": \"add_roles\" to give them these besides.",
                  user.name)};
}

Invitation invitation_of(const User& user, const std::string& by, const MadeLink& made) {
  return {user.email, user.name, by, path_of(made.token), made.link.expires_at};
}

bool is_seen(const Caller& caller, const Held& held) {
  return caller.tenant.is_operator() || held.tenant == caller.tenant.text();
}

Roles seen_of(const Caller& caller, const Roles& roles) {
  Roles seen;
  std::ranges::copy_if(roles, std::back_inserter(seen), [&](const Held& held) { return is_seen(caller, held); });
  return seen;
}

Roles difference(Roles one, Roles other) {
  std::ranges::sort(one);
  std::ranges::sort(other);
  Roles changed;
  std::ranges::set_symmetric_difference(one, other, std::back_inserter(changed));
  return changed;
}

Roles missing_in(const Roles& known, const Roles& wanted) {
  Roles missing;
  std::ranges::copy_if(wanted, std::back_inserter(missing),
                       [&](const Held& held) { return std::ranges::find(known, held) == known.end(); });
  return missing;
}

void demand_tenants(const Roles& added, const Directory& directory) {
  const auto& has_tenant = directory.parts().has_tenant;
  for (const auto& held : added) {
    if (held.tenant.empty() || !has_tenant || has_tenant(held.tenant)) continue;
    throw Error(Kind::not_found, "people/unknown-tenant", fmt::format("There is no tenant \"{}\".", held.tenant))
        .at("/roles");
  }
}

// To be asked before a user who is one is none any more.
void demand_admin_beside(store::Reader& reader, const User& user) {
  if (!is_operator_admin(user.roles) || user.state != State::active) return;
  if (Users::has_admin_beside(reader, user.id)) return;
  throw Error(Kind::conflict, "people/last-admin",
              "They are the last operator_admin who can sign in; make somebody else one first.");
}

bool has(std::string_view where, std::string_view words) {
  return unicode::searchable(where).find(unicode::searchable(words)) != std::string::npos;
}

Value detail_of(const Roles& roles) {
  ListBuilder list;
  for (const auto& held : roles) list.add(Value::object({{"role", to_value(held.role)}, {"tenant", held.tenant}}));
  return Value::object({{"roles", list.build()}});
}

}  // namespace

Roster::Seen Roster::seen_by(const Caller& caller, UserPtr user) const {
  auto roles = seen_of(caller, user->roles);
  // Who works elsewhere, too, may have been there last, which is not for everybody to know.
  const bool is_all = roles.size() == user->roles.size();
  const auto seen_at = is_all ? directory_.sessions.last_seen(user->id) : Timestamp{};
  return {std::move(user), std::move(roles), seen_at};
}

UserPtr Roster::find(const Caller& caller, std::string_view id) const {
  auto user = directory_.users.find(id);
  if (!user || (!caller.tenant.is_operator() && seen_of(caller, user->roles).empty())) throw unknown();
  return user;
}

std::vector<Roster::Seen> Roster::list(const Caller& caller, std::string_view words) const {
  std::vector<Seen> found;
  for (auto& user : directory_.users.all()) {
    if (!words.empty() && !has(user->name, words) && !has(user->email, words)) continue;
    auto seen = seen_by(caller, std::move(user));
    if (caller.tenant.is_operator() || !seen.roles.empty()) found.push_back(std::move(seen));
  }
  return found;
}

Task<Roster::Invited> Roster::invite(Caller caller, std::string email, std::string name, Roles roles,
                                     IfKnown if_known) {
  const auto own = directory_.roles_of(caller);
  const auto address = read_email(email);
  const auto shown = read_name(name);
  if (!may_give_all(own, roles)) throw above_own();
  demand_tenants(roles, directory_);
  if (roles.empty()) throw Error(Kind::invalid, "people/no-role", "Give at least one role.").at("/roles");
  const auto now = directory_.now();
  const auto id = directory_.parts().random.id("u_");

  const auto by = name_of(caller);
  const auto tell = directory_.teller();

  struct Done {
    User user;
    std::optional<Invitation> invitation;
  };
  auto* place = co_await directory_.place();
  auto done = co_await place->write([&](store::Transaction& transaction) {
    auto user = Users::find_by_email(transaction, address)
                    .value_or(User{.id = id, .email = address, .name = shown, .created_at = now});
    const bool is_foreign = !caller.tenant.is_operator() && seen_of(caller, user.roles).empty();
    if (user.state == State::disabled) throw is_foreign ? elsewhere() : is_disabled();
    // Whoever invites has the link, and with it all that it gives: so it gives nothing that others granted.
    if (user.state == State::invited && !may_give_all(own, user.roles)) {
      if (Links::has_open(transaction, user.id, now)) {
        throw elsewhere();
      }
      user.roles.clear();
    }
    if (if_known == IfKnown::refuse && !user.roles.empty()) throw is_known(user);
    const auto added = missing_in(user.roles, roles);
    user.roles.insert(user.roles.end(), roles.begin(), roles.end());
    Users::write(transaction, user);
    directory_.note(transaction, caller.principal, "people.invite", "user/" + user.id, detail_of(user.roles));
    if (user.state == State::active) {
      revoke_what_would_pass(transaction, user.id, added);
      return Done{std::move(user), std::nullopt};
    }
    Links::revoke_of(transaction, user.id, now);  // see give_roles
    auto made = people::make_link(Purpose::invitation, user.id, caller.principal, directory_);
    Links::write(transaction, made.link);
    const auto invitation = invitation_of(user, by, made);
    if (tell) tell(transaction, invitation);
    return Done{std::move(user), invitation};
  });
  const auto known = done.user.id;
  directory_.users.keep(std::move(done.user));
  co_return Invited{seen_by(caller, directory_.users.find(known)), std::move(done.invitation)};
}

// Whoever made a link to a new password could come in by it with what is given to the user now; where they could make
// the link also behind that, or nothing new is given, it stays.
void Roster::revoke_what_would_pass(store::Transaction& transaction, const std::string& id, const Roles& added) {
  if (added.empty()) return;
  const auto now = directory_.now();
  for (const auto& by : Links::makers_of(transaction, id, now)) {
    if (by == kMachine) continue;
    const auto maker = Users::find(transaction, user_id_in(by));
    if (!maker || !stands_above(maker->roles, added)) Links::revoke_of(transaction, id, now, by);
  }
}

Task<Roster::Seen> Roster::give_roles(Caller caller, std::string id, Roles roles) {
  demand_tenants(missing_in(find(caller, id)->roles, roles), directory_);
  const auto own = directory_.roles_of(caller);
  const auto now = directory_.now();
  auto* place = co_await directory_.place();
  auto changed = co_await place->write([&](store::Transaction& transaction) {
    auto user = Users::find(transaction, id);
    if (!user) throw unknown();
    auto next = roles;
    std::ranges::copy_if(user->roles, std::back_inserter(next),
                         [&](const Held& held) { return !is_seen(caller, held); });
    if (!may_give_all(own, difference(user->roles, next))) throw above_own();
    if (!is_operator_admin(next)) demand_admin_beside(transaction, *user);
    user->roles = std::move(next);
    Users::write(transaction, *user);
    directory_.note(transaction, caller.principal, "people.give_roles", "user/" + id, detail_of(user->roles));
    // Whoever made a link for them before could come in by it with what they have from here on.
    Links::revoke_of(transaction, id, now);
    return *std::move(user);
  });
  directory_.users.keep(std::move(changed));
  co_return seen_by(caller, directory_.users.find(id));
}

Task<Roster::Seen> Roster::disable(Caller caller, std::string id) {
  return switch_to(std::move(caller), std::move(id), false);
}

Task<Roster::Seen> Roster::enable(Caller caller, std::string id) {
  return switch_to(std::move(caller), std::move(id), true);
}

Task<Roster::Seen> Roster::switch_to(Caller caller, std::string id, bool enabled) {
  find(caller, id);
  const auto own = directory_.roles_of(caller);
  const auto now = directory_.now();
  struct Done {
    User user;
    std::vector<std::string> ended;
  };
  auto* place = co_await directory_.place();
  auto done = co_await place->write([&](store::Transaction& transaction) {
    auto user = Users::find(transaction, id);
    if (!user) throw unknown();
    if (!may_give_all(own, user->roles)) throw out_of_reach();
    Done done;
    if (!enabled) {
      demand_admin_beside(transaction, *user);
      user->state = State::disabled;
      Links::revoke_of(transaction, id, now);
      done.ended = Sessions::end(transaction, id, {}, now);
    } else if (user->state == State::disabled) {
      user->state = user->password.empty() ? State::invited : State::active;
    }
    Users::write(transaction, *user);
    directory_.note(transaction, caller.principal, enabled ? "people.enable" : "people.disable", "user/" + id);
    done.user = *std::move(user);
    return done;
  });
  directory_.users.keep(std::move(done.user));
  directory_.sessions.forget(done.ended, now);
  co_return seen_by(caller, directory_.users.find(id));
}

Task<Invitation> Roster::make_link(Caller caller, std::string id) {
  auto user = find(caller, id);
  const auto own = directory_.roles_of(caller);
  // Whoever has the link to a new password can be them, and nobody becomes one of their own rank by it.
  const bool is_in = user->state == State::active;
  if (is_in && !stands_above(own, user->roles)) throw not_below();
  if (!may_give_all(own, user->roles)) throw out_of_reach();
  co_return co_await make_link_for(std::move(user), {caller.principal, name_of(caller)}, directory_.teller());
}

Task<Invitation> Roster::make_link_by_email(std::string email) {
  auto user = directory_.users.find_by_email(read_email(email));
  if (!user) throw Error(Kind::not_found, "people/unknown-email", "Nobody here has this e-mail address.");
  co_return co_await make_link_for(std::move(user), {std::string(kMachine), std::string(kMachine)}, {});
}

Task<Invitation> Roster::make_link_for(UserPtr user, Maker maker, Tell tell) {
  auto* place = co_await directory_.place();
  const auto now = directory_.now();
  co_return co_await place->write([&](store::Transaction& transaction) {
    const auto known = Users::find(transaction, user->id);
    if (!known || known->version != user->version) {
      throw Error(Kind::conflict, "people/changed", "They were changed at the same moment; try again.");
    }
    if (known->state == State::disabled) throw is_disabled();
    Links::revoke_of(transaction, user->id, now);
    const auto purpose = known->state == State::invited ? Purpose::invitation : Purpose::password;
    const auto made = people::make_link(purpose, user->id, maker.principal, directory_);
    Links::write(transaction, made.link);
    directory_.note(transaction, maker.principal, "people.make_link", "user/" + user->id);
    auto invitation = invitation_of(*known, maker.name, made);
    if (tell) tell(transaction, invitation);
    return invitation;
  });
}

Task<> Roster::revoke_links(Caller caller, std::string id) {
  const auto user = find(caller, id);
  if (!may_give_all(directory_.roles_of(caller), user->roles)) throw out_of_reach();
  auto* place = co_await directory_.place();
  const auto now = directory_.now();
  co_await place->write([&](store::Transaction& transaction) {
    Links::revoke_of(transaction, id, now);
    directory_.note(transaction, caller.principal, "people.revoke_links", "user/" + id);
  });
}

}  // namespace frontdesk::platform::people
