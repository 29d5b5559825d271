#include <gmock/gmock.h>

#include "dialog/conversation_rows.h"
#include "dialog/guest.h"
#include "engines/contacts/bot_verbs.h"
#include "engines/contacts/engine.h"
#include "kit/engine_kit.h"
#include "platform/actions/own_tool.h"
#include "platform/audit/audit.h"

namespace frontdesk::engines::contacts {
namespace {

using platform::Role;
using support::EngineKit;
using support::Who;

class ContactsTest : public testing::Test {
 protected:
  platform::Place& place() { return *kit_.wait(kit_.place()(TenantId::parse("acme"))); }
  // A conversation of the table, whose guest said this.
  std::string begin(const std::string& conversation, const std::string& name, const std::string& reached_by = "") {
    constexpr store::Sql kInsert{
        "INSERT INTO conversations (id, status, owner, channel, config, turns, created_at, updated_at, since, indexed) "
        "VALUES ($1, 'bot', 'bot', 'web', 'v1', 0, $2, $2, $2, 1)"};
    return kit_.wait(place().store().write([&](store::Transaction& transaction) {
      transaction.run(kInsert, conversation, kit_.clock.wall().ms);
      dialog::begin_contact(transaction, conversation, kit_.clock.wall());
      dialog::note_guest(transaction, conversation, {name, reached_by}, kit_.clock.wall());
      return platform::contacts::of_conversation(transaction, conversation, kit_.clock.wall());
    }));
  }
  dialog::Conversation row(const std::string& conversation) {
    return *kit_.wait(
        place().store().read([&](store::Reader& reader) { return dialog::rows::find(reader, conversation); }));
  }
  std::vector<platform::audit::Entry> audit() {
    return kit_.wait(place().store().read([](store::Reader& reader) { return platform::audit::list(reader, {}); }));
  }
  static Value marks(std::string sign, std::string value) {
    return Value::list({Value::object({{"sign", std::move(sign)}, {"value", std::move(value)}})});
  }
  // As a tool of a tenant's file in a conversation calls it.
  std::string call(const std::string& action, Value arguments, const std::string& key,
                   std::vector<std::string> permissions = {"contacts.note", "contacts.update"},
                   const std::string& conversation = "c_1") {
    const auto tool = platform::tool_of(kit_.actions, {.name = "tool", .action = action});
    try {
      kit_.wait(tool.run({.caller = {TenantId::parse("acme"), "conversation:" + conversation, std::move(permissions)},
                          .arguments = std::move(arguments),
                          .idempotency_key = key,
                          .deadline = Deadline::never(),
                          .conversation = conversation}));
    } catch (const Error& error) {
      return error.slug;
    }
    return "";
  }

  static std::string name_of(const std::string& principal) {
    return principal.starts_with("conversation:") ? principal : "Ben of the team";
  }

  EngineKit kit_{facts(), [](EngineKit& kit) { return engine(kit.place(), kit.actions, name_of); }};
  Who agent_{.role = Role::agent}, viewer_{.role = Role::viewer}, admin_{.role = Role::tenant_admin};
};

TEST_F(ContactsTest, are_listed_found_and_shown_with_what_is_theirs) {
  const auto id = begin("c_1", "Ana Ruiz", "+43 1 5550100");
  begin("c_2", "Ben");
  EXPECT_EQ(kit_.get(viewer_, "/v1/contacts")["items"].size(), 2U);
  const auto found = kit_.get(viewer_, "/v1/contacts?q=5550100")["items"];
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]["id"].text(), id);
  const auto page = kit_.get(viewer_, "/v1/contacts?limit=1");
  EXPECT_EQ(
      kit_.get(viewer_, fmt::format("/v1/contacts?limit=1&before={}", page["next"].integer()))["items"][0]["id"].text(),
      id);
  const auto shown = kit_.get(viewer_, "/v1/contacts/" + id);
  EXPECT_EQ(shown["latest"][0]["id"].text(), "c_1");
  EXPECT_FALSE(shown["marks"][0]["is_proved"].boolean());
  EXPECT_EQ(EngineKit::slug(kit_.send(viewer_, "GET", "/v1/contacts/ct_none")), "contacts/unknown");
  EXPECT_EQ(kit_.get(Who{.role = Role::viewer, .tenant = "other"}, "/v1/contacts")["items"].size(), 0U);
}

TEST_F(ContactsTest, become_one_by_what_the_staff_states_and_the_audit_says_so) {
  const auto ana = begin("c_1", "Ana"), later = begin("c_2", "Ana Ruiz");
  const auto target = "/v1/contacts/" + ana + "/edit";
  kit_.post(agent_, target, Value::object({{"add", marks("external", "K-17")}, {"note", "Likes the terrace."}}));
  const auto whole =
      kit_.post(agent_, "/v1/contacts/" + later + "/edit", Value::object({{"add", marks("external", "K-17")}}));
  EXPECT_EQ(whole["id"].text(), ana);
  EXPECT_EQ(whole["conversations"].integer(), 2);
  EXPECT_EQ(whole["notes"][0]["words"].text(), "Likes the terrace.");
  EXPECT_EQ(whole["notes"][0]["author"].text(), "Ben of the team");
  EXPECT_EQ(kit_.get(viewer_, "/v1/contacts/" + later)["id"].text(), ana);
  const auto entries = audit();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].deed.deed, "contacts.edit");
  EXPECT_EQ(entries[0].deed.detail["joined"][0].text(), later);
  EXPECT_EQ(json::print(entries[1].deed.detail).find("terrace"), std::string::npos)
      << "nothing that erasing must reach";
}

