#include "base/error.h"
#include "base/json.h"
#include "dialog/sections.h"
#include "engines/automation/engine.h"
#include "kit/engine_kit.h"
#include "platform/approvals/approvals.h"

namespace frontdesk::engines::automation {
namespace {

namespace approvals = platform::approvals;

constexpr std::string_view kFile = R"(schema_version: 1
client_id: acme
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
  explicit AutomationTest(bool two_people = false)
      : two_people_(two_people), kit_(facts(), [this](support::EngineKit& kit) { return make(kit); }) {}

  platform::Engine make(support::EngineKit& kit) {
    auto sections = config::platform_sections();
    for (auto& section : dialog::rules_sections()) sections.push_back(std::move(section));
    sections.push_back({"flows", Value::object(), false, {}});
    configs_ = std::make_unique<config::ConfigStore>(std::move(sections), nullptr, kit.clock, *kit.log, kit.pool);
    return engine({*configs_,
                   kit.find_place(),
                   [](const TenantId& tenant) { return std::vector{"pk_" + tenant.text()}; },
                   [this](TenantId tenant) { return guardian(std::move(tenant)); },
                   {},
                   {},
                   kit.pool,
                   kit.clock,
                   kit.random,
                   kit.actions,
                   two_people_});
  }

  Task<dialog::Guardian*> guardian(TenantId id) {
    auto* tenant = co_await kit_.find_place()(std::move(id));
    if (!guardian_) guardian_ = std::make_unique<dialog::Guardian>(*tenant, dialog::Floor{}, kit_.clock);
    co_return guardian_.get();
  }

  net::Response send(std::string method, std::string target, Value body = {}) {
    kit_.clock.advance(std::chrono::seconds(1));
    return kit_.send({}, std::move(method), std::move(target), body);
  }
  Value get(std::string target) { return support::EngineKit::told(send("GET", std::move(target))); }
  net::Response post(std::string path, Value body = Value::object({})) {
    return send("POST", std::move(path), std::move(body));
  }
  Value deploy(std::string yaml) {
    return json::parse(
        post("/v1/config/versions", Value::object({{"yaml", yaml}, {"note", "why"}, {"by", "Ana"}})).body);
  }
  std::shared_ptr<const config::Config> load(std::string hash) {
    auto& tenant = *kit_.wait(kit_.find_place()(TenantId::parse("acme")));
    return kit_.wait(configs_->load(tenant, std::move(hash)));
  }

