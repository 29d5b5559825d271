#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/error.h"
#include "base/json.h"
#include "base/json_schema.h"
#include "base/text.h"
#include "base/yaml.h"
#include "engines/automation/learning.h"
#include "engines/automation/routes.h"
#include "platform/module.h"
#include "support/database.h"
#include "support/run_task.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> dialog_schema();
}  // namespace frontdesk::embedded

namespace frontdesk::engines::automation {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

const Value& contract() {
  static const Value kContract =
      yaml::parse(read_file(std::string(FRONTDESK_SOURCE_DIR) + "/src/engines/automation/api.yaml")).value;
  return kContract;
}

// A schema of the contract with what it refers to.
JsonSchema compiled(const Value& schema) {
  return JsonSchema::compile(schema.with("components", contract()["components"]));
}

constexpr std::string_view kFile = R"(schema_version: 1
client_id: lume
tools:
  - name: find
    description: Finds.
    endpoint: https://lume.example/find
    effect: read
    timeout: 5s
    input_schema: {type: object}
flows: [{name: find, steps: [{call: find}]}]
escalation_rules: [{id: lost, when: {repair: 3}}]
)";

std::string edited(std::string_view from, std::string_view to) {
  auto yaml = std::string(kFile);
  return yaml.replace(yaml.find(from), from.size(), to);
}

class AutomationTest : public testing::Test {
 protected:
  AutomationTest() : folder_(fmt::format("{}/frontdesk-automation-{}", testing::TempDir(), ::getpid())) {
    std::filesystem::remove_all(folder_);
    database_ = support::open_database({.folder = folder_}, {platform::module(), {"dialog", embedded::dialog_schema()}},
                                       *files_, *log_);
    auto sections = config::platform_sections();
    sections.push_back({"flows", Value::object(), false, {}});
    configs_ = std::make_unique<config::ConfigStore>(std::move(sections), nullptr, clock_, *log_, pool_);
    service_ = std::make_unique<Service>(
        *configs_, [this](TenantId tenant) { return database_->open(std::move(tenant)); },
        [](const TenantId& tenant) { return std::vector{"pk_" + tenant.text()}; },
        [this](TenantId tenant) { return guardian(std::move(tenant)); });
    routes_ = routes(*service_);
    learning_ = std::make_unique<Learning>(LearningParts{
        *configs_, [this](TenantId tenant) { return database_->open(std::move(tenant)); }, {}, {}, pool_, clock_});
    for (auto& route : learning_routes(*learning_)) routes_.push_back(std::move(route));
  }
  ~AutomationTest() override {
    guardian_.reset();
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  Task<dialog::Guardian*> guardian(TenantId id) {
    auto* tenant = co_await database_->open(std::move(id));
    if (!guardian_) guardian_ = std::make_unique<dialog::Guardian>(*tenant, dialog::Floor{}, clock_);
    co_return guardian_.get();
  }

  // As the gateway would call it; request and response are held against the contract.
  net::Response call(std::string method, std::string pattern, std::string target, Value body = {}) {
    clock_.advance(std::chrono::seconds(1));
    const auto route = std::find_if(routes_.begin(), routes_.end(), [&](const platform::Route& r) {
      return r.method == method && r.pattern == pattern;
    });
    EXPECT_NE(route, routes_.end()) << method << " " << pattern;
    net::Request request{.method = method, .target = target, .id = "r1"};
    platform::RouteRequest routed{{TenantId::parse("lume"), "staff:ana", {"*"}}, {}, request, body};
    if (pattern.find("{hash}") != std::string::npos) routed.path["hash"] = target.substr(target.rfind('/') + 1);
    if (const auto at = pattern.find("{name}"); at != std::string::npos)
      routed.path["name"] = target.substr(at, target.find('/', at) - at);
    const auto operation = contract()["paths"][pattern][method == "GET" ? "get" : "post"];
    if (!body.is_null()) {
      EXPECT_EQ(to_text(compiled(operation["requestBody"]["content"]["application/json"]["schema"]).check(body)), "");
    }
    auto response = support::run_task(context_, route->handler(std::move(routed)));
    const auto& described = operation["responses"][std::to_string(response.status)];
    EXPECT_TRUE(described.is_object()) << response.status;
    const auto type = response.headers.get("content-type");
    EXPECT_EQ(to_text(compiled(described["content"][type]["schema"]).check(json::parse(response.body))), "")
        << response.body;
    return response;
  }
  Value get(std::string pattern, std::string target = {}) {
    return json::parse(call("GET", pattern, target.empty() ? pattern : target).body);
  }
  net::Response post(std::string path, Value body) { return call("POST", path, path, std::move(body)); }
  Value deploy(std::string yaml) {
    return json::parse(
        post("/v1/config/versions", Value::object({{"yaml", yaml}, {"note", "why"}, {"by", "Ana"}})).body);
  }

  boost::asio::io_context context_{1};
  std::string folder_;
  std::unique_ptr<Files> files_ = system_files();
  std::unique_ptr<Log> log_ = silent_log();
  ManualClock clock_{Timestamp{1'800'000'000'000}};
  Pool pool_{clock_, {}};
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<config::ConfigStore> configs_;
  std::unique_ptr<dialog::Guardian> guardian_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<Learning> learning_;
  std::vector<platform::Route> routes_;
};

TEST_F(AutomationTest, deploys_shows_and_lists) {
  const auto response = post("/v1/config/versions", Value::object({{"yaml", kFile}, {"note", "first"}, {"by", "Ana"}}));
  EXPECT_EQ(response.status, 201);
  const auto live = get("/v1/config");
  EXPECT_EQ(live["yaml"].text(), kFile);
  EXPECT_EQ(live["deployed_by"].text(), "ana");  // who signed in, whatever the body says
  EXPECT_EQ(live["hash"], json::parse(response.body)["hash"]);
  EXPECT_EQ(json::parse(response.body)["web_keys"], Value::list({"pk_lume"}));
  EXPECT_EQ(live["web_keys"], Value::list({"pk_lume"}));
  const auto versions = get("/v1/config/versions");
  ASSERT_EQ(versions["items"].size(), 1u);
  EXPECT_EQ(versions["items"][0]["state"].text(), "live");
  EXPECT_EQ(versions["items"][0]["note"].text(), "first");
  EXPECT_EQ(get("/v1/config/versions/{hash}",
                "/v1/config/versions/" + std::string(live["hash"].text().substr(0, 16)))["number"],
            Value(1));
}

TEST_F(AutomationTest, says_when_a_deployment_changes_nothing) {
  deploy(std::string(kFile));
  const auto again = post("/v1/config/versions", Value::object({{"yaml", kFile}}));
  EXPECT_EQ(again.status, 200);
  const auto told = json::parse(again.body);
  EXPECT_EQ(told["was_live"], Value(true));
  EXPECT_EQ(told["is_new"], Value(false));
}

TEST_F(AutomationTest, refuses_a_broken_file_with_its_findings) {
  deploy(std::string(kFile));
  const auto refused = post("/v1/config/versions",
                            Value::object({{"yaml", edited("effect: read", "effect: reed")}, {"file", "lume.yaml"}}));
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.headers.get("content-type"), "application/problem+json");
  const auto problem = json::parse(refused.body);
  EXPECT_EQ(problem["type"].text(), "/problems/config/invalid-file");
  EXPECT_EQ(problem["detail"].text(), "1 error must be mended first; nothing was changed.");
  ASSERT_EQ(problem["findings"].size(), 1u);
  EXPECT_EQ(problem["findings"][0]["file"].text(), "lume.yaml");
  EXPECT_EQ(problem["findings"][0]["line"], Value(7));
  EXPECT_EQ(get("/v1/config")["number"], Value(1));
}

