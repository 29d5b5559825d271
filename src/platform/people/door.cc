#include "platform/people/door.h"

#include "base/describe.h"
#include "base/error.h"
#include "net/address.h"
#include "platform/people/token.h"

namespace frontdesk::platform::people {
namespace {

constexpr Rate kTriesOfAddress{.per_second = 0.5, .burst = 30};
constexpr Rate kTriesForPerson{.per_second = 1.0 / 60, .burst = 10};
constexpr std::size_t kSessionsMax = 100;  // open ones of a user

std::chrono::milliseconds life_of(Purpose purpose) {
  return purpose == Purpose::invitation ? std::chrono::days(7) : std::chrono::days(1);
}

Error wrong_password() {
  return {Kind::unauthenticated, "people/wrong-password", "The e-mail address or the password is wrong."};
}

Error link_over() {
  return {Kind::not_found, "people/link-over",
          "This link is not known, was used or taken back, or its time is up. Ask for a new one."};
}

void demand_room(RateLimiter& limiter, const std::string& key) {
  const auto wait = limiter.take(key);
  if (!wait) return;
  throw Error(Kind::exhausted, "people/too-many-tries", "There were too many tries that failed; wait a moment.")
      .after(*wait);
}

// What is no address is nobody's.
std::string email_of(const std::string& given) {
  try {
    return read_email(given);
  } catch (const Error&) {
    return given;
  }
}

Error unknown_session() {
  return {Kind::not_found, "people/unknown-session", "You have no such session, or it has ended."};
}

std::string lane_of(const Visit& visit) { return "sign-in " + net::address_for_limits(visit.address); }

}  // namespace

MadeLink make_link(Purpose purpose, std::string user, std::string by, const Directory& directory) {
  const auto now = directory.now();
  auto& random = directory.parts().random;
  auto token = make_token(kLinkPrefix, random);
  return {.link = {.digest = digest_of(token),
                   .id = random.id("l_"),
                   .purpose = purpose,
                   .user = std::move(user),
                   .by = std::move(by),
                   .made_at = now,
                   .expires_at = {now.ms + life_of(purpose).count()}},
          .token = std::move(token)};
}

std::string path_of(std::string_view token) { return fmt::format("/console/#/welcome/{}", token); }

Door::Door(Directory& directory, Passwords& passwords)
    : directory_(directory),
      passwords_(passwords),
      addresses_(directory.parts().clock, kTriesOfAddress),
      persons_(directory.parts().clock, kTriesForPerson) {}

// What strangers try for a user counts apart from what comes from where the user has been.
Door::Tries Door::demand_tries(const UserPtr& user, const std::string& email, const Visit& visit) {
  Tries tries{.address = net::address_for_limits(visit.address), .person = email};
  if (user && directory_.sessions.knows(user->id, visit.address)) tries.person += " " + visit.address;
  demand_room(addresses_, tries.address);
  demand_room(persons_, tries.person);
  return tries;
}

void Door::forgive(const Tries& tries) {
  addresses_.give_back(tries.address);
  persons_.give_back(tries.person);
}

Task<> Door::demand_password(UserPtr user, const std::string& email, std::string given, Visit visit) {
  const auto tries = demand_tries(user, email, visit);
  const bool is_in = user && user->state == State::active;
  bool matches = false;
  try {
    matches = co_await passwords_.matches(lane_of(visit), is_in ? user->password : std::string(), std::move(given));
  } catch (...) {
    forgive(tries);  // nobody has looked at it: it was no try
    throw;
  }
  if (!matches) throw wrong_password();
  forgive(tries);
}

Task<Door::Entered> Door::sign_in(std::string email, std::string given, Visit visit) {
  const auto wanted = email_of(email);
  auto user = directory_.users.find_by_email(wanted);
  co_await demand_password(user, wanted, std::move(given), visit);
  co_return co_await enter(std::move(user), std::move(visit));
}

// The password was looked at a moment ago: it has to be the user's still.
Task<Door::Entered> Door::enter(UserPtr user, Visit visit) {
  const auto now = directory_.now();
  const auto opened = Sessions::open(user->id, std::move(visit), now, directory_.parts().random);
  const auto others = directory_.sessions.of(user->id, now);
  const auto too_many = others.size() >= kSessionsMax ? others.back().id : std::string();
  auto* place = co_await directory_.place();
  const auto ended = co_await place->write([&](store::Transaction& transaction) {
    const auto known = Users::find(transaction, user->id);
    if (!known || known->state != State::active || known->password != user->password) throw wrong_password();
    Sessions::write(transaction, opened.session);
    return too_many.empty() ? std::vector<std::string>()
                            : Sessions::end(transaction, user->id, {.only = too_many}, now);
  });
  directory_.sessions.forget(ended, now);
  directory_.sessions.keep(opened.session);
  co_return Entered{opened.token, opened.session.ends_at, user};
}

Task<Invitation> Door::welcome() {
  const auto made = make_link(Purpose::welcome, "", "operator", directory_);
  auto* place = co_await directory_.place();
  co_await place->write([&](store::Transaction& transaction) {
    if (Users::has_any(transaction)) {
      throw Error(Kind::conflict, "people/welcomed",
                  "There are users already. Name one of them to have a link that sets a new password.");
    }
    Links::revoke_of(transaction, "", made.link.made_at);
    Links::write(transaction, made.link);
    directory_.note(transaction, made.link.by, "people.welcome", "link/" + made.link.id);
  });
  co_return Invitation{.path = path_of(made.token), .expires_at = made.link.expires_at};
}

Task<Link> Door::find_link(std::string token, Visit visit) {
  const auto address = net::address_for_limits(visit.address);
  demand_room(addresses_, address);
  auto* place = co_await directory_.place();
  const auto digest = digest_of(token);
  const auto now = directory_.now();
  auto link = co_await place->read([&](store::Reader& reader) { return Links::find(reader, digest, now); });
  if (!link) throw link_over();
  addresses_.give_back(address);
  co_return *std::move(link);
}

Task<Door::Looked> Door::look(std::string token, Visit visit) {
  const auto link = co_await find_link(std::move(token), std::move(visit));
  const auto user = directory_.users.find(link.user);
  if (link.purpose == Purpose::welcome ? !directory_.users.is_empty() : !user) throw link_over();
  co_return Looked{link.purpose, user ? user->email : std::string(), user ? user->name : std::string()};
}

Task<Door::Entered> Door::accept(std::string token, Wish wish, Visit visit) {
  const auto link = co_await find_link(std::move(token), visit);
  const auto now = directory_.now();
  const bool is_first = link.purpose == Purpose::welcome;
  const auto known = directory_.users.find(link.user);
  if (!is_first && !known) throw link_over();
  const auto email = is_first ? read_email(wish.email) : known->email;
  const auto name = is_first || !wish.name.empty() ? read_name(wish.name) : known->name;
  const auto hash = co_await passwords_.hash(lane_of(visit), Passwords::read(wish.password, email, name));
  const auto id = is_first ? directory_.parts().random.id("u_") : known->id;
  const auto opened = Sessions::open(id, std::move(visit), now, directory_.parts().random);

  struct Done {
    User user;
    std::vector<std::string> ended;
  };
  auto* place = co_await directory_.place();
  auto done = co_await place->write([&](store::Transaction& transaction) {
    if (!Links::use(transaction, link.digest, now)) throw link_over();
    if (is_first && Users::has_any(transaction)) throw link_over();
    auto user = is_first ? User{.id = id, .email = email, .created_at = now, .roles = {{Role::operator_admin, ""}}}
                         : Users::find(transaction, id);
    if (!user || user->state == State::disabled) throw link_over();
    user->name = name;
    user->password = hash;
    user->state = State::active;
    user->let_in_by = link.by;
    Users::write(transaction, *user);
    Links::revoke_of(transaction, id, now);
    directory_.note(transaction, principal_of(*user), "people.accept_link", "user/" + id,
                    Value::object({{"purpose", to_value(link.purpose)}, {"link", link.id}, {"made_by", link.by}}));
    auto ended = Sessions::end(transaction, id, {}, now);
    Sessions::write(transaction, opened.session);
    return Done{*std::move(user), std::move(ended)};
  });
  directory_.users.keep(std::move(done.user));
  directory_.sessions.forget(done.ended, now);
  directory_.sessions.keep(opened.session);
  co_return Entered{opened.token, opened.session.ends_at, directory_.users.find(id)};
}

Task<Door::Entered> Door::change_password(Caller caller, std::string given, std::string wanted, Visit visit) {
  const auto user = directory_.user_of(caller);
  auto fresh = Passwords::read(wanted, user->email, user->name);
  co_await demand_password(user, user->email, std::move(given), visit);
  const auto hash = co_await passwords_.hash(lane_of(visit), std::move(fresh));
  const auto now = directory_.now();
  const auto opened = Sessions::open(user->id, std::move(visit), now, directory_.parts().random);

  struct Done {
    User user;
    std::vector<std::string> ended;
  };
  auto* place = co_await directory_.place();
  auto done = co_await place->write([&](store::Transaction& transaction) {
    auto known = Users::find(transaction, user->id);
    if (!known || known->state != State::active || known->password != user->password) throw wrong_password();
    known->password = hash;
    Users::write(transaction, *known);
    // Whoever asked for one wanted in, and who is in has no need of it: what lies in a mailbox lets nobody in any more.
    Links::revoke_of(transaction, user->id, now);
    directory_.note(transaction, caller.principal, "people.change_password", "user/" + user->id);
    auto ended = Sessions::end(transaction, user->id, {}, now);
    Sessions::write(transaction, opened.session);
    return Done{*std::move(known), std::move(ended)};
  });
  directory_.users.keep(std::move(done.user));
  directory_.sessions.forget(done.ended, now);
  directory_.sessions.keep(opened.session);
  co_return Entered{opened.token, opened.session.ends_at, user};
}

Task<Timestamp> Door::step_up(Caller caller, Session session, std::string given, Visit visit) {
  const auto user = directory_.user_of(caller);
  if (session.user != user->id) throw unknown_session();
  co_await demand_password(user, user->email, std::move(given), std::move(visit));
  const auto now = directory_.now();
  auto* place = co_await directory_.place();
  co_await place->write([&](store::Transaction& transaction) {
    const auto known = Users::find(transaction, user->id);
    if (!known || known->state != State::active || known->password != user->password) throw wrong_password();
    if (!Sessions::prove(transaction, session, now)) throw unknown_session();
    directory_.note(transaction, caller.principal, "people.step_up", "session/" + session.id);
  });
  directory_.sessions.prove(session, now);
  co_return Timestamp{now.ms + directory_.parts().proof_life.count()};
}

std::optional<Session> Door::session_of(std::string_view token) const {
  return directory_.sessions.use(split_token(token).token, directory_.now());
}

Task<> Door::end_session(Caller caller, std::string id) {
  const auto user = directory_.user_of(caller);
  const auto now = directory_.now();
  auto* place = co_await directory_.place();
  const auto ended = co_await place->write([&](store::Transaction& transaction) {
    auto ended = Sessions::end(transaction, user->id, {.only = id}, now);
    if (!ended.empty()) directory_.note(transaction, caller.principal, "people.end_session", "session/" + id);
    return ended;
  });
  if (ended.empty()) throw unknown_session();
  directory_.sessions.forget(ended, now);
}

Task<> Door::end_others(Caller caller, std::string id) {
  const auto user = directory_.user_of(caller);
  const auto now = directory_.now();
  auto* place = co_await directory_.place();
  const auto ended = co_await place->write([&](store::Transaction& transaction) {
    auto ended = Sessions::end(transaction, user->id, {.but_for = id}, now);
    if (!ended.empty())
      directory_.note(transaction, caller.principal, "people.end_other_sessions", "user/" + user->id,
                      Value::object({{"sessions", static_cast<std::int64_t>(ended.size())}}));
    return ended;
  });
  directory_.sessions.forget(ended, now);
}

}  // namespace frontdesk::platform::people
