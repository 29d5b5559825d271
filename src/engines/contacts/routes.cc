#include "engines/contacts/routes.h"

#include "base/json.h"
#include "engines/contacts/permissions.h"
#include "platform/actions/over_http.h"
#include "platform/answer.h"
#include "platform/paging.h"

namespace frontdesk::engines::contacts {
namespace {

using net::Response;
using platform::answer;
using platform::on;
using platform::RouteRequest;

Task<Response> list(Book& book, RouteRequest request) {
  auto filter = platform::page_of(request, platform::contacts::Filter{.words = request.http.query("q")});
  co_return answer(200, co_await book.list(request.caller, std::move(filter)));
}

Task<Response> show(Book& book, RouteRequest request) {
  co_return answer(200, co_await book.show(request.caller, request.path.at("id")));
}

// What the action answers names the contact; what is shown of it is read anew.
Task<Response> act(Book& book, RouteRequest request, std::string action, Value arguments) {
  const auto done = co_await book.call(platform::wanted(request, std::move(action), std::move(arguments)));
  co_return answer(200, co_await book.show(request.caller, std::string(done["id"].text())));
}

Task<Response> edit_route(Book& book, RouteRequest request) {
  auto arguments = request.body.with("id", request.path.at("id"));
  return act(book, std::move(request), "contacts.edit", std::move(arguments));
}

Task<Response> join_route(Book& book, RouteRequest request) {
  auto arguments = request.body.with("id", request.path.at("id"));
  return act(book, std::move(request), "contacts.join", std::move(arguments));
}

Task<Response> erase_route(Book& book, RouteRequest request) {
  auto arguments = Value::object({{"id", request.path.at("id")}});
  co_await book.call(platform::wanted(request, "contacts.erase", std::move(arguments)));
  co_return Response{.status = 204};
}

}  // namespace

std::vector<platform::Route> routes(Book& book) {
  using namespace permissions;
  return {
      {"GET", "/v1/contacts", kRead, on(book, list)},
      {"GET", "/v1/contacts/{id}", kRead, on(book, show)},
      {"POST", "/v1/contacts/{id}/edit", kWrite, on(book, edit_route)},
      {"POST", "/v1/contacts/{id}/join", kWrite, on(book, join_route)},
      platform::steps_up({"DELETE", "/v1/contacts/{id}", kErase, on(book, erase_route)}),
  };
}

}  // namespace frontdesk::engines::contacts
