#include "platform/engagements/engagements.h"

#include "base/error.h"
#include "platform/tests/one_place.h"

namespace frontdesk::platform {
namespace {

using engagements::Engagement;
using engagements::Move;
using engagements::Stage;

class EngagementsTest : public OnePlace {
 protected:
  EngagementsTest() {
    frame_.add(engagements::waking());
    open(TenantId::of_operator());
  }

  Engagement begin(const std::string& name, const std::string& key = "") {
    return run(place_->write("user:eva", [&](Writing& writing) {
      return engagements::open(writing, random_, {.name = name, .contact = "office@lume.example", .key = key});
    }));
  }
  Task<> moved(std::string id, Move move) {
    co_await place_->write("user:eva", [&](Writing& writing) { engagements::move(writing, id, move); });
  }
  void move(const std::string& id, Stage to, const std::string& reason = "") {
    run(moved(id, {.to = to, .reason = reason}));
  }
  Engagement now(const std::string& id) {
    return *run(place_->store().read([&](store::Reader& reader) { return engagements::find(reader, id); }));
  }
};

TEST_F(EngagementsTest, go_from_the_lead_to_a_live_bot_and_its_review) {
  const auto id = begin("Lume").id;
  for (const auto stage :
       {Stage::researched, Stage::demo_ready, Stage::demo_seen, Stage::nda_sent, Stage::nda_signed, Stage::priced,
        Stage::proposal_sent, Stage::proposal_accepted, Stage::agreement_signed, Stage::prd_draft, Stage::prd_approved,
        Stage::config_draft, Stage::blocked_on_gaps, Stage::config_valid, Stage::staged, Stage::live, Stage::in_review,
        Stage::expanded, Stage::prd_draft}) {
    clock_.advance(std::chrono::hours(1));
    move(id, stage);
  }
  EXPECT_EQ(now(id).stage, Stage::prd_draft);
  const auto changes =
      run(place_->store().read([&](store::Reader& reader) { return engagements::changes(reader, id); }));
  EXPECT_EQ(changes.size(), 20U);
  EXPECT_EQ(changes.back().actor, "user:eva");
}

TEST_F(EngagementsTest, do_not_jump_and_say_what_can_come_next) {
  const auto id = begin("Lume").id;
  try {
    run(moved(id, {.to = Stage::live}));
    FAIL() << "it jumped";
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "engagements/not-next");
    EXPECT_THAT(error.detail, testing::HasSubstr("researched"));
  }
  EXPECT_EQ(slug_of(moved("eg_none", {.to = Stage::live})), "engagements/unknown");
}

TEST_F(EngagementsTest, are_lost_for_a_reason_and_for_good) {
  const auto id = begin("Lume").id;
  EXPECT_EQ(slug_of(moved(id, {.to = Stage::lost})), "engagements/no-reason");
  move(id, Stage::lost, "They took another.");
  EXPECT_EQ(slug_of(moved(id, {.to = Stage::researched})), "engagements/not-next");
}

TEST_F(EngagementsTest, can_be_lost_until_the_agreement_is_signed) {
  for (int i = 0; i <= static_cast<int>(Stage::in_review); ++i) {
    const auto stage = static_cast<Stage>(i);
    const auto next = engagements::next_of(stage);
    const bool can_be_lost = std::ranges::find(next, Stage::lost) != next.end();
    EXPECT_EQ(can_be_lost, engagements::is_before_signature(stage)) << i;
  }
}

TEST_F(EngagementsTest, that_are_paused_go_on_where_they_were_when_the_pause_ends) {
  const auto id = begin("Lume").id;
  move(id, Stage::researched);
  EXPECT_EQ(slug_of(moved(id, {.to = Stage::paused, .reason = "August."})), "engagements/no-end");
  const Timestamp until{clock_.wall().ms + 86'400'000};
  run(moved(id, {.to = Stage::paused, .reason = "August.", .until = until}));
  do_what_is_due();
  EXPECT_EQ(now(id).stage, Stage::paused);
  clock_.advance(std::chrono::hours(25));
  do_what_is_due();
  EXPECT_EQ(now(id).stage, Stage::researched);
  EXPECT_FALSE(now(id).until);
}

TEST_F(EngagementsTest, that_went_on_before_the_pause_ended_are_not_woken_again) {
  const auto id = begin("Lume").id;
  const Timestamp until{clock_.wall().ms + 86'400'000};
  run(moved(id, {.to = Stage::paused, .reason = "August.", .until = until}));
  move(id, Stage::lead);
  move(id, Stage::researched);
  clock_.advance(std::chrono::hours(25));
  do_what_is_due();
  EXPECT_EQ(now(id).stage, Stage::researched);
}

TEST_F(EngagementsTest, move_once_a_key) {
  const auto id = begin("Lume").id;
  const Move research{.to = Stage::researched, .key = "k1"};
  run(moved(id, research));
  run(moved(id, research));
  EXPECT_EQ(slug_of(moved(id, {.to = Stage::demo_ready, .key = "k1"})), "engagements/key-reused");
  EXPECT_EQ(begin("Lume", "lead-7").id, begin("Lume", "lead-7").id);
  EXPECT_NE(begin("Lume").id, begin("Lume").id);
}

TEST_F(EngagementsTest, are_what_their_changes_come_to) {
  const auto id = begin("Lume").id;
  move(id, Stage::researched);
  run(moved(id, {.to = Stage::demo_ready, .detail = Value::object({{"tenant", "lume"}, {"owner", "user:ben"}})}));
  run(moved(id, {.to = Stage::paused, .reason = "August.", .until = Timestamp{clock_.wall().ms + 1'000}}));
  const auto replayed =
      *run(place_->store().read([&](store::Reader& reader) { return engagements::replay(reader, id); }));
  const auto row = now(id);
  EXPECT_EQ(replayed.client, row.client);
  EXPECT_EQ(replayed.contact, row.contact);
  EXPECT_EQ(replayed.tenant, "lume");
  EXPECT_EQ(row.tenant, "lume");
  EXPECT_EQ(replayed.owner, row.owner);
  EXPECT_EQ(replayed.stage, row.stage);
  EXPECT_EQ(replayed.before_pause, row.before_pause);
  EXPECT_EQ(replayed.since, row.since);
  EXPECT_EQ(replayed.until, row.until);
}

TEST_F(EngagementsTest, are_found_by_stage_and_by_a_part_of_the_name_and_counted) {
  begin("Café Müller");
  const auto lume = begin("Lume").id;
  move(lume, Stage::researched);
  const auto found = [&](engagements::Filter filter) {
    return run(place_->store().read([&](store::Reader& reader) { return engagements::list(reader, filter); })).size();
  };
  EXPECT_EQ(found({.stage = Stage::lead}), 1U);
  EXPECT_EQ(found({.words = "MÜLL"}), 1U);
  EXPECT_EQ(found({.words = "%"}), 0U);
  EXPECT_EQ(found({.words = "nobody"}), 0U);
  const auto counts = run(place_->store().read([](store::Reader& reader) { return engagements::counts(reader); }));
  EXPECT_EQ(counts.size(), 2U);
}

}  // namespace
}  // namespace frontdesk::platform
