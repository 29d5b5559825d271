#include <gtest/gtest.h>

#include "dialog/sections.h"
#include "engines/automation/probe.h"
#include "net/memory_transport.h"
#include "support/run_task.h"

namespace frontdesk::engines::automation {
namespace {

namespace config = platform::config;

constexpr std::string_view kFile = R"(schema_version: 1
client_id: lume
tools:
  - {name: here, description: x, endpoint: "http://here.example/a", effect: read, input_schema: {type: object}}
  - {name: gone, description: x, endpoint: "http://gone.example/b", effect: read, input_schema: {type: object}}
  - {name: also, description: x, endpoint: "http://gone.example/b", effect: read, input_schema: {type: object}}
models: []
escalation_rules: [{id: a, when: {repair: 3}}]
)";

Task<net::Response> refuse(std::vector<std::string>& seen, net::Request request) {
  seen.push_back(request.method);
  co_return net::Response::json(405, "{}");
}

TEST(ProbeEndpoints, warns_of_those_where_nobody_is) {
  SystemClock clock;
  net::MemoryTransport transport(clock);
  std::vector<std::string> seen;
  transport.serve("here.example", 80, [&](net::Request request) { return refuse(seen, std::move(request)); });
  net::Client client(transport, clock);
  auto sections = config::platform_sections();
  for (auto& section : dialog::rules_sections()) sections.push_back(std::move(section));
  sections.push_back({"models", Value::object(), false, {}});
  const auto checking = config::Checker(std::move(sections)).check({"t.yaml", std::string(kFile)}, {});

  const auto found = support::run_task(probe_endpoints(checking, client, clock));
  EXPECT_EQ(seen, std::vector<std::string>{"HEAD"}) << "any answer will do, and nothing is called";
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].pointer, "/tools/1/endpoint");
  EXPECT_EQ(found[0].line, 5);
  EXPECT_EQ(found[0].severity, config::Severity::warning);
  EXPECT_EQ(found[1].pointer, "/tools/2/endpoint");
}

}  // namespace
}  // namespace frontdesk::engines::automation