  const bool two_people_;
  std::unique_ptr<config::ConfigStore> configs_;
  std::unique_ptr<dialog::Guardian> guardian_;
  support::EngineKit kit_;
};

TEST_F(AutomationTest, deploys_shows_and_lists) {
  const auto response = post("/v1/config/versions", Value::object({{"yaml", kFile}, {"note", "first"}, {"by", "Ana"}}));
  EXPECT_EQ(response.status, 201);
  const auto live = get("/v1/config");
  EXPECT_EQ(live["yaml"].text(), kFile);
  EXPECT_EQ(live["deployed_by"].text(), "ana");  // who signed in, whatever the body says
  EXPECT_EQ(live["hash"], json::parse(response.body)["hash"]);
  EXPECT_EQ(json::parse(response.body)["web_keys"], Value::list({"pk_acme"}));
  EXPECT_EQ(live["web_keys"], Value::list({"pk_acme"}));
  const auto versions = get("/v1/config/versions");
  ASSERT_EQ(versions["items"].size(), 1u);
  EXPECT_EQ(versions["items"][0]["state"].text(), "live");
  EXPECT_EQ(versions["items"][0]["note"].text(), "first");
  EXPECT_EQ(get("/v1/config/versions/" + std::string(live["hash"].text().substr(0, 16)))["number"], Value(1));
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
  EXPECT_EQ(support::EngineKit::slug(send("GET", "/v1/config")), "config/none-live");
}

TEST_F(AutomationTest, a_file_made_from_what_is_live_no_more_takes_nothing_back) {
  const auto first = deploy(std::string(kFile));
  const auto from = [&](std::string yaml) { return Value::object({{"yaml", yaml}, {"parent", first["hash"]}}); };
  const auto second = json::parse(post("/v1/config/versions", from(edited("5s", "8s"))).body);
  const auto refused = post("/v1/config/versions", from(edited("5s", "9s")));
  EXPECT_EQ(support::EngineKit::slug(refused), "config/parent-not-live") << "the second of two took the first back";
  EXPECT_NE(refused.body.find("ana"), std::string::npos) << refused.body;
  EXPECT_EQ(get("/v1/config")["hash"], second["hash"]);
}

TEST_F(AutomationTest, compares_and_goes_back) {
  const auto first = deploy(std::string(kFile));
  const auto second = deploy(edited("5s", "8s"));
  const auto difference =
      get(fmt::format("/v1/config/diff?from={}&to={}", first["hash"].text(), second["hash"].text()));
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
  const auto stopped = post("/v1/tools/find/stop", Value::object({{"reason", "Fire."}}));
  EXPECT_EQ(json::parse(stopped.body)["items"][0]["by"].text(), "ana");
  EXPECT_EQ(guardian_->now()->stopped.at("find"), "Fire.");
  guardian_.reset();  // a restart
  EXPECT_EQ(get("/v1/tools/stopped")["items"][0]["name"].text(), "find");
  kit_.wait(guardian_->load());
  EXPECT_TRUE(guardian_->now()->stopped.contains("find"));
  EXPECT_EQ(json::parse(post("/v1/tools/find/resume").body)["items"].size(), 0u);
  EXPECT_FALSE(guardian_->now()->stopped.contains("find"));
}

TEST_F(AutomationTest, stops_a_tool_that_only_an_earlier_version_has_and_none_that_no_version_has) {
  deploy(std::string(kFile));
  auto renamed = std::string(kFile);
  for (auto at = renamed.find("name: find"); at != std::string::npos; at = renamed.find("name: find", at + 1))
    renamed.insert(at + 10, "_anew");
  renamed.replace(renamed.find("call: find"), 10, "call: find_anew");
  deploy(renamed);
  EXPECT_EQ(get("/v1/tools")["items"][0]["name"].text(), "find_anew");
  EXPECT_EQ(post("/v1/tools/find/stop", Value::object({{"reason", "Fire."}})).status, 200);
  EXPECT_TRUE(guardian_->now()->stopped.contains("find"));
  const auto unknown = post("/v1/tools/fnid/stop", Value::object({{"reason", "Fire."}}));
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(support::EngineKit::slug(unknown), "automation/unknown-tool");
  EXPECT_NE(unknown.body.find("find_anew"), std::string::npos) << unknown.body;
  EXPECT_FALSE(guardian_->now()->stopped.contains("fnid"));
}

TEST_F(AutomationTest, wants_the_right_to_read_what_customers_said_where_it_shows_that) {
  EXPECT_EQ(send("GET", "/v1/learning/turns").status, 403);
  EXPECT_EQ(post("/v1/learning/preview", Value::object({{"yaml", kFile}})).status, 403);
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
  const auto config = load(std::string(draft["hash"].text()));
  EXPECT_EQ(config->document["tools"][0]["description"].text(), "Finds orders.");
  EXPECT_EQ(post("/v1/config/drafts", Value::object({{"yaml", edited("effect: read", "effect: odd")}})).status, 422);
}

TEST_F(AutomationTest, keeps_the_latest_drafts_only) {
  deploy(std::string(kFile));
  std::string first;
  for (int i = 0; i <= 8; ++i) {
    const auto text = edited("Finds.", fmt::format("Finds {}.", i));
    const auto made = json::parse(post("/v1/config/drafts", Value::object({{"yaml", text}})).body);
    if (first.empty()) first = made["hash"].text();
  }
  EXPECT_THROW(load(first), Error);
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

TEST_F(AutomationTest, does_what_comes_twice_under_one_key_once) {
  const auto body = Value::object({{"yaml", kFile}});
  const auto first = kit_.send({}, "POST", "/v1/config/versions", body, "k1");
  EXPECT_EQ(first.status, 201);
  const auto second = kit_.send({}, "POST", "/v1/config/versions", body, "k1");
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(get("/v1/config/history")["items"].size(), 1U);
}

// The file goes live when somebody else than who put it up has approved it.
class TwoPeopleTest : public AutomationTest {
 protected:
  TwoPeopleTest() : AutomationTest(true) {}

  Value put_up(std::string yaml, std::string parent = "") {
    const auto response =
        post("/v1/config/versions", Value::object({{"yaml", yaml}, {"note", "why"}, {"parent", parent}}));
    EXPECT_EQ(response.status, 202) << response.body;
    return json::parse(response.body);
  }
  void approve(const Value& put_up) { decide(put_up, true); }
  void answer(const Value& put_up, bool approves) {
    decide(put_up, approves);
    kit_.do_what_is_due();
  }
  void decide(const Value& put_up, bool approves) {
    const platform::Caller ben{TenantId::parse("acme"), "user:ben", {"config.approve"}};
    auto* const place = kit_.wait(kit_.place()(TenantId::parse("acme")));
    kit_.wait(place->write("user:ben", [&](platform::Writing& writing) {
      approvals::answer(writing, put_up["approval"].text(),
                        {.approves = approves, .reason = "why", .subject_hash = std::string(put_up["hash"].text())},
                        ben, std::equal_to<std::string>());
    }));
  }
  approvals::Approval approval(const Value& put_up) {
    auto* const place = kit_.wait(kit_.place()(TenantId::parse("acme")));
    return *kit_.wait(
        place->store().read([&](store::Reader& reader) { return approvals::find(reader, put_up["approval"].text()); }));
  }
  std::string live() { return std::string(get("/v1/config")["hash"].text()); }
};

TEST_F(TwoPeopleTest, nothing_is_live_before_the_second_has_approved_it) {
  const auto asked = put_up(std::string(kFile));
  EXPECT_EQ(support::EngineKit::slug(send("GET", "/v1/config")), "config/none-live");
  answer(asked, true);
  EXPECT_EQ(live(), asked["hash"].text());
  const auto now = get("/v1/config");
  EXPECT_EQ(now["deployed_by"].text(), "ana");
  EXPECT_EQ(now["note"].text(), "why");
}

TEST_F(TwoPeopleTest, what_was_put_up_is_shown_against_what_is_live) {
  answer(put_up(std::string(kFile)), true);
  const auto asked = put_up(edited("5s", "8s"));
  const auto proposal = get("/v1/config/proposals/" + std::string(asked["approval"].text()));
  EXPECT_EQ(proposal["hash"].text(), asked["hash"].text());
  ASSERT_EQ(proposal["changes"].size(), 1U);
  EXPECT_EQ(proposal["changes"][0]["after"].text(), "8s");
  EXPECT_EQ(support::EngineKit::slug(send("GET", "/v1/config/proposals/ap_none")), "approvals/unknown");
}

TEST_F(TwoPeopleTest, what_is_put_up_can_be_tried_out_after_many_other_drafts) {
  const auto asked = put_up(std::string(kFile));
  for (int i = 10; i < 20; ++i)
    post("/v1/config/drafts", Value::object({{"yaml", edited("5s", fmt::format("{}s", i))}}));
  auto* const place = kit_.wait(kit_.place()(TenantId::parse("acme")));
  const auto find = [&] {
    return kit_.wait(place->store().read([&](store::Reader& reader) {
      return platform::config::versions::find_draft(reader, asked["hash"].text()).has_value();
    }));
  };
  EXPECT_FALSE(find());
  get("/v1/config/proposals/" + std::string(asked["approval"].text()));
  EXPECT_TRUE(find());
}

TEST_F(TwoPeopleTest, what_would_be_something_else_than_was_approved_does_not_go_live) {
  auto asked = put_up(std::string(kFile));
  auto* const place = kit_.wait(kit_.place()(TenantId::parse("acme")));
  kit_.wait(place->write("nobody", [](platform::Writing& writing) {
    writing.sql.run(store::Sql{"UPDATE approvals SET subject_hash = 'other'"});
  }));
  const auto shown = send("GET", "/v1/config/proposals/" + std::string(asked["approval"].text()));
  EXPECT_EQ(support::EngineKit::slug(shown), "config/reads-otherwise");
  answer(asked.with("hash", "other"), true);
  EXPECT_EQ(support::EngineKit::slug(send("GET", "/v1/config")), "config/none-live");
}

TEST_F(TwoPeopleTest, what_is_rejected_never_goes_live) {
  const auto asked = put_up(std::string(kFile));
  answer(asked, false);
  EXPECT_EQ(approval(asked).state, approvals::State::rejected);
  EXPECT_EQ(support::EngineKit::slug(send("GET", "/v1/config")), "config/none-live");
}

TEST_F(TwoPeopleTest, a_changed_file_voids_what_was_put_up_before) {
  const auto first = put_up(std::string(kFile));
  const auto second = put_up(edited("5s", "8s"));
  EXPECT_EQ(approval(first).state, approvals::State::voided);
  answer(second, true);
  EXPECT_EQ(live(), second["hash"].text());
}

TEST_F(TwoPeopleTest, what_was_put_up_is_void_when_something_else_goes_live) {
  answer(put_up(std::string(kFile)), true);
  const auto base = live();
  answer(put_up(edited("5s", "8s")), true);
  const auto waiting = put_up(edited("5s", "9s"));
  EXPECT_EQ(post("/v1/config/rollback", Value::object({{"to", base}})).status, 200);
  kit_.do_what_is_due();
  EXPECT_EQ(approval(waiting).state, approvals::State::voided);
  EXPECT_EQ(live(), base);
}

TEST_F(TwoPeopleTest, a_file_that_is_broken_or_of_another_parent_is_not_put_up) {
  EXPECT_EQ(post("/v1/config/versions", Value::object({{"yaml", edited("effect: read", "effect: reed")}})).status, 422);
  answer(put_up(std::string(kFile)), true);
  const auto body = Value::object({{"yaml", edited("5s", "8s")}, {"parent", std::string(64, '0')}});
  EXPECT_EQ(support::EngineKit::slug(post("/v1/config/versions", body)), "config/parent-not-live");
}

TEST_F(TwoPeopleTest, what_can_never_go_live_is_void_and_holds_up_nothing) {
  answer(put_up(std::string(kFile)), true);
  const auto base = live();
  answer(put_up(edited("5s", "8s")), true);
  const auto late = put_up(edited("5s", "9s"));
  approve(late);  // and somebody goes back before it is carried out
  EXPECT_EQ(post("/v1/config/rollback", Value::object({{"to", base}})).status, 200);
  kit_.do_what_is_due();
  EXPECT_EQ(approval(late).state, approvals::State::voided);
  EXPECT_EQ(live(), base);
  answer(put_up(edited("5s", "7s")), true);
  EXPECT_NE(live(), base);
}

}  // namespace
}  // namespace frontdesk::engines::automation