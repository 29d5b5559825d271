#include "platform/actions/actions.h"

#include "base/error.h"
#include "base/json.h"
#include "platform/actions/invocations.h"
#include "platform/tests/one_place.h"

namespace frontdesk::platform {
namespace {

class ActionsTest : public OnePlace {
 protected:
  ActionsTest() {
    open();
    actions_.add({.name = "counter.add",
                  .description = "Adds to the counter.",
                  .input_schema = json::parse(R"({"type":"object","additionalProperties":false,"required":["by"],
                    "properties":{"by":{"type":"integer"}}})"),
                  .effect = Effect::idempotent_write,
                  .permission = "counter.write",
                  .run = [this](ActionCall call) { return add(*this, std::move(call)); }});
    actions_.add({.name = "counter.show",
                  .description = "Shows the counter.",
                  .input_schema = json::parse(R"({"type":"object"})"),
                  .permission = "counter.read",
                  .run = [this](ActionCall call) { return show(*this, std::move(call)); }});
    actions_.add({.name = "counter.forget",
                  .description = "Says that it did something, and did not.",
                  .input_schema = json::parse(R"({"type":"object"})"),
                  .effect = Effect::idempotent_write,
                  .permission = "counter.write",
                  .run = [this](ActionCall call) { return show(*this, std::move(call)); }});
  }

  // The counter is what the audit knows of it.
  static Task<ActionResult> add(ActionsTest& self, ActionCall call) {
    if (self.failure_) throw *self.failure_;
    const auto by = call.arguments["by"].integer();
    co_return co_await commit(std::move(call), [by](Writing& writing) {
      const auto before = static_cast<std::int64_t>(audit::list(writing.sql, {}).size());
      return Settlement{.answer = Value::object({{"calls", before + 1}, {"by", by}}),
                        .subject = "counter",
                        .detail = Value::object({{"by", by}}),
                        .events = {{"counter.changed", "counter", {}}}};
    });
  }
  static Task<ActionResult> show(ActionsTest& self, ActionCall call) { co_return ActionResult{Value("shown")}; }

  Wanted wanted(std::string action, int by, std::string key = "") {
    return {.caller = {TenantId::parse("acme"), "staff:ana", permissions_},
            .action = std::move(action),
            .arguments = Value::object({{"by", by}}),
            .key = std::move(key)};
  }
  Value call(Wanted wanted) { return run(actions_.call(std::move(wanted))); }
  Task<> drop(Wanted wanted) { co_await actions_.call(std::move(wanted)); }
  std::string slug(Wanted wanted) { return slug_of(drop(std::move(wanted))); }

  std::vector<std::string> permissions_{"counter.write", "counter.read"};
  std::optional<Error> failure_;
  Actions actions_{[this](TenantId) { return here(*this); }};
  static Task<Place*> here(ActionsTest& self) { co_return &*self.place_; }
};

TEST_F(ActionsTest, are_done_once_a_key_and_answer_the_same_again) {
  const auto first = call(wanted("counter.add", 2, "k1"));
  EXPECT_EQ(call(wanted("counter.add", 2, "k1")), first);
  EXPECT_EQ(call(wanted("counter.add", 2, "k2"))["calls"].integer(), 2);
  EXPECT_EQ(call(wanted("counter.add", 2))["calls"].integer(), 3);
  EXPECT_EQ(call(wanted("counter.add", 2))["calls"].integer(), 4);
}

TEST_F(ActionsTest, answer_the_same_behind_a_crash) {
  const auto first = call(wanted("counter.add", 2, "k1"));
  open();
  EXPECT_EQ(call(wanted("counter.add", 2, "k1")), first);
}

TEST_F(ActionsTest, refuse_a_key_that_stands_for_something_else) {
  call(wanted("counter.add", 2, "k1"));
  EXPECT_EQ(slug(wanted("counter.add", 3, "k1")), "actions/key-reused");
}

TEST_F(ActionsTest, keep_no_key_of_what_failed) {
  failure_ = Error(Kind::unavailable, "test/away", "Nobody is there.");
  EXPECT_EQ(slug(wanted("counter.add", 2, "k1")), "test/away");
  failure_.reset();
  EXPECT_EQ(call(wanted("counter.add", 2, "k1"))["calls"].integer(), 1);
}

TEST_F(ActionsTest, that_come_at_the_same_time_under_one_key_count_once) {
  std::vector<Value> answers;
  for (int i = 0; i < 2; ++i) {
    boost::asio::co_spawn(context_, actions_.call(wanted("counter.add", 2, "k1")),
                          [&](std::exception_ptr failure, Value answer) {
                            EXPECT_FALSE(failure);
                            answers.push_back(std::move(answer));
                          });
  }
  context_.restart();
  context_.run();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0], answers[1]);
  EXPECT_EQ(call(wanted("counter.add", 2))["calls"].integer(), 2);
}

TEST_F(ActionsTest, are_for_those_who_may) {
  permissions_ = {"counter.read"};
  EXPECT_EQ(slug(wanted("counter.add", 2)), "actions/not-permitted");
  EXPECT_EQ(call(wanted("counter.show", 2)).text(), "shown");
}

TEST_F(ActionsTest, take_what_their_schema_says) {
  auto bad = wanted("counter.add", 2);
  bad.arguments = Value::object({{"by", "two"}});
  EXPECT_EQ(slug(bad), "actions/bad-arguments");
  EXPECT_EQ(slug(wanted("counter.none", 2)), "actions/unknown");
}

TEST_F(ActionsTest, leave_a_line_in_the_audit_and_tell_who_hears) {
  call(wanted("counter.add", 2, "k1"));
  call(wanted("counter.add", 2, "k1"));
  const auto entries = run(place_->store().read([](store::Reader& reader) { return audit::list(reader, {}); }));
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].deed.actor, "staff:ana");
  EXPECT_EQ(entries[0].deed.deed, "counter.add");
  EXPECT_EQ(run(place_->store().read([](store::Reader& reader) { return events::list(reader, {}); })).size(), 1U);
}

TEST_F(ActionsTest, that_claim_to_change_and_do_not_are_a_fault_of_ours) {
  EXPECT_EQ(slug(wanted("counter.forget", 2)), "actions/not-settled");
}

TEST_F(ActionsTest, of_one_name_are_there_once) {
  EXPECT_THROW(actions_.add({.name = "counter.add", .input_schema = json::parse(R"({"type":"object"})")}), Error);
}

}  // namespace
}  // namespace frontdesk::platform