TEST_F(AutomationTest, checks_without_deploying) {
  const auto checked =
      json::parse(post("/v1/config/check", Value::object({{"yaml", edited("timeout: 5s", "timeout: 5")}})).body);
  ASSERT_EQ(checked["findings"].size(), 1u);
  EXPECT_EQ(checked["findings"][0]["pointer"].text(), "/tools/0/timeout");
  EXPECT_EQ(checked["findings"][0]["remedy"].text(), "Put it in quotes: \"5\".");
  EXPECT_THROW(get("/v1/config"), Error);
}

TEST_F(AutomationTest, a_file_made_from_what_is_live_no_more_takes_nothing_back) {
  const auto first = deploy(std::string(kFile));
  const auto from = [&](std::string yaml) { return Value::object({{"yaml", yaml}, {"parent", first["hash"]}}); };
  const auto second = json::parse(post("/v1/config/versions", from(edited("5s", "8s"))).body);
  try {
    post("/v1/config/versions", from(edited("5s", "9s")));
    FAIL() << "the second of two took the first back";
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "config/parent-not-live");
    EXPECT_NE(error.detail.find("ana"), std::string::npos) << error.detail;
  }
  EXPECT_EQ(get("/v1/config")["hash"], second["hash"]);
}

TEST_F(AutomationTest, compares_and_goes_back) {
  const auto first = deploy(std::string(kFile));
  const auto second = deploy(edited("5s", "8s"));
  const auto difference =
      get("/v1/config/diff", fmt::format("/v1/config/diff?from={}&to={}", first["hash"].text(), second["hash"].text()));
  ASSERT_EQ(difference["changes"].size(), 1u);
  EXPECT_EQ(difference["changes"][0]["text"].text(), "tools/find/timeout: 5s -> 8s");
  EXPECT_EQ(json::parse(post("/v1/config/rollback", Value::object({{"to", nullptr}})).body)["hash"], first["hash"]);
  EXPECT_EQ(get("/v1/config")["number"], Value(1));
  EXPECT_EQ(json::parse(post("/v1/config/rollback", Value::object({{"to", second["hash"]}})).body)["number"], Value(2));
}

