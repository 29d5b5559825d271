#include <gtest/gtest.h>

#include <filesystem>

#include "base/error.h"
#include "base/json.h"
#include "platform/config/config_store.h"
#include "platform/module.h"
#include "support/database.h"
#include "support/run_task.h"

namespace frontdesk::platform::config {
namespace {

std::string yaml_with(std::string_view timeout, std::string_view comment = "", std::string_view client = "lume") {
  return fmt::format(R"(# {}
schema_version: 1
client_id: {}
channels: {{web: {{title: {}}}}}
tools:
  - name: find
    description: Finds.
    endpoint: https://lume.example/find
    effect: read
    timeout: {}
    input_schema: {{type: object}}
escalation_rules:
  - {{id: lost, when: {{repair: 3}}}}
)",
                     comment, client, client, timeout);
}

// Records what gets ready, and refuses on request.
struct Audience {
  std::vector<std::string> seen;
  bool refuses = false;
  Task<> hear(std::shared_ptr<const Config> config) {
    seen.push_back(config->hash);
    if (refuses) throw Error(Kind::invalid, "test/refused", "The classifier cannot be trained.");
    co_return;
  }
};

// What the file has beside the platform's.
std::vector<Section> sections_of_file() {
  auto sections = platform_sections();
  sections.push_back({"escalation_rules", Value::object(), false, {}});
  return sections;
}

class ConfigStoreTest : public testing::Test {
 protected:
  ConfigStoreTest() : folder_(fmt::format("{}/frontdesk-config-{}", testing::TempDir(), ::getpid())) {
    std::filesystem::remove_all(folder_);
    open();
  }
  ~ConfigStoreTest() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  // As a new process would.
  void open() {
    configs_.reset();
    database_.reset();
    database_ = support::open_database({.folder = folder_}, modules(), *files_, *log_);
    tenant_ = run(database_->open(TenantId::parse("lume")));
    configs_ = std::make_unique<ConfigStore>(sections_of_file(), nullptr, clock_, *log_, pool_, quotas_);
    configs_->before_live([this](std::shared_ptr<const Config> config) { return audience_.hear(std::move(config)); });
  }

  template <class T>
  T run(Task<T> task) {
    return support::run_task(context_, std::move(task));
  }

  Deployed deploy(std::string yaml, std::string note = "why") {
    clock_.advance(std::chrono::seconds(1));
    auto deployed = run(configs_->deploy(*tenant_, {{"lume.yaml", std::move(yaml)}, {}, std::move(note), "ana"}));
    EXPECT_TRUE(deployed.has_value());
    return deployed ? *deployed : Deployed{};
  }

  std::string live_timeout() {
    const auto config = run(configs_->live(*tenant_));
    return config ? config->tools[0].timeout : "nothing";
  }

  template <class T>
  std::string slug_of(Task<T> task) {
    try {
      run(std::move(task));
    } catch (const Error& error) {
      return error.slug;
    }
    return "";
  }

  boost::asio::io_context context_{1};
  std::string folder_;
  std::unique_ptr<Files> files_ = system_files();
  std::unique_ptr<Log> log_ = silent_log();
  ManualClock clock_{Timestamp{1'800'000'000'000}};
  std::unique_ptr<store::Database> database_;
  store::Tenant* tenant_ = nullptr;
  Audience audience_;
  Pool pool_{clock_, {}};
  Quotas quotas_;
  std::unique_ptr<ConfigStore> configs_;
};

TEST_F(ConfigStoreTest, has_nothing_live_at_first) { EXPECT_EQ(live_timeout(), "nothing"); }

TEST_F(ConfigStoreTest, keeps_a_version_under_its_content) {
  const auto first = deploy(yaml_with("5s"));
  EXPECT_TRUE(first.is_new);
  EXPECT_EQ(first.version.number, 1);
  EXPECT_EQ(first.version.hash.size(), 64u);
  EXPECT_EQ(live_timeout(), "5s");
  const auto stored = run(configs_->version(*tenant_, first.version.hash.substr(0, 16)));
  EXPECT_EQ(stored.yaml, yaml_with("5s"));
  EXPECT_EQ(stored.version.by, "ana");
  EXPECT_EQ(stored.version.note, "why");
  EXPECT_EQ(stored.version.parent, "");
  EXPECT_TRUE(stored.version.live);
}

TEST_F(ConfigStoreTest, updates_in_place_and_says_when_nothing_changed) {
  const auto first = deploy(yaml_with("5s"));
  const auto again = deploy(yaml_with("5s", "only a comment is new"));
  EXPECT_FALSE(again.is_new);
  EXPECT_TRUE(again.was_live);
  EXPECT_EQ(again.version.number, 1);
  EXPECT_EQ(run(configs_->version(*tenant_, first.version.hash)).yaml, yaml_with("5s", "only a comment is new"));
  EXPECT_EQ(run(configs_->versions(*tenant_)).size(), 1u);

  const auto second = deploy(yaml_with("8s"));
  EXPECT_TRUE(second.is_new);
  EXPECT_EQ(second.version.number, 2);
  EXPECT_EQ(second.version.parent, first.version.hash);
  const auto versions = run(configs_->versions(*tenant_));
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].number, 2);
  EXPECT_TRUE(versions[0].live);
  EXPECT_FALSE(versions[1].live);
}

