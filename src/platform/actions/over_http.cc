#include "platform/actions/over_http.h"

namespace frontdesk::platform {

Wanted wanted(const RouteRequest& request, std::string action, Value arguments) {
  return {.caller = request.caller,
          .action = std::move(action),
          .arguments = std::move(arguments),
          .key = std::string(request.http.headers.get("idempotency-key")),
          .trace = request.trace};
}

}  // namespace frontdesk::platform
