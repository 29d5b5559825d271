#include <charconv>

#include "engines/automation/learning.h"
#include "engines/automation/permissions.h"
#include "engines/automation/routes.h"
#include "platform/answer.h"

namespace frontdesk::engines::automation {
namespace {

using net::Response;
using platform::answer;
using platform::on;
using platform::RouteRequest;

constexpr int kDays = 30;

// The contract has checked it.
int days_of(std::string_view text) {
  int days = kDays;
  std::from_chars(text.data(), text.data() + text.size(), days);
  return days;
}

Response answer_or_findings(const std::expected<Value, std::vector<config::Finding>>& outcome,
                            const std::string& request) {
  return outcome ? answer(200, *outcome) : refusal(outcome.error(), request);
}

Task<Response> turns(Learning& learning, RouteRequest request) {
  co_return answer(200, co_await learning.turns(request.caller, days_of(request.http.query("days"))));
}

Task<Response> teach(Learning& learning, RouteRequest request) {
  co_return answer_or_findings(co_await learning.teach(request.caller, request.body), request.http.id);
}

Task<Response> preview(Learning& learning, RouteRequest request) {
  co_return answer_or_findings(co_await learning.preview(request.caller, request.body), request.http.id);
}

}  // namespace

std::vector<platform::Route> learning_routes(Learning& learning) {
  using namespace permissions;
  return {
      {"GET", "/v1/learning/turns", kHear, on(learning, turns)},
      {"POST", "/v1/learning/teach", kWrite, on(learning, teach)},
      {"POST", "/v1/learning/preview", kHear, on(learning, preview)},
  };
}

}  // namespace frontdesk::engines::automation