TEST_F(AutomationTest, takes_what_a_file_extends_along) {
  const auto deployed =
      post("/v1/config/versions",
           Value::object({{"yaml", "extends: base.yaml\nname: Lume\n"},
                          {"bases", Value::list({Value::object({{"name", "base.yaml"}, {"yaml", kFile}})})}}));
  EXPECT_EQ(deployed.status, 201);
  EXPECT_EQ(get("/v1/config")["bases"][0]["name"].text(), "base.yaml");
}

TEST_F(AutomationTest, stops_a_tool_for_everybody_until_it_is_resumed) {
  deploy(std::string(kFile));
  const auto stopped =
      call("POST", "/v1/tools/{name}/stop", "/v1/tools/find/stop", Value::object({{"reason", "Fire."}}));
  EXPECT_EQ(json::parse(stopped.body)["items"][0]["by"].text(), "staff:ana");
  EXPECT_EQ(guardian_->now()->stopped.at("find"), "Fire.");
  guardian_.reset();  // a restart
  EXPECT_EQ(get("/v1/tools/stopped")["items"][0]["name"].text(), "find");
  support::run_task(context_, guardian_->load());
  EXPECT_TRUE(guardian_->now()->stopped.contains("find"));
  EXPECT_EQ(json::parse(call("POST", "/v1/tools/{name}/resume", "/v1/tools/find/resume").body)["items"].size(), 0u);
  EXPECT_FALSE(guardian_->now()->stopped.contains("find"));
  const auto earlier = call("POST", "/v1/tools/{name}/stop", "/v1/tools/of_an_earlier_version/stop",
                            Value::object({{"reason", "Fire."}}));
  EXPECT_EQ(earlier.status, 200);
  EXPECT_TRUE(guardian_->now()->stopped.contains("of_an_earlier_version"));
}

TEST_F(AutomationTest, is_the_contract_and_nothing_else) {
  std::vector<std::string> described, served;
  for (const auto& path : contract()["paths"].members()) {
    for (const auto& operation : path.value.members()) {
      if (operation.key() != "parameters") described.push_back(fmt::format("{} {}", operation.key(), path.key()));
    }
  }
  for (const auto& route : routes_) {
    served.push_back(fmt::format("{} {}", text::lower_ascii(route.method), route.pattern));
    // What shows what customers said wants the right to read that.
    const auto shows_talk = route.pattern == "/v1/learning/turns" || route.pattern == "/v1/learning/preview";
    EXPECT_TRUE(route.permission.name.starts_with(shows_talk ? "conversations." : "config.")) << route.pattern;
  }
  std::ranges::sort(described);
  std::ranges::sort(served);
  EXPECT_EQ(described, served);
}

TEST_F(AutomationTest, keeps_a_draft_that_can_be_tried_and_is_not_live) {
  deploy(std::string(kFile));
  const auto before = get("/v1/config")["hash"];
  const auto made = post("/v1/config/drafts", Value::object({{"yaml", edited("Finds.", "Finds orders.")}}));
  EXPECT_EQ(made.status, 200);
  const auto draft = json::parse(made.body);
  EXPECT_EQ(draft["changes"].size(), 1U) << made.body;
  EXPECT_EQ(get("/v1/config")["hash"], before);
  EXPECT_EQ(get("/v1/config/versions")["items"].size(), 1U);
  auto& tenant = *support::run_task(context_, database_->open(TenantId::parse("lume")));
  const auto config = support::run_task(context_, configs_->load(tenant, std::string(draft["hash"].text())));
  EXPECT_EQ(config->document["tools"][0]["description"].text(), "Finds orders.");
  EXPECT_EQ(post("/v1/config/drafts", Value::object({{"yaml", edited("effect: read", "effect: odd")}})).status, 422);
}

TEST_F(AutomationTest, keeps_the_latest_drafts_only) {
  deploy(std::string(kFile));
  std::string first;
  for (int i = 0; i <= 8; ++i) {
    clock_.advance(std::chrono::seconds(1));
    const auto text = edited("Finds.", fmt::format("Finds {}.", i));
    const auto made = json::parse(post("/v1/config/drafts", Value::object({{"yaml", text}})).body);
    if (first.empty()) first = made["hash"].text();
  }
  auto& tenant = *support::run_task(context_, database_->open(TenantId::parse("lume")));
  EXPECT_THROW(support::run_task(context_, configs_->load(tenant, first)), Error);
}

TEST_F(AutomationTest, tells_every_time_that_something_went_live_and_who_did_it) {
  deploy(std::string(kFile));
  deploy(edited("Finds.", "Finds orders."));
  post("/v1/config/rollback", Value::object({{"to", nullptr}, {"note", "too early"}, {"by", "somebody else"}}));
  const auto items = get("/v1/config/history")["items"];
  ASSERT_EQ(items.size(), 3U);
  EXPECT_TRUE(items[0]["rollback"].boolean());
  EXPECT_EQ(items[0]["note"].text(), "too early");
  EXPECT_EQ(items[0]["by"].text(), "ana");
  EXPECT_EQ(items[0]["version"].integer(), 1);
  EXPECT_EQ(items[1]["version"].integer(), 2);
  EXPECT_FALSE(items[2]["rollback"].boolean());
}

}  // namespace
}  // namespace frontdesk::engines::automation