TEST_F(ConfigStoreTest, goes_back_and_finds_the_way_after_a_restart) {
  const auto a = deploy(yaml_with("1s"));
  const auto b = deploy(yaml_with("2s"));
  deploy(yaml_with("3s"));
  EXPECT_EQ(run(configs_->rollback(*tenant_, {}, "ben"))->hash, b.version.hash);
  EXPECT_EQ(live_timeout(), "2s");
  open();
  EXPECT_EQ(live_timeout(), "2s");
  EXPECT_EQ(run(configs_->rollback(*tenant_, {}, "ben"))->hash, a.version.hash);
  EXPECT_EQ(slug_of(configs_->rollback(*tenant_, {}, "ben")), "config/no-earlier-version");
  EXPECT_EQ(live_timeout(), "1s");
  EXPECT_EQ(run(configs_->rollback(*tenant_, b.version.hash.substr(0, 12), "ben"))->number, 2);
  EXPECT_EQ(live_timeout(), "2s");
  EXPECT_EQ(slug_of(configs_->rollback(*tenant_, "0123456789ab", "ben")), "config/unknown-version");
  EXPECT_EQ(run(configs_->versions(*tenant_)).size(), 3u) << "going back makes no versions";
}

TEST_F(ConfigStoreTest, keeps_old_versions_for_the_conversations_on_them) {
  const auto a = deploy(yaml_with("1s"));
  deploy(yaml_with("2s"));
  open();
  const auto pinned = run(configs_->load(*tenant_, a.version.hash));
  EXPECT_EQ(pinned->tools[0].timeout, "1s");
  EXPECT_EQ(run(configs_->load(*tenant_, a.version.hash)), pinned) << "shared while somebody holds it";
}

TEST_F(ConfigStoreTest, changes_nothing_where_the_file_is_wrong) {
  deploy(yaml_with("1s"));
  const auto refused = run(configs_->deploy(*tenant_, {{"lume.yaml", yaml_with("soon")}, {}, "", "ana"}));
  ASSERT_FALSE(refused.has_value());
  const auto& findings = refused.error();
  const auto error =
      std::find_if(findings.begin(), findings.end(), [](const Finding& f) { return f.severity == Severity::error; });
  ASSERT_NE(error, findings.end());
  EXPECT_EQ(to_line(*error).substr(0, 44), "lume.yaml:10:14: error: /tools/0/timeout: \"s");
  EXPECT_EQ(run(configs_->versions(*tenant_)).size(), 1u);
  EXPECT_EQ(live_timeout(), "1s");
}

TEST_F(ConfigStoreTest, gets_everybody_ready_before_it_goes_live) {
  const auto a = deploy(yaml_with("1s"));
  EXPECT_EQ(audience_.seen, std::vector<std::string>{a.version.hash});
  audience_.refuses = true;
  EXPECT_THROW(run(configs_->deploy(*tenant_, {{"lume.yaml", yaml_with("2s")}, {}, "", "ana"})), Error);
  EXPECT_EQ(live_timeout(), "1s");
  EXPECT_EQ(run(configs_->versions(*tenant_)).size(), 1u);
  audience_.refuses = false;
  open();
  live_timeout();
  EXPECT_EQ(audience_.seen.back(), a.version.hash) << "also in the next process";
}

TEST_F(ConfigStoreTest, notices_a_row_that_was_altered_and_takes_a_new_deployment) {
  const std::string changes[] = {"UPDATE config_versions SET document = replace(document, '20s', '21s')",
                                 "UPDATE config_live SET hash = (SELECT hash FROM config_versions WHERE number = 1)",
                                 "DELETE FROM config_live", "DELETE FROM config_versions WHERE number = 2",
                                 "DELETE FROM config_deployments"};
  for (const auto& change : changes) {
    deploy(yaml_with("10s"));
    deploy(yaml_with("20s"));
    run(tenant_->transact([&](store::Transaction& transaction) { transaction.run({change.c_str()}); }));
    open();
    std::string slug;
    try {
      live_timeout();
    } catch (const Error& error) {
      slug = error.slug;
    }
    EXPECT_EQ(slug, "config/altered") << change;
    deploy(yaml_with("20s"));
    open();
    EXPECT_EQ(live_timeout(), "20s") << change;
  }
}

