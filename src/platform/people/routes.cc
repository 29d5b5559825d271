#include "base/embedded.h"
#include "base/error.h"
#include "base/text.h"
#include "platform/answer.h"
#include "platform/paging.h"
#include "platform/people/people.h"
#include "platform/people/permissions.h"
#include "platform/people/token.h"
#include "platform/people/views.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> people_operator_schema();
std::span<const base::EmbeddedFile> people_api();
}  // namespace frontdesk::embedded

namespace frontdesk::platform::people {
namespace {

using net::Response;

std::string text_of(const Value& value) { return std::string(value.text()); }

Visit visit_of(const net::Request& http) {
  return {.address = http.peer, .device = std::string(http.headers.get("user-agent"))};
}

// The gateway has signed the request in by it.
std::string_view token_of(const net::Request& http) {
  const auto header = http.headers.get("authorization");
  return text::trim(header.substr(std::min(header.size(), header.find(' '))));
}

Roles roles_in(const Value& list) {
  Roles roles;
  for (const auto& each : list.items()) roles.push_back(read_role(each["role"].text(), each["tenant"].text()));
  return roles;
}

// ---- in and out

Task<Response> sign_in(People& people, HouseRequest request) {
  const auto& body = request.body;
  co_return answer(201, view(co_await people.door.sign_in(text_of(body["email"]), text_of(body["password"]),
                                                          visit_of(request.http))));
}

Task<Response> look_at_link(People& people, HouseRequest request) {
  co_return answer(200, view(co_await people.door.look(text_of(request.body["token"]), visit_of(request.http))));
}

Task<Response> accept_link(People& people, HouseRequest request) {
  const auto& body = request.body;
  Door::Wish wish{text_of(body["email"]), text_of(body["name"]), text_of(body["password"])};
  co_return answer(201,
                   view(co_await people.door.accept(text_of(body["token"]), std::move(wish), visit_of(request.http))));
}

Task<Response> make_machine_link(People& people, HouseRequest request) {
  const auto email = text_of(request.body["email"]);
  co_return answer(
      201, view(email.empty() ? co_await people.door.welcome() : co_await people.roster.make_link_by_email(email)));
}

Task<Response> step_up(People& people, RouteRequest request) {
  people.directory.user_of(request.caller);
  auto session = people.door.session_of(token_of(request.http)).value_or(Session{});  // one of nobody is refused
  const auto until = co_await people.door.step_up(request.caller, std::move(session), text_of(request.body["password"]),
                                                  visit_of(request.http));
  co_return answer(200, Value::object({{"fresh_until", to_iso(until)}}));
}

Task<Response> sign_out(People& people, RouteRequest request) {
  people.directory.user_of(request.caller);
  const auto session = people.door.session_of(token_of(request.http));
  if (session) co_await people.door.end_session(request.caller, session->id);
  co_return Response{.status = 204};
}

// ---- one's own account

Task<Response> show_me(People& people, ListBusinesses list, RouteRequest request) {
  const auto user = people.directory.user_of(request.caller);
  co_return answer(200, view_of_me(*user, list(), request.caller.permissions));
}

Task<Response> change_password(People& people, RouteRequest request) {
  const auto& body = request.body;
  co_return answer(201,
                   view(co_await people.door.change_password(request.caller, text_of(body["password"]),
                                                             text_of(body["new_password"]), visit_of(request.http))));
}

Task<Response> list_sessions(People& people, RouteRequest request) {
  const auto user = people.directory.user_of(request.caller);
  const auto here = people.door.session_of(token_of(request.http));
  ListBuilder items;
  for (const auto& session : people.directory.sessions.of(user->id, people.directory.now()))
    items.add(view(session, here && here->id == session.id));
  co_return answer(200, Value::object({{"items", items.build()}}));
}

Task<Response> end_session(People& people, RouteRequest request) {
  co_await people.door.end_session(request.caller, request.path["id"]);
  co_return Response{.status = 204};
}

Task<Response> end_other_sessions(People& people, RouteRequest request) {
  const auto here = people.door.session_of(token_of(request.http));
  co_await people.door.end_others(request.caller, here ? here->id : std::string());
  co_return Response{.status = 204};
}

// ---- people

Task<Response> list_people(People& people, RouteRequest request) {
  const auto all = people.roster.list(request.caller, request.http.query("q"));
  const auto id_of = [](const Roster::Seen& seen) { return seen.user->id; };
  co_return answer(200, page_of_all(all, request, id_of, [](const Roster::Seen& seen) { return view(seen); }));
}

Task<Response> invite(People& people, RouteRequest request) {
  const auto& body = request.body;
  const auto if_known = body["if_known"].text() == "add_roles" ? Roster::IfKnown::add_roles : Roster::IfKnown::refuse;
  const auto invited = co_await people.roster.invite(request.caller, text_of(body["email"]), text_of(body["name"]),
                                                     roles_in(body["roles"]), if_known);
  co_return answer(201, Value::object({{"person", view(invited.who)},
                                       {"link", invited.invitation ? view(*invited.invitation) : Value()}}));
}

Task<Response> give_roles(People& people, RouteRequest request) {
  co_return answer(200, view(co_await people.roster.give_roles(request.caller, request.path["id"],
                                                               roles_in(request.body["roles"]))));
}

Task<Response> disable(People& people, RouteRequest request) {
  co_return answer(200, view(co_await people.roster.disable(request.caller, request.path["id"])));
}

Task<Response> enable(People& people, RouteRequest request) {
  co_return answer(200, view(co_await people.roster.enable(request.caller, request.path["id"])));
}

Task<Response> make_link(People& people, RouteRequest request) {
  co_return answer(201, view(co_await people.roster.make_link(request.caller, request.path["id"])));
}

Task<Response> revoke_links(People& people, RouteRequest request) {
  co_await people.roster.revoke_links(request.caller, request.path["id"]);
  co_return Response{.status = 204};
}

// ---- keys

Task<Response> list_keys(People& people, RouteRequest request) {
  const auto all = people.keys.list(request.caller, request.http.query("q"));
  const auto print = [now = people.directory.now()](const ApiKey& key) { return view(key, now); };
  ListBuilder may;
  for (const auto& word : people.directory.permissions_to_give(request.caller)) may.add(word);
  const auto page = page_of_all(all, request, [](const ApiKey& key) { return key.id; }, print);
  co_return answer(200, page.with("permissions", may.build()));
}

Task<Response> make_key(People& people, RouteRequest request) {
  const auto& body = request.body;
  std::vector<std::string> permissions;
  for (const auto& word : body["permissions"].items()) permissions.push_back(text_of(word));
  const auto made =
      co_await people.keys.make(request.caller, text_of(body["name"]), std::move(permissions), body["days"].integer());
  co_return answer(201, view(made.key, people.directory.now()).with("token", made.token));
}

Task<Response> revoke_key(People& people, RouteRequest request) {
  co_await people.keys.revoke(request.caller, request.path["id"]);
  co_return Response{.status = 204};
}

HouseHandler of_house(People& people, Task<Response> (*operation)(People&, HouseRequest)) {
  return [&people, operation](HouseRequest request) { return operation(people, std::move(request)); };
}

}  // namespace

store::Module module() { return {"people", embedded::people_operator_schema(), store::Scope::operator_}; }

std::string_view api() { return embedded::people_api()[0].bytes; }

std::vector<Route> routes(People& people, ListBusinesses list) {
  using namespace permissions;
  return {
      {"POST", "/v1/sign-out", kOwn, on(people, sign_out)},
      {"POST", "/v1/session/step-up", kOwn, on(people, step_up)},
      {"GET", "/v1/me", kOwn,
       [&people, list](RouteRequest request) { return show_me(people, list, std::move(request)); }},
      {"POST", "/v1/me/password", kOwn, on(people, change_password)},
      {"GET", "/v1/me/sessions", kOwn, on(people, list_sessions)},
      {"DELETE", "/v1/me/sessions/{id}", kOwn, on(people, end_session)},
      {"POST", "/v1/me/sessions/end-others", kOwn, on(people, end_other_sessions)},
      {"GET", "/v1/people", kPeople, on(people, list_people)},
      steps_up({"POST", "/v1/people", kPeople, on(people, invite)}),
      steps_up({"POST", "/v1/people/{id}/roles", kPeople, on(people, give_roles)}),
      {"POST", "/v1/people/{id}/disable", kPeople, on(people, disable)},
      {"POST", "/v1/people/{id}/enable", kPeople, on(people, enable)},
      steps_up({"POST", "/v1/people/{id}/link", kPeople, on(people, make_link)}),
      {"DELETE", "/v1/people/{id}/link", kPeople, on(people, revoke_links)},
      {"GET", "/v1/keys", kKeys, on(people, list_keys)},
      steps_up({"POST", "/v1/keys", kKeys, on(people, make_key)}),
      steps_up({"DELETE", "/v1/keys/{id}", kKeys, on(people, revoke_key)}),
  };
}

std::vector<HouseRoute> house_routes(People& people) {
  return {
      {"POST", "/v1/sign-in", Audience::everyone, of_house(people, sign_in)},
      {"POST", "/v1/links/look", Audience::everyone, of_house(people, look_at_link)},
      {"POST", "/v1/links/accept", Audience::everyone, of_house(people, accept_link)},
      {"POST", "/v1/links", Audience::key_holder, of_house(people, make_machine_link)},
  };
}

}  // namespace frontdesk::platform::people
