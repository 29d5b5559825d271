#include <gmock/gmock.h>

#include <set>

#include "base/crypto.h"
#include "base/describe.h"
#include "base/json.h"
#include "base/memory_files.h"
#include "base/text.h"
#include "engines/tenants/engine.h"
#include "engines/tenants/export.h"
#include "kit/engine_kit.h"

namespace frontdesk::engines::tenants {
namespace {

using platform::Role;
using support::EngineKit;
using support::Who;

class Lines final : public net::BodyWriter {
 public:
  Task<> write(std::string_view bytes) override {
    longest_piece = std::max(longest_piece, bytes.size());
    text += bytes;
    co_return;
  }
  std::vector<Value> lines() const {
    std::vector<Value> all;
    for (const auto line : text::split(text, '\n')) {
      if (!line.empty()) all.push_back(json::parse(line));
    }
    return all;
  }
  std::string text;
  std::size_t longest_piece = 0;
};

class TenantsTest : public testing::Test {
 protected:
  TenantsTest() { kit_.wait(registered_->load()); }

  platform::Engine make(EngineKit& kit) {
    registered_.emplace(kit.database(), kit.clock, kit.random);
    Keeping keeping;
    keeping.open = [this](TenantId id) { return open(std::move(id)); };
    keeping.stop = [this](TenantId id) { return note("stop", std::move(id)); };
    keeping.resume = [this](TenantId id) { return note("resume", std::move(id)); };
    keeping.erase = [this](TenantId id) { return kit_.database().remove(std::move(id)); };
    keeping.data = [this](TenantId id) { return kit_.database().open(std::move(id)); };
    usage_ = std::make_unique<platform::Usage>(kit.clock, platform::Quotas{},
                                               [](const TenantId&) { return std::uint64_t{0}; });
    shelf_ = std::make_unique<platform::files::Shelf>(disk_, "files", kit.pool, kit.clock, kit.random);
    library_ = std::make_unique<platform::files::Library>(*shelf_, *usage_, kit.random, nullptr);
    return engine(*registered_, std::move(keeping), *library_, kit.actions, kit.clock);
  }
  Task<> open(TenantId id) {
    co_await kit_.database().open(id);
    co_await registered_->note_made(id);
  }
  Task<> note(std::string what, TenantId id) {
    told_.push_back(what + " " + id.text());
    co_return;
  }
  net::Response create(const std::string& id, const std::string& key = "") {
    return kit_.send(ada_, "POST", "/v1/tenants", Value::object({{"id", id}}), key);
  }
  Value post(const std::string& id, const std::string& verb, const Value& body = {}) {
    return EngineKit::told(kit_.send(ada_, "POST", "/v1/tenants/" + id + "/" + verb, body));
  }
  std::string refusal(const std::string& id, const std::string& verb) {
    return EngineKit::slug(kit_.send(ada_, "POST", "/v1/tenants/" + id + "/" + verb));
  }
  std::string state(const std::string& id) { return std::string(kit_.get(ada_, "/v1/tenants/" + id)["state"].text()); }

