#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/trace_context.h"
#include "base/value.h"
#include "net/http.h"
#include "platform/caller.h"

namespace frontdesk::platform {

// A request that has been signed in, permitted and checked against api.yaml before the handler sees it.
struct RouteRequest {
  Caller caller;
  std::map<std::string, std::string, std::less<>> path;  // {name} parts of the pattern, decoded
  const net::Request& http;
  Value body;                              // parsed JSON; null where there is none
  std::optional<TraceContext> trace = {};  // of this request, a part of the one that its header names
};

using RouteHandler = std::function<Task<net::Response>(RouteRequest request)>;

// A handler that is a function of a service; the service outlives it.
template <class Service>
RouteHandler on(Service& service, Task<net::Response> (*operation)(Service& service, RouteRequest request)) {
  return [&service, operation](RouteRequest request) { return operation(service, std::move(request)); };
}

// Whose pages may call an operation from a browser.
enum class Sites {
  own,  // ours
  any,  // also those that the widget stands on; a call is worth what its bearer token is worth, and no cookie or
        // password of ours ever goes along
};

// One operation of the HTTP API. There is no default for the permission: a route without one does not compile.
struct Route {
  Route(std::string method, std::string pattern, Permission permission, RouteHandler handler, Sites sites = Sites::own)
      : method(std::move(method)),
        pattern(std::move(pattern)),
        permission(permission),
        handler(std::move(handler)),
        sites(sites) {}

  std::string method;
  std::string pattern;  // "/v1/conversations/{id}/messages"
  Permission permission;
  RouteHandler handler;
  Sites sites;
  bool steps_up = false;
};

// A request that belongs to no tenant.
struct HouseRequest {
  std::map<std::string, std::string, std::less<>> path;
  const net::Request& http;
  Value body;
  // Who asks for something that is not for everyone, in the operator's place: somebody who may, or "operator", whoever
  // has its key.
  Caller by{TenantId::of_operator(), {}, {}, {}};
  std::optional<TraceContext> trace = {};  // as above
};

using HouseHandler = std::function<Task<net::Response>(HouseRequest request)>;

// Whom an operation outside of all tenants is for.
enum class Audience {
  everyone,
  operators,   // whoever holds the operator key, or may "house.manage"
  key_holder,  // the operator key alone: what a machine does, and nobody in their own name
};

// An operation that belongs to no tenant. The caller that its handler gets is of the operator's place, so it cannot
// reach a tenant's data by it.
struct HouseRoute {
  HouseRoute(std::string method, std::string pattern, Audience audience, HouseHandler handler)
      : method(std::move(method)), pattern(std::move(pattern)), audience(audience), handler(std::move(handler)) {}

  std::string method;
  std::string pattern;
  Audience audience;
  HouseHandler handler;
  bool steps_up = false;
};

// The same operation, which a user is let do only while the proof of who they are is fresh: a session that was left
// open does not get that far.
inline Route steps_up(Route route) {
  route.steps_up = true;
  return route;
}
inline HouseRoute steps_up(HouseRoute route) {
  route.steps_up = true;
  return route;
}

}  // namespace frontdesk::platform
