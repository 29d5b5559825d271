#include "engines/desk/routes.h"

#include "base/describe.h"
#include "engines/desk/permissions.h"
#include "platform/actions/over_http.h"
#include "platform/answer.h"
#include "platform/paging.h"

namespace frontdesk::engines::desk {
namespace {

using net::Response;
using platform::answer;
using platform::number_in;
using platform::on;
using platform::page_of;
using platform::RouteRequest;
using platform::wanted;

std::int64_t number_of(const RouteRequest& request) { return number_in(request.path.at("number")); }

template <class State>
std::optional<State> state_in(const RouteRequest& request) {
  const auto word = request.http.query("state");
  return word.empty() ? std::nullopt : std::optional(from_value<State>(Value(word), {}, "state"));
}

Task<Response> list_actions(Desk& desk, RouteRequest request) { co_return answer(200, desk.actions(request.caller)); }

Task<Response> call_action(Desk& desk, RouteRequest request) {
  auto call = wanted(request, request.path.at("name"), request.body);
  co_return answer(200, Value::object({{"answer", co_await desk.call(std::move(call))}}));
}

Task<Response> list_work(Desk& desk, RouteRequest request) {
  platform::work::Filter filter{.state = state_in<platform::work::State>(request),
                                .kind = request.http.query("kind"),
                                .words = request.http.query("q")};
  co_return answer(200, co_await desk.work(request.caller, page_of(request, std::move(filter))));
}

Task<Response> work_again(Desk& desk, RouteRequest request) {
  co_return answer(200,
                   co_await desk.call(wanted(request, "work.again", Value::object({{"number", number_of(request)}}))));
}

Task<Response> give_work_up(Desk& desk, RouteRequest request) {
  co_return answer(
      200, co_await desk.call(wanted(request, "work.give_up", Value::object({{"number", number_of(request)}}))));
}

Task<Response> list_errands(Desk& desk, RouteRequest request) {
  platform::errands::Filter filter{.state = state_in<platform::errands::State>(request),
                                   .kind = request.http.query("kind")};
  co_return answer(200, co_await desk.errands(request.caller, page_of(request, std::move(filter))));
}

Task<Response> show_errand(Desk& desk, RouteRequest request) {
  co_return answer(200, co_await desk.errand(request.caller, number_of(request)));
}

Task<Response> stop_errand(Desk& desk, RouteRequest request) {
  co_return answer(
      200, co_await desk.call(wanted(request, "errands.stop", Value::object({{"number", number_of(request)}}))));
}

Task<Response> list_approvals(Desk& desk, RouteRequest request) {
  platform::approvals::Filter filter{.state = state_in<platform::approvals::State>(request),
                                     .words = request.http.query("q")};
  co_return answer(200, co_await desk.approvals(request.caller, page_of(request, std::move(filter))));
}

Task<Response> show_approval(Desk& desk, RouteRequest request) {
  co_return answer(200, co_await desk.approval(request.caller, request.path.at("id")));
}

Task<Response> answer_approval(Desk& desk, RouteRequest request) {
  auto arguments = request.body.with("id", request.path.at("id"));
  co_return answer(200, co_await desk.call(wanted(request, "approvals.answer", std::move(arguments))));
}

Task<Response> withdraw_approval(Desk& desk, RouteRequest request) {
  auto arguments = Value::object({{"id", request.path.at("id")}});
  co_return answer(200, co_await desk.call(wanted(request, "approvals.withdraw", std::move(arguments))));
}

Task<Response> list_audit(Desk& desk, RouteRequest request) {
  platform::audit::Filter filter{.actor = request.http.query("principal"),
                                 .deed = request.http.query("deed"),
                                 .subject = request.http.query("subject"),
                                 .words = request.http.query("q")};
  co_return answer(200, co_await desk.audit(request.caller, page_of(request, std::move(filter))));
}

Task<Response> verify_audit(Desk& desk, RouteRequest request) {
  co_return answer(200, co_await desk.verdict(request.caller, platform::audit::read_head(request.http.query("noted"))));
}

Task<Response> list_events(Desk& desk, RouteRequest request) {
  platform::events::Filter filter{.type = request.http.query("type"), .subject = request.http.query("subject")};
  co_return answer(200, co_await desk.events(request.caller, page_of(request, std::move(filter))));
}

}  // namespace

std::vector<platform::Route> routes(Desk& desk) {
  using namespace permissions;
  return {
      {"GET", "/v1/actions", kCall, on(desk, list_actions)},
      {"POST", "/v1/actions/{name}", kCall, on(desk, call_action)},
      {"GET", "/v1/work", kSeeWork, on(desk, list_work)},
      {"POST", "/v1/work/{number}/again", kManageWork, on(desk, work_again)},
      {"POST", "/v1/work/{number}/give-up", kManageWork, on(desk, give_work_up)},
      {"GET", "/v1/errands", kSeeWork, on(desk, list_errands)},
      {"GET", "/v1/errands/{number}", kSeeWork, on(desk, show_errand)},
      {"POST", "/v1/errands/{number}/stop", kManageWork, on(desk, stop_errand)},
      {"GET", "/v1/approvals", kSeeApprovals, on(desk, list_approvals)},
      {"GET", "/v1/approvals/{id}", kSeeApprovals, on(desk, show_approval)},
      platform::steps_up({"POST", "/v1/approvals/{id}/answer", kDecide, on(desk, answer_approval)}),
      {"POST", "/v1/approvals/{id}/withdraw", kSeeApprovals, on(desk, withdraw_approval)},
      {"GET", "/v1/audit", kSeeAudit, on(desk, list_audit)},
      {"GET", "/v1/audit/verdict", kSeeAudit, on(desk, verify_audit)},
      {"GET", "/v1/events", kSeeAudit, on(desk, list_events)},
  };
}

}  // namespace frontdesk::engines::desk