TEST_F(ConfigStoreTest, compares_by_meaning) {
  const auto a = deploy(yaml_with("5s"));
  const auto b = deploy(yaml_with("8s", "and a comment"));
  const auto difference = run(configs_->difference(*tenant_, a.version.hash, b.version.hash.substr(0, 8)));
  ASSERT_EQ(difference.changes.size(), 1u);
  EXPECT_EQ(difference.changes[0].text, "tools/find/timeout: 5s -> 8s");
  EXPECT_EQ(difference.changes[0].pointer, "/tools/0/timeout");
  EXPECT_EQ(difference.to, b.version.hash);
}

TEST_F(ConfigStoreTest, goes_back_only_to_what_could_be_deployed_today) {
  const auto with_key = [](std::string_view timeout) {
    auto yaml = yaml_with(timeout);
    return yaml.replace(yaml.find("    effect"), 0, "    auth: {bearer: \"secret:KEY\"}\n");
  };
  const auto hosts = [](const char* host) {
    return fixed_secrets(
        json::parse(fmt::format(R"({{"tenants":{{"lume":{{"KEY":{{"value":"x","hosts":["{}"]}}}}}}}})", host)));
  };
  const auto use = [&](const Secrets& secrets) {
    configs_ = std::make_unique<ConfigStore>(sections_of_file(), &secrets, clock_, *log_, pool_, quotas_);
  };
  const auto then = hosts("lume.example"), now = hosts("other.example");
  use(*then);
  const auto first = deploy(with_key("5s"));
  deploy(yaml_with("8s"));
  use(*now);
  const auto refused = run(configs_->rollback(*tenant_, first.version.hash, "ben"));
  ASSERT_FALSE(refused.has_value());
  const auto error = std::ranges::find(refused.error(), Severity::error, &Finding::severity);
  ASSERT_NE(error, refused.error().end());
  EXPECT_EQ(error->pointer, "/tools/0/auth/bearer");
  EXPECT_EQ(live_timeout(), "8s") << "nothing was changed";
  use(*then);
  EXPECT_TRUE(run(configs_->rollback(*tenant_, first.version.hash, "ben")).has_value());
  EXPECT_EQ(live_timeout(), "5s");
}

TEST_F(ConfigStoreTest, keeps_what_a_file_extends_with_it) {
  const Source base{"base.yaml", yaml_with("5s")};
  const auto deployed = run(configs_->deploy(
      *tenant_, {{"lume.yaml", "extends: base.yaml\ntools: [{name: find, timeout: 7s}]\n"}, {base}, "", "ana"}));
  ASSERT_TRUE(deployed.has_value());
  EXPECT_EQ(live_timeout(), "7s");
  const auto stored = run(configs_->version(*tenant_, deployed->version.hash));
  ASSERT_EQ(stored.bases.size(), 1u);
  EXPECT_EQ(stored.bases[0].bytes, base.bytes);
  EXPECT_EQ(run(configs_->deploy(*tenant_, {{"lume.yaml", stored.yaml}, stored.bases, "", "ana"}))->was_live, true)
      << "what was given out can be given back";
}

TEST_F(ConfigStoreTest, keeps_as_many_versions_as_the_quota_says) {
  quotas_.all.versions = 2;
  open();
  deploy(yaml_with("1s"));
  deploy(yaml_with("2s"));
  const auto refused = [&](std::string yaml) -> std::string {
    try {
      run(configs_->deploy(*tenant_, {{"lume.yaml", std::move(yaml)}, {}, "", "ana"}));
    } catch (const Error& error) {
      return error.slug;
    }
    return "";
  };
  EXPECT_EQ(refused(yaml_with("3s")), "quota/versions");
  EXPECT_EQ(run(configs_->versions(*tenant_)).size(), 2u);
  EXPECT_EQ(live_timeout(), "2s");
  EXPECT_EQ(refused(yaml_with("1s")), "") << "it is kept already";
  quotas_.all.file_kb = 1;
  open();
  EXPECT_EQ(refused(yaml_with("1s") + "\n#" + std::string(1024, '-')), "quota/file-kb");
}

TEST(RollbackTarget, is_what_was_live_before) {
  const auto target = [](std::vector<Deployment> deployments) { return rollback_target(deployments).value_or("none"); };
  EXPECT_EQ(target({}), "none");
  EXPECT_EQ(target({{"a"}}), "none");
  EXPECT_EQ(target({{"a"}, {"b"}}), "a");
  EXPECT_EQ(target({{"a"}, {"b"}, {"a"}}), "b");
  EXPECT_EQ(target({{"a"}, {"b"}, {"c"}, {"b", true}}), "a");
  EXPECT_EQ(target({{"a"}, {"b"}, {"b", true}}), "a");
  EXPECT_EQ(target({{"a"}, {"b"}, {"a", true}}), "none");
  EXPECT_EQ(target({{"a"}, {"b"}, {"a", true}, {"c"}}), "a");
  EXPECT_EQ(target({{"a"}, {"b"}, {"a", true}, {"b", true}}), "a") << "forward again";
}

}  // namespace
}  // namespace frontdesk::platform::config
