#include "engines/automation/probe.h"

#include <map>

#include "base/error.h"

namespace frontdesk::engines::automation {
namespace {

namespace config = platform::config;

// Why nobody answers; empty where somebody does.
Task<std::string> ask(net::Client& client, Clock& clock, std::string url) {
  try {
    net::ClientRequest request{.method = "HEAD", .url = std::move(url)};
    co_await client.send(std::move(request), Deadline::in(clock, std::chrono::seconds(3)));
    co_return "";
  } catch (const Error& error) {
    co_return error.detail;
  }
}

}  // namespace

Task<std::vector<config::Finding>> probe_endpoints(const config::Checking& checking, net::Client& client,
                                                   Clock& clock) {
  std::vector<config::Finding> found;
  if (!checking.document) co_return found;
  std::map<std::string, std::string> answers;
  const auto& tools = checking.document->value()["tools"];
  for (std::size_t i = 0; i < tools.size(); ++i) {
    const auto url = std::string(tools[i]["endpoint"].text());
    if (url.empty()) continue;
    auto known = answers.find(url);
    if (known == answers.end()) known = answers.emplace(url, co_await ask(client, clock, url)).first;
    if (known->second.empty()) continue;
    const auto pointer = config::join(config::join("/tools", i), "endpoint");
    const auto place = checking.document->place_of(pointer, config::Spot::value);
    found.push_back({config::Severity::warning, place.file, place.line, place.column, pointer,
                     fmt::format("Nobody answers at {}: {}", url, known->second),
                     "Start the service, correct the address, or let this machine reach it."});
  }
  co_return found;
}

}  // namespace frontdesk::engines::automation
