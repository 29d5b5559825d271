#include "engines/files/routes.h"

#include "base/error.h"
#include "base/json.h"
#include "engines/files/permissions.h"
#include "platform/paging.h"

namespace frontdesk::engines::files {
namespace {

using net::Response;
using platform::on;
using platform::RouteRequest;

Response answer(int status, const Value& value) { return Response::json(status, json::print(value)); }

Task<Response> give(Service& service, RouteRequest request) {
  const auto type = std::string(request.http.headers.get("content-type"));
  co_return answer(201,
                   co_await service.give(request.caller, request.http.query("name"), type, *request.http.incoming));
}

Task<Response> list(Service& service, RouteRequest request) {
  co_return answer(200,
                   co_await service.list(request.caller, platform::page_of(request, platform::files::table::Filter{})));
}

Task<Response> show(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.show(request.caller, request.path["id"]));
}

Task<Response> download(Service& service, RouteRequest request) {
  co_return co_await service.download(request.caller, request.path["id"], request.http);
}

Task<Response> remove(Service& service, RouteRequest request) {
  co_await service.remove(request.caller, request.path["id"]);
  co_return Response{.status = 204};
}

}  // namespace

std::vector<platform::Route> routes(Service& service) {
  using namespace permissions;
  return {
      {"POST", "/v1/files", kWrite, on(service, give)},
      {"GET", "/v1/files", kRead, on(service, list)},
      {"GET", "/v1/files/{id}", kRead, on(service, show)},
      {"GET", "/v1/files/{id}/content", kRead, on(service, download)},
      {"DELETE", "/v1/files/{id}", kWrite, on(service, remove)},
  };
}

}  // namespace frontdesk::engines::files
