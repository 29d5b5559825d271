#include "service.h"

#include "base/error.h"
#include "base/json.h"

namespace frontdesk::tau {
namespace {

net::Response problem(int status, std::string_view slug, std::string_view title, std::string_view detail) {
  const auto document = Value::object(
      {{"type", fmt::format("/problems/{}", slug)}, {"title", title}, {"status", status}, {"detail", detail}});
  auto response = net::Response::json(status, json::print(document));
  response.headers.set("Content-Type", "application/problem+json");
  return response;
}

Task<> cut_off(net::BodyWriter& writer) {
  co_await writer.write(" ");  // a blank may stand before JSON; then nothing more comes
  throw Error(Kind::unavailable, "tau/cut-off", "The answer is cut off on purpose.");
}

// "/worlds/a/tools/x" is world "a" and "/tools/x"; without the prefix the world is "".
struct Target {
  std::string world;
  std::string_view path;
};

Target target_of(std::string_view path) {
  constexpr std::string_view kPrefix = "/worlds/";
  if (!path.starts_with(kPrefix)) return {"", path};
  const auto name = path.substr(kPrefix.size(), path.find('/', kPrefix.size()) - kPrefix.size());
  return {std::string(name), path.substr(kPrefix.size() + name.size())};
}

}  // namespace

Task<net::Response> Service::handle(net::Request request) {
  const auto [world, path] = target_of(request.path());
  const bool posts = request.method == "POST";
  constexpr std::string_view kTools = "/tools/";
  if (posts && path.starts_with(kTools)) {
    Call call{world, std::string(path.substr(kTools.size())), std::string(request.headers.get("Idempotency-Key")), {}};
    try {
      call.arguments = json::parse(request.body);
    } catch (const Error& error) {
      co_return problem(400, "malformed-json", "Malformed JSON", error.detail);
    }
    if (!call.arguments.is_object())
      co_return problem(400, "arguments", "Arguments", "The body must be the object of the arguments.");
    co_return co_await call_tool(std::move(call));
  }
  if (posts && path == "/admin/reset") {
    office_.reset(world);
    co_return net::Response::json(200, "{}");
  }
  if (!posts && path == "/admin/state") co_return net::Response::json(200, json::print(office_.state(world)));
  if (!posts && path == "/admin/ledger") co_return net::Response::json(200, json::print(office_.effects(world)));
  if (!posts && path == "/healthz") co_return net::Response::json(200, R"({"status":"ok"})");
  co_return problem(404, "not-found", "Not found", fmt::format("There is nothing at {}.", request.path()));
}

Task<net::Response> Service::call_tool(Call call) {
  try {
    auto answer = office_.call(call);
    if (faults_.duplicate) answer = office_.call(call);
    if (faults_.delay.count() > 0) co_await clock_.sleep_for(faults_.delay);
    auto response = net::Response::json(200, json::print(answer.value));
    if (answer.repeated) response.headers.set("Idempotency-Replayed", "true");
    if (drops_answer(call)) response.stream = cut_off;
    co_return response;
  } catch (const Error& error) {
    if (error.kind != Kind::conflict) throw;
    co_return problem(409, error.slug, "Key reused", error.detail);
  }
}

bool Service::drops_answer(const Call& call) {
  if (faults_.drop_answer_every == 0 || ++calls_ % faults_.drop_answer_every != 0) return false;
  const auto now = clock_.now();
  const auto [last, is_first] = dropped_at_.try_emplace(call.world + " " + call.tool, now);
  if (!is_first && now - last->second < faults_.drop_pause) return false;
  last->second = now;
  return true;
}

}  // namespace frontdesk::tau
