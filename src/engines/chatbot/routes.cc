#include "engines/chatbot/routes.h"

#include <charconv>

#include "base/describe.h"
#include "engines/chatbot/errors.h"
#include "engines/chatbot/permissions.h"
#include "net/address.h"
#include "platform/answer.h"

namespace frontdesk::engines::chatbot {
namespace {

using net::Response;
using platform::answer;
using platform::on;
using platform::RouteRequest;
using platform::Sites;

std::string text_of(const Value& value) { return std::string(value.text()); }

std::int64_t number_parameter(std::string_view name, const std::string& text, std::int64_t absent) {
  if (text.empty()) return absent;
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || number < 0) throw errors::bad_parameter(name, "a whole number from 0");
  return number;
}

std::size_t limit_of(const RouteRequest& request, std::int64_t absent, std::int64_t most) {
  return static_cast<std::size_t>(
      std::clamp<std::int64_t>(number_parameter("limit", request.http.query("limit"), absent), 1, most));
}

Response accepted(const graph::Receipt& receipt) {
  return answer(202, Value::object({{"seq", receipt.seq}, {"duplicate", receipt.duplicate}}));
}

Task<Response> open(Service& service, RouteRequest request) {
  const auto& channel = request.body["channel"];
  co_return answer(201, co_await service.open(request.caller, channel.is_text() ? text_of(channel) : "web",
                                              text_of(request.body["language"])));
}

Task<Response> open_test(Service& service, RouteRequest request) {
  co_return answer(201, co_await service.open_test(request.caller, text_of(request.body["config"])));
}

Task<Response> list(Service& service, RouteRequest request) {
  dialog::ListQuery query;
  const auto status = request.http.query("status");
  if (!status.empty()) query.status = from_value<dialog::Status>(Value(status), {}, "status");
  const auto outcome = request.http.query("outcome");
  if (!outcome.empty()) query.outcome = from_value<dialog::Outcome>(Value(outcome), {}, "outcome");
  query.queue = request.http.query("queue");
  query.words = request.http.query("q");
  query.from = {number_parameter("from", request.http.query("from"), 0)};
  query.until = Timestamp{number_parameter("until", request.http.query("until"), INT64_MAX)};
  if (request.http.query("order") == "waiting") query.order = dialog::Order::waiting;
  const auto before = request.http.query("before");
  if (!before.empty()) {
    query.behind = read_cursor(request.caller.tenant, before);
    if (!query.behind) throw errors::bad_parameter("before", "the \"next\" of a page before");
  }
  query.limit = limit_of(request, 50, 200);
  const bool mine = request.http.query("mine") == "1";
  co_return answer(200, co_await service.list(request.caller, std::move(query), mine));
}

Task<Response> inbox(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.inbox(request.caller));
}

Task<Response> be_present(Service& service, RouteRequest request) {
  co_return answer(200,
                   co_await service.be_present(request.caller, request.path["id"], request.body["typing"].boolean()));
}

Task<Response> show(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.show(request.caller, request.path["id"]));
}

// Where a visitor writes from, as limits count addresses. Whoever speaks in visitors' names speaks for many, and a
// loopback address is a proxy's whose word is not believed.
std::string address_of(const RouteRequest& request) {
  const bool is_visitor = request.caller.principal.starts_with("visitor:");
  return is_visitor && !net::is_loopback(request.http.peer) ? net::address_for_limits(request.http.peer) : "";
}

Task<Response> receive(Service& service, RouteRequest request) {
  dialog::Said said{text_of(request.body["id"]), text_of(request.body["text"]), request.body["answer"]};
  said.address = address_of(request);
  said.trace = request.trace;
  co_return accepted(co_await service.receive(request.caller, request.path["id"], std::move(said)));
}

Task<Response> be_typing(Service& service, RouteRequest request) {
  co_await service.be_typing(request.caller, request.path["id"]);
  co_return Response{.status = 204};
}

