#include "platform/events/events.h"

#include "base/error.h"
#include "platform/tests/one_place.h"
#include "platform/work/tidying.h"

namespace frontdesk::platform {
namespace {

class EventsTest : public OnePlace {
 protected:
  EventsTest() {
    for (const auto* name : {"left", "right"}) {
      frame_.add(Hearer{name, "thing.changed", [this, name](Writing& writing, const Announced& event) {
                          if (failing_ == name) throw Error(Kind::unavailable, "test/away", "Nobody is there.");
                          heard_.push_back(fmt::format("{}:{}", name, event.event.data["n"].integer()));
                          writing.note("heard", event.event.subject);
                        }});
    }
    open();
  }

  void announce(std::string subject, int n, const std::string& type = "thing.changed") {
    run(place_->write("staff:ana",
                      [&](Writing& writing) { writing.announce({type, subject, Value::object({{"n", n}})}); }));
  }

  std::vector<std::string> heard_;
  std::string failing_;
};

TEST_F(EventsTest, are_told_once_to_each_who_hears_them) {
  announce("thing/1", 1);
  announce("thing/1", 2, "thing.removed");
  do_what_is_due();
  do_what_is_due();
  EXPECT_THAT(heard_, testing::UnorderedElementsAre("left:1", "right:1"));
}

TEST_F(EventsTest, of_one_subject_are_told_in_their_order_and_one_hearer_waits_for_no_other) {
  failing_ = "left";
  announce("thing/1", 1);
  announce("thing/1", 2);
  do_what_is_due();
  EXPECT_THAT(heard_, testing::ElementsAre("right:1", "right:2"));
  heard_.clear();
  failing_.clear();
  clock_.advance(std::chrono::seconds(5));
  do_what_is_due();
  EXPECT_THAT(heard_, testing::ElementsAre("left:1", "left:2"));
}

TEST_F(EventsTest, are_told_behind_a_crash_and_what_the_hearer_did_is_done_once) {
  announce("thing/1", 1);
  open();
  do_what_is_due();
  const auto noted = run(place_->store().read([](store::Reader& reader) { return audit::list(reader, {}); }));
  EXPECT_EQ(noted.size(), 2U);
}

TEST_F(EventsTest, of_a_transaction_that_failed_never_happened) {
  EXPECT_EQ(slug_of(place_->write("staff:ana",
                                  [](Writing& writing) {
                                    writing.announce({"thing.changed", "thing/1", {}});
                                    throw Error(Kind::invalid, "test/no", "No.");
                                  })),
            "test/no");
  do_what_is_due();
  EXPECT_TRUE(heard_.empty());
}

TEST_F(EventsTest, can_be_looked_up) {
  announce("thing/1", 1);
  announce("thing/2", 2);
  const auto all = run(place_->store().read([](store::Reader& reader) { return events::list(reader, {}); }));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].event.subject, "thing/2");
  EXPECT_EQ(all[0].actor, "staff:ana");
}

TEST_F(EventsTest, for_a_hearer_that_is_gone_are_shown) {
  announce("thing/1", 1);
  frame_.hearers.clear();
  do_what_is_due();
  EXPECT_EQ(pieces().at(0).state, work::State::failed);
}

TEST_F(EventsTest, of_long_ago_are_forgotten_but_for_those_that_somebody_waits_for) {
  const auto subjects = [&] {
    std::vector<std::string> all;
    for (const auto& event : run(place_->store().read([](store::Reader& reader) { return events::list(reader, {}); })))
      all.push_back(event.event.subject);
    return all;
  };
  announce("thing/1", 1);
  do_what_is_due();
  announce("thing/2", 2);  // nobody was told of it yet
  announce("thing/3", 3);
  clock_.advance(frame_.keeping.events + std::chrono::hours(1));
  run(work::tidy(*place_));
  EXPECT_EQ(subjects(), (std::vector<std::string>{"thing/3", "thing/2"}));
  do_what_is_due();
  EXPECT_EQ(heard_.size(), 6U);
  run(work::tidy(*place_));
  EXPECT_EQ(subjects(), (std::vector<std::string>{"thing/3"})) << "so that its number does not come again";
  announce("thing/4", 4);
  do_what_is_due();
  EXPECT_EQ(heard_.size(), 8U);
}

TEST_F(EventsTest, are_forgotten_at_night_by_themselves) {
  frame_.add(work::tidying());
  frame_.add(work::nightly());
  announce("thing/1", 1);
  announce("thing/2", 2);
  do_what_is_due();
  clock_.advance(frame_.keeping.events + std::chrono::hours(25));
  do_what_is_due();
  EXPECT_EQ(run(place_->store().read([](store::Reader& reader) { return events::list(reader, {}); })).size(), 1U);
}

}  // namespace
}  // namespace frontdesk::platform
