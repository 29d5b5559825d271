#include "engines/board/routes.h"

#include "base/describe.h"
#include "engines/board/permissions.h"
#include "platform/actions/over_http.h"
#include "platform/answer.h"
#include "platform/paging.h"

namespace frontdesk::engines::board {
namespace {

using net::Response;
using platform::answer;
using platform::on;
using platform::RouteRequest;

Task<Response> list(Board& board, RouteRequest request) {
  auto filter = platform::page_of(request, platform::engagements::Filter{.words = request.http.query("q")});
  const auto stage = request.http.query("stage");
  if (!stage.empty()) filter.stage = from_value<platform::engagements::Stage>(Value(stage), {}, "stage");
  co_return answer(200, co_await board.list(request.caller, std::move(filter)));
}

Task<Response> show(Board& board, RouteRequest request) {
  co_return answer(200, co_await board.show(request.caller, request.path.at("id")));
}

Task<Response> open_route(Board& board, RouteRequest request) {
  co_return answer(201, co_await board.call(platform::wanted(request, "engagements.open", request.body)));
}

Task<Response> move_route(Board& board, RouteRequest request) {
  auto arguments = request.body.with("id", request.path.at("id"));
  co_return answer(200, co_await board.call(platform::wanted(request, "engagements.move", std::move(arguments))));
}

}  // namespace

std::vector<platform::Route> routes(Board& board) {
  using namespace permissions;
  return {
      {"GET", "/v1/engagements", kRead, on(board, list)},
      {"POST", "/v1/engagements", kWrite, on(board, open_route)},
      {"GET", "/v1/engagements/{id}", kRead, on(board, show)},
      {"POST", "/v1/engagements/{id}/move", kWrite, on(board, move_route)},
  };
}

}  // namespace frontdesk::engines::board