TEST_F(ContactsTest, are_joined_by_hand_and_only_with_another) {
  const auto ana = begin("c_1", "Ana"), ben = begin("c_2", "Ben");
  const auto target = "/v1/contacts/" + ana + "/join";
  EXPECT_EQ(kit_.post(agent_, target, Value::object({{"other", ben}}))["conversations"].integer(), 2);
  EXPECT_EQ(EngineKit::slug(kit_.send(agent_, "POST", target, Value::object({{"other", ben}}))), "contacts/same");
  EXPECT_EQ(kit_.send(viewer_, "POST", target, Value::object({{"other", ben}})).status, 403);
}

TEST_F(ContactsTest, say_which_sign_is_none) {
  const auto id = begin("c_1", "Ana");
  const auto refused =
      kit_.send(agent_, "POST", "/v1/contacts/" + id + "/edit", Value::object({{"add", marks("email", "nobody")}}));
  EXPECT_EQ(EngineKit::slug(refused), "contacts/bad-mark");
  EXPECT_EQ(EngineKit::told(refused)["pointer"].text(), "/add/0/value") << refused.body;
}

TEST_F(ContactsTest, are_forgotten_with_what_rows_and_search_know) {
  const auto id = begin("c_1", "Ana Ruiz", "ana@mail.example");
  EXPECT_EQ(row("c_1").contact, "ana@mail.example");
  EXPECT_EQ(kit_.send(agent_, "DELETE", "/v1/contacts/" + id).status, 403);
  EXPECT_EQ(kit_.send(admin_, "DELETE", "/v1/contacts/" + id).status, 204);
  EXPECT_EQ(row("c_1").guest, "");
  EXPECT_EQ(row("c_1").contact, "");
  EXPECT_EQ(kit_.send(admin_, "DELETE", "/v1/contacts/" + id).status, 404);
}

TEST_F(ContactsTest, are_noted_by_a_bot_once_a_step_and_in_its_own_name) {
  const auto id = begin("c_1", "Ana");
  for (int times = 0; times < 2; ++times)
    EXPECT_EQ(call("contacts.note", Value::object({{"note", "Allergic to nuts."}}), "fd_1"), "");
  const auto notes = kit_.get(viewer_, "/v1/contacts/" + id)["notes"];
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0]["author"].text(), "conversation:c_1");
  ASSERT_EQ(audit().size(), 1U);
  EXPECT_EQ(audit()[0].deed.actor, "conversation:c_1");
  EXPECT_EQ(audit()[0].deed.subject, "contact/" + id);
}

TEST_F(ContactsTest, are_changed_by_a_bot_as_said_and_not_as_proved) {
  const auto id = begin("c_1", "Ana"), other = begin("c_2", "Ben");
  kit_.post(agent_, "/v1/contacts/" + other + "/edit", Value::object({{"add", marks("phone", "+43 1 5550100")}}));
  EXPECT_EQ(call("contacts.update", Value::object({{"phone", "+43 1 5550100"}, {"name", "Ana Ruiz"}}), "fd_1"), "");
  const auto shown = kit_.get(viewer_, "/v1/contacts/" + id);
  EXPECT_EQ(shown["name"].text(), "Ana Ruiz");
  EXPECT_FALSE(shown["marks"][0]["is_proved"].boolean());
  EXPECT_EQ(shown["alike"][0]["id"].text(), other);
  EXPECT_EQ(call("contacts.update", Value::object({{"email", "nobody"}}), "fd_2"), "contacts/bad-mark");
  EXPECT_EQ(call("contacts.update", Value::object({{"size", "large"}}), "fd_3"), "tool/arguments");
}

TEST_F(ContactsTest, are_for_bots_that_may_and_for_nobody_elses_conversation) {
  begin("c_1", "Ana");
  const auto note = Value::object({{"note", "x"}});
  EXPECT_EQ(call("contacts.note", note, "fd_1", {"tools.book_table"}), "actions/not-permitted");
  EXPECT_EQ(call("contacts.erase", Value::object({{"id", "ct_1"}}), "fd_1"), "actions/not-permitted");
  EXPECT_EQ(call("contacts.note", note, "fd_1", {"contacts.note"}, ""), "contacts/no-conversation");
  EXPECT_EQ(call("contacts.note", note, "fd_1", {"contacts.note"}, "t_1"), "contacts/no-conversation");
  EXPECT_THROW(platform::tool_of(kit_.actions, {.name = "tool", .action = "contacts.gone"}), Error);
  EXPECT_TRUE(audit().empty());
}

}  // namespace
}  // namespace frontdesk::engines::contacts