  std::optional<platform::Register> registered_;
  std::vector<std::string> told_;
  MemoryFiles disk_;
  std::unique_ptr<platform::Usage> usage_;
  std::unique_ptr<platform::files::Shelf> shelf_;
  std::unique_ptr<platform::files::Library> library_;
  EngineKit kit_{facts(), [this](EngineKit& kit) { return make(kit); }};
  Who ada_{.role = Role::operator_admin, .tenant = ""};
};

TEST_F(TenantsTest, are_made_once_under_a_key_and_under_an_id_that_nobody_has) {
  const auto made = create("lume", "k1");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(EngineKit::told(made)["state"].text(), "active");
  EXPECT_EQ(create("lume", "k1").body, made.body);
  EXPECT_EQ(EngineKit::slug(create("lume")), "tenants/taken");
  EXPECT_EQ(EngineKit::slug(create("operator")), "tenants/reserved");
  for (const auto* name : {"_operator", "Lume & Co"}) {
    const auto refused = create(name);
    EXPECT_EQ(EngineKit::slug(refused), "request/body-schema") << name;
    EXPECT_THAT(refused.body, testing::HasSubstr("/id")) << name;
    EXPECT_THAT(refused.body, testing::HasSubstr("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) << name;
  }
  EXPECT_TRUE(kit_.database().has_place(TenantId::parse("lume")));
  EXPECT_EQ(registered_->find(TenantId::parse("lume"))->state, platform::TenantState::active);
}

TEST_F(TenantsTest, are_suspended_and_resumed_with_a_word_in_the_audit) {
  create("lume");
  const auto told = post("lume", "suspend", Value::object({{"reason", "The bill is open."}}));
  EXPECT_EQ(told["state"].text(), "suspended");
  EXPECT_EQ(told["reason"].text(), "The bill is open.");
  EXPECT_EQ(platform::refusal_of(registered_->find(TenantId::parse("lume")))->slug, "tenant/suspended");
  EXPECT_EQ(refusal("lume", "suspend"), "tenants/other-state");
  EXPECT_EQ(post("lume", "resume")["state"].text(), "active");
  EXPECT_EQ(refusal("lume", "resume"), "tenants/other-state");
  EXPECT_EQ(refusal("nobody", "suspend"), "tenant/unknown");
  EXPECT_THAT(told_, testing::ElementsAre("stop lume", "resume lume"));
  auto* place = kit_.wait(kit_.place()(TenantId::of_operator()));
  const auto deeds = kit_.wait(place->store().read([](store::Reader& reader) {
    std::vector<std::string> all;
    for (const auto& entry : platform::audit::list(reader, {.subject = "tenant/lume"})) all.push_back(entry.deed.deed);
    return all;
  }));
  EXPECT_THAT(deeds, testing::ElementsAre("tenants.resume", "tenants.suspend", "tenants.create"));
}

TEST_F(TenantsTest, that_are_closed_can_be_taken_back_until_their_data_go) {
  create("lume");
  const auto closed = post("lume", "close");
  EXPECT_EQ(closed["gone_at"].text(), to_iso(Timestamp{kit_.clock.wall().ms + 30 * 24 * 3'600'000LL}));
  EXPECT_EQ(EngineKit::slug(create("lume")), "tenants/id-used");
  EXPECT_EQ(platform::refusal_of(registered_->find(TenantId::parse("lume")))->slug, "tenant/closed");
  kit_.clock.advance(std::chrono::days(29));
  kit_.do_what_is_due("");
  EXPECT_EQ(post("lume", "resume")["state"].text(), "active");
  kit_.clock.advance(std::chrono::days(2));
  kit_.do_what_is_due("");
  EXPECT_EQ(state("lume"), "active") << "it was taken back";
  EXPECT_TRUE(kit_.database().has_place(TenantId::parse("lume")));
}

TEST_F(TenantsTest, that_are_closed_leave_nothing_but_their_name) {
  create("lume");
  post("lume", "close", Value::object({{"reason", "It moved."}}));
  kit_.clock.advance(std::chrono::days(31));
  kit_.do_what_is_due("");
  EXPECT_EQ(state("lume"), "erased");
  EXPECT_FALSE(kit_.database().has_place(TenantId::parse("lume")));
  EXPECT_EQ(EngineKit::slug(create("lume")), "tenants/id-used");
  EXPECT_EQ(refusal("lume", "resume"), "tenant/unknown");
  EXPECT_EQ(EngineKit::slug(kit_.send(ada_, "GET", "/v1/tenants/lume/export")), "tenant/unknown");
}

TEST_F(TenantsTest, are_the_operators_to_lead) {
  for (const auto& who : {Who{.role = Role::tenant_admin}, Who{.role = Role::seller, .tenant = ""}}) {
    EXPECT_EQ(kit_.send(who, "POST", "/v1/tenants", Value::object({{"id", "lume"}})).status, 403);
    EXPECT_EQ(kit_.send(who, "GET", "/v1/tenants/acme/export").status, 403);
  }
}

TEST_F(TenantsTest, are_exported_with_each_row_of_each_table_a_page_at_a_time) {
  create("lume");
  auto* place = kit_.wait(kit_.database().open(TenantId::parse("lume")));
  kit_.wait(place->write([](store::Transaction& transaction) {
    for (int i = 1; i <= 1000; ++i) {
      transaction.run({"INSERT INTO events (number, type, subject, actor, data, at) VALUES ($1, 't', $2, 'a', $3, 5)"},
                      i, fmt::format("s/{}", i), std::string(200, 'x'));
    }
    transaction.run(
        {"INSERT INTO errands (number, kind, key, title, state, wish, wish_hash, cursor, pieces, done, saying, cost, "
         "budget, result, error, started_by, stopped_by, started_at, moved_at) VALUES (1, 'k', 'a', 'List', 'running', "
         "'7', 'h', '2', 1, 1, '', '{}', '{}', 'null', '', 'ana', '', 5, 5)"});
  }));
  const auto answer = kit_.send(ada_, "GET", "/v1/tenants/lume/export");
  ASSERT_EQ(answer.status, 200) << answer.body;
  Lines lines;
  kit_.wait(answer.stream(lines));
  const auto all = lines.lines();
  EXPECT_EQ(all.front()["tenant"].text(), "lume");
  EXPECT_LT(lines.longest_piece, lines.text.size() / 4) << "it is not held whole";
  std::map<std::string, std::int64_t> rows;
  for (const auto& line : all) {
    if (line.contains("row")) ++rows[std::string(line["table"].text())];
  }
  EXPECT_EQ(rows["events"], 1000);
  EXPECT_EQ(rows["errands"], 1);
  EXPECT_EQ(all.back()["end"], Value(true));
  EXPECT_EQ(all.back()["rows"].integer(), static_cast<std::int64_t>(all.size()) - 2);
  const auto tables = kit_.wait(place->read([](store::Reader& reader) { return reader.tables(); }));
  EXPECT_EQ(all.front()["tables"].size(), tables.size());
  for (const auto& table : tables) EXPECT_FALSE(table.key.empty()) << table.name << " could not be exported";
}

// Changes all rows of a table when the first of them goes out.
class Meddler final : public net::BodyWriter {
 public:
  Meddler(store::Tenant& place, Lines& lines) : place_(place), lines_(lines) {}
  Task<> write(std::string_view bytes) override {
    co_await lines_.write(bytes);
    if (has_meddled_ || bytes.find("\"s/1\"") == std::string_view::npos) co_return;
    has_meddled_ = true;
    co_await place_.write([](store::Transaction& transaction) {
      EXPECT_EQ(transaction.run({"UPDATE events SET actor = 'another'"}), 300);
    });
  }
  bool has_meddled() const { return has_meddled_; }

 private:
  store::Tenant& place_;
  Lines& lines_;
  bool has_meddled_ = false;
};

TEST_F(TenantsTest, are_exported_as_of_one_moment_or_the_last_line_says_otherwise) {
  create("lume");
  auto* place = kit_.wait(kit_.database().open(TenantId::parse("lume")));
  kit_.wait(place->write([](store::Transaction& transaction) {
    for (int i = 1; i <= 300; ++i) {
      transaction.run({"INSERT INTO events (number, type, subject, actor, data, at) VALUES ($1, 't', $2, 'a', 'd', 5)"},
                      i, fmt::format("s/{}", i));
    }
  }));
  for (const auto at_once : {kAtOnceBytes, std::size_t{1}}) {
    Lines lines;
    Meddler meddler(*place, lines);
    kit_.wait(write_all(*place, *library_, {}, meddler, at_once));
    ASSERT_TRUE(meddler.has_meddled());
    std::set<std::string> actors;
    for (const auto& line : lines.lines()) {
      if (line["table"].text() == "events") actors.insert(std::string(line["row"][4].text()));
    }
    const auto last = lines.lines().back();
    EXPECT_EQ(actors.size() == 1, last["at_one_moment"] == Value(true)) << testing::PrintToString(actors);
    EXPECT_EQ(last["at_one_moment"], Value(at_once == kAtOnceBytes));
    kit_.wait(
        place->write([](store::Transaction& transaction) { transaction.run({"UPDATE events SET actor = 'a'"}); }));
  }
}

Task<> shelve(platform::files::Shelf& shelf, TenantId place, std::string bytes) {
  const auto into = co_await shelf.begin(std::move(place));
  co_await into->write(std::move(bytes));
  co_await shelf.keep(*into, platform::files::Shelf::sum_of(*into));
}

TEST_F(TenantsTest, are_exported_with_what_their_files_hold_and_keep_none_of_it_when_they_are_erased) {
  create("lume");
  const auto lume = TenantId::parse("lume");
  const auto menu = std::string(100'000, 'm') + "enu";
  kit_.wait(shelve(*shelf_, lume, menu));
  kit_.wait(shelve(*shelf_, TenantId::parse("other"), "somebody else's"));
  Lines lines;
  kit_.wait(kit_.send(ada_, "GET", "/v1/tenants/lume/export").stream(lines));
  std::string told;
  for (const auto& line : lines.lines()) {
    if (!line.contains("file")) continue;
    EXPECT_EQ(line["file"].text(), crypto::sha256_hex(menu));
    told += line["bytes"].text();
  }
  EXPECT_EQ(told, crypto::base64(menu));
  EXPECT_EQ(lines.lines().back()["files"].integer(), 1);
  post("lume", "close");
  kit_.clock.advance(std::chrono::days(31));
  kit_.do_what_is_due("");
  ASSERT_EQ(state("lume"), "erased");
  EXPECT_FALSE(disk_.exists("files/lume/blobs/" + crypto::sha256_hex(menu)));
  EXPECT_TRUE(disk_.exists("files/other/blobs/" + crypto::sha256_hex("somebody else's")));
}

}  // namespace
}  // namespace frontdesk::engines::tenants