Task<Response> messages(Service& service, RouteRequest request) {
  const auto after = number_parameter("after", request.http.query("after"), 0);
  co_return answer(200,
                   co_await service.messages(request.caller, request.path["id"], after, limit_of(request, 500, 1000)));
}

// The place to go on from: the header of a reconnecting client counts more than the address it first asked for. Live
// pieces ("12.3") are not kept, so what counts is the stored event before them.
std::int64_t resume_point(const RouteRequest& request) {
  auto last = std::string(request.http.headers.get("last-event-id"));
  last = last.substr(0, last.find('.'));
  return last.empty() ? number_parameter("after", request.http.query("after"), 0)
                      : number_parameter("Last-Event-ID", last, 0);
}

Task<> send_piece(net::BodyWriter& writer, std::string piece) { co_await writer.write(piece); }

Task<> stream_events(Service& service, platform::Caller caller, std::string id, std::int64_t after, bool trace,
                     net::BodyWriter& writer) {
  co_await service.follow(std::move(caller), std::move(id), after, trace,
                          [&writer](std::string piece) { return send_piece(writer, std::move(piece)); });
}

Task<Response> events(Service& service, RouteRequest request) {
  const bool trace = request.http.query("trace") == "1";
  const auto after = resume_point(request);
  const auto id = request.path["id"];
  if (request.http.headers.get("accept").find("text/event-stream") == std::string_view::npos) {
    co_return answer(200, co_await service.events(request.caller, id, after, limit_of(request, 500, 1000), trace));
  }
  co_await service.check_cursor(request.caller, id, after, trace);
  Response response;
  response.headers.set("content-type", "text/event-stream");
  response.headers.set("cache-control", "no-store");
  response.headers.set("x-accel-buffering", "no");
  response.stream = [&service, caller = request.caller, id, after, trace](net::BodyWriter& writer) {
    return stream_events(service, caller, id, after, trace, writer);
  };
  co_return response;
}

Task<Response> take_over(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.take_over(request.caller, request.path["id"], text_of(request.body["from"])));
}

Task<Response> give_back(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.give_back(request.caller, request.path["id"], text_of(request.body["from"])));
}

Task<Response> resolve(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.resolve(request.caller, request.path["id"], text_of(request.body["from"])));
}

Task<Response> reply(Service& service, RouteRequest request) {
  co_return accepted(co_await service.reply(request.caller, request.path["id"], text_of(request.body["id"]),
                                            text_of(request.body["text"])));
}

}  // namespace

std::vector<platform::Route> routes(Service& service) {
  using namespace permissions;
  return {
      {"POST", "/v1/conversations", kCreate, on(service, open), Sites::any},
      {"GET", "/v1/conversations", kRead, on(service, list)},
      {"POST", "/v1/test-conversations", kAct, on(service, open_test)},
      {"GET", "/v1/inbox", kRead, on(service, inbox)},
      {"GET", "/v1/conversations/{id}", kSee, on(service, show), Sites::any},
      {"POST", "/v1/conversations/{id}/messages", kOwn, on(service, receive), Sites::any},
      {"POST", "/v1/conversations/{id}/typing", kOwn, on(service, be_typing), Sites::any},
      {"GET", "/v1/conversations/{id}/messages", kSee, on(service, messages), Sites::any},
      {"GET", "/v1/conversations/{id}/events", kSee, on(service, events), Sites::any},
      {"POST", "/v1/conversations/{id}/presence", kAct, on(service, be_present)},
      {"POST", "/v1/conversations/{id}/takeover", kAct, on(service, take_over)},
      {"POST", "/v1/conversations/{id}/release", kAct, on(service, give_back)},
      {"POST", "/v1/conversations/{id}/resolve", kAct, on(service, resolve)},
      {"POST", "/v1/conversations/{id}/replies", kAct, on(service, reply)},
  };
}

}  // namespace frontdesk::engines::chatbot
