#include "service.h"

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace frontdesk::trade {
namespace {

net::Response problem(const Refusal& refusal) {
  auto response = net::Response::json(refusal.status, json::print(Value::object({{"type", "/problems/" + refusal.slug},
                                                                                 {"title", refusal.slug},
                                                                                 {"status", refusal.status},
                                                                                 {"detail", refusal.detail}})));
  response.headers.set("Content-Type", "application/problem+json");
  return response;
}

Value writes_of(const Office& office) {
  ListBuilder all;
  for (const auto& write : office.writes()) {
    all.add(Value::object({{"key", write.key},
                           {"tool", write.tool},
                           {"kind", write.kind},
                           {"code", write.code},
                           {"before", write.before},
                           {"after", write.after}}));
  }
  return all.build();
}

}  // namespace

net::Response Service::handle(const net::Request& request) {
  const std::string path(request.path());
  const auto parts = text::split(path, '/');
  const auto office = parts.size() == 3 ? offices_.find(std::string(parts[1])) : offices_.end();
  if (office == offices_.end()) return problem({404, "not-found", "There is nothing at " + path + "."});
  if (parts[2] == "records") return net::Response::json(200, json::print(office->second.records()));
  if (parts[2] == "writes") return net::Response::json(200, json::print(writes_of(office->second)));
  try {
    const auto arguments = json::parse(request.body);
    const std::string key(request.headers.get("idempotency-key"));
    return net::Response::json(200, json::print(office->second.call(std::string(parts[2]), arguments, key)));
  } catch (const Refusal& refusal) {
    return problem(refusal);
  } catch (const Error& error) {
    return problem({400, "arguments", error.detail});
  }
}

}  // namespace frontdesk::trade
