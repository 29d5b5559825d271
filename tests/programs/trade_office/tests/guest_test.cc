#include "guest.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/yaml.h"
#include "verdict.h"

namespace frontdesk::trade {
namespace {

const Names kPlaces = {{"north", "North Road"}};

constexpr auto kBooking = R"(
- id: t-1
  opens: [a table on saturday, I want to book]
  wants: {place: north, date: "2026-11-28", time: "19:30", guests: 4, name: Ana Ruiz}
  says: {time: [around half seven, half past seven], name: Ana Ruiz}
  corrects: {time: "no, half past seven"}
  yes: fine
  habits:
    - {when: {asked: name}, say: can I park?}
    - {when: read_back, say: make it five, wants: {guests: 5}}
  goal: {new: [{record: booking, place: north, guests: 5, name: Ana Ruiz}], hears: [[garage, car park]]}
  shortest: 6
)";

Script script_of(const char* text) { return read_scripts(yaml::parse(text).value, "trade").front(); }

Heard asked(const std::string& slot) { return {.texts = {"And " + slot + "?"}, .asks = slot}; }
Heard shown(const std::string& text) { return {.texts = {text}, .read_back = "rb", .read_back_text = text}; }

TEST(Guest, answers_what_is_asked_and_says_it_otherwise_when_asked_again) {
  const auto script = script_of(kBooking);
  Guest guest(script, kPlaces);
  EXPECT_EQ(guest.open().text, "a table on saturday");
  EXPECT_EQ(guest.react(asked("time"))->text, "around half seven");
  EXPECT_EQ(guest.react(asked("time"))->text, "half past seven");
  EXPECT_EQ(guest.react(asked("place"))->text, "North Road");
  EXPECT_EQ(guest.react(asked("date"))->text, "the 28th of november");
  EXPECT_EQ(guest.react(asked("colour"))->text, "I don't know, sorry");
}

TEST(Guest, asks_in_between_and_changes_its_mind_once) {
  const auto script = script_of(kBooking);
  Guest guest(script, kPlaces);
  guest.open();
  EXPECT_EQ(guest.react(asked("name"))->text, "can I park?");
  EXPECT_EQ(guest.react(asked("name"))->text, "Ana Ruiz");
  EXPECT_EQ(guest.react(shown("4 at North Road, Saturday 28 November at 19:30, Ana Ruiz"))->text, "make it five");
  EXPECT_EQ(guest.react(shown("5 at North Road, Saturday 28 November at 19:30, Ana Ruiz"))->text, "fine");
  Heard done{.texts = {"Done."}, .wrote = true};
  EXPECT_FALSE(guest.react(done).has_value());
  EXPECT_FALSE(guest.gave_up());
}

TEST(Guest, has_what_it_wanted_and_answers_nothing_more) {
  const auto script = script_of(kBooking);
  Guest guest(script, kPlaces);
  guest.open();
  const Heard done{.texts = {"Done. And the colour?"}, .asks = "colour", .wrote = true};
  EXPECT_FALSE(guest.react(done).has_value());
  EXPECT_FALSE(guest.gave_up());
}

TEST(Guest, reads_what_is_read_back_and_corrects_it) {
  const auto script = script_of(kBooking);
  Guest guest(script, kPlaces);
  guest.open();
  const std::string wrong = "5 at North Road, Saturday 28 November at 18:30, Ana Ruiz";
  EXPECT_EQ(guest.react(shown(wrong))->text, "make it five");
  EXPECT_EQ(guest.react(shown(wrong))->text, "no, half past seven");
  EXPECT_EQ(guest.react(shown(wrong))->text, "no, a table on saturday");
  EXPECT_TRUE(guest.react(shown(wrong)).has_value());
  EXPECT_FALSE(guest.react(shown(wrong)).has_value());
  EXPECT_TRUE(guest.gave_up());
}

TEST(Guest, goes_away_when_it_is_asked_the_same_thing_for_ever) {
  const auto script = script_of(kBooking);
  Guest guest(script, kPlaces);
  guest.open();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(guest.react(asked("time")).has_value());
  EXPECT_FALSE(guest.react(asked("time")).has_value());
  EXPECT_TRUE(guest.gave_up());
}

TEST(Guest, presses_the_offer_that_has_its_own_words) {
  const auto script =
      script_of("[{id: t, opens: could we move dinner, wants: {guests: 2}, goal: {left: true}, shortest: 1}]");
  Guest guest(script, kPlaces);
  guest.open();
  const Heard lost{.texts = {"Did you mean one of these?"},
                   .buttons = {{"Book table", "a"}, {"Move dinner", "move my table"}},
                   .not_understood = true};
  EXPECT_EQ(guest.react(lost)->text, "move my table");
  EXPECT_FALSE(guest.react(lost).has_value());
}

TEST(Guest, notices_that_its_second_wish_is_served_first) {
  const auto script = script_of(
      "[{id: t, opens: cancel the old one and book the new, wants: {name: Ana}, then: {opens: book, wants: {place: "
      "north, "
      "date: \"2026-12-14\", name: Ana}}, goal: {left: true}, shortest: 1}]");
  Guest guest(script, kPlaces);
  guest.open();
  EXPECT_EQ(guest.react(shown("At North Road on 3 December for Ana"))->text, "no, the 14th of december");
}

TEST(Guest, says_no_to_what_it_did_not_ask_for) {
  const auto script = script_of("[{id: t, opens: are you open?, goal: {hears: [open]}, shortest: 1}]");
  Guest guest(script, kPlaces);
  guest.open();
  EXPECT_EQ(guest.react(shown("I cancel everything. Are you sure?"))->text, "no");
}

TEST(Shows, a_value_however_it_is_written) {
  const Value day("2026-12-04");
  EXPECT_TRUE(shows("Friday 4 December at 19:30", day, kPlaces));
  EXPECT_TRUE(shows("am 4. Dezember", day, kPlaces));
  EXPECT_TRUE(shows("el 4 de diciembre", day, kPlaces));
  EXPECT_TRUE(shows("December 4", day, kPlaces));
  EXPECT_FALSE(shows("Thursday 14 December", day, kPlaces));
  EXPECT_FALSE(shows("Friday 4 November", day, kPlaces));
  EXPECT_TRUE(shows("at 7:30 pm", Value("19:30"), kPlaces));
  EXPECT_FALSE(shows("at 7:30", Value("19:30"), kPlaces));
  EXPECT_TRUE(shows("for 4, Friday 5 December", Value(4), kPlaces));
  EXPECT_FALSE(shows("for two, Friday 4 December at 14:00", Value(4), kPlaces));
  EXPECT_TRUE(shows("+49 151 555 0123", Value("0151 5550123"), kPlaces));
  EXPECT_TRUE(shows("at north road", Value("north"), kPlaces));
}

TEST(Scripts, with_a_slip_are_refused) {
  EXPECT_THROW(script_of("[{id: t, opens: hi, goal: {}, shortest: 1}]"), Error);
  EXPECT_THROW(script_of("[{id: t, opens: hi, goal: {hears: [x]}, shortest: 0}]"), Error);
  EXPECT_THROW(script_of("[{id: t, opens: hi, wishes: {}, goal: {hears: [x]}, shortest: 1}]"), Error);
  EXPECT_THROW(script_of("[{id: t, opens: hi, habits: [{when: later, say: x}], goal: {hears: [x]}, shortest: 1}]"),
               Error);
}

Value record(const char* text) { return yaml::parse(text).value; }

class Judging : public testing::Test {
 protected:
  const Goal goal_ = script_of(kBooking).goal;
  const Value right_ = record("{code: B-1, place: north, guests: 5, name: Ana Ruiz, status: booked}");
};

TEST_F(Judging, asks_for_exactly_the_writes_of_the_goal) {
  End end{.writes = {{"booking", "B-1", {}, right_}}, .said = "there is a garage"};
  EXPECT_TRUE(judge(goal_, end).reached);
  end.writes.push_back({"booking", "B-2", {}, right_});
  EXPECT_TRUE(judge(goal_, end).wrote_wrongly);
  end.writes = {{"booking", "B-1", {}, right_.with("guests", 4)}};
  EXPECT_TRUE(judge(goal_, end).wrote_wrongly);
  end.writes = {};
  EXPECT_FALSE(judge(goal_, end).reached);
  EXPECT_FALSE(judge(goal_, end).wrote_wrongly);
}

TEST_F(Judging, counts_how_a_record_is_in_the_end) {
  const auto four = right_.with("guests", 4);
  End end{.writes = {{"booking", "B-1", {}, four}, {"booking", "B-1", four, right_}}, .said = "car park"};
  EXPECT_TRUE(judge(goal_, end).reached);
  end.writes.push_back({"other", "X-1", four, right_});
  end.writes.push_back({"other", "X-1", right_, four});
  EXPECT_TRUE(judge(goal_, end).reached);
}

TEST_F(Judging, lets_nothing_else_of_a_changed_record_be_changed) {
  Goal goal;
  goal.changed = {record("{code: B-1, guests: 5}")};
  const auto before = right_.with("guests", 4);
  EXPECT_TRUE(judge(goal, {.writes = {{"booking", "B-1", before, right_}}}).reached);
  EXPECT_TRUE(judge(goal, {.writes = {{"booking", "B-1", before, right_.with("name", "Eva")}}}).wrote_wrongly);
}

TEST_F(Judging, takes_only_the_right_people) {
  Goal goal;
  goal.person = {"managers"};
  EXPECT_TRUE(judge(goal, {.queue = "managers"}).reached);
  EXPECT_FALSE(judge(goal, {.queue = "reception"}).reached);
  EXPECT_FALSE(judge(goal, {}).reached);
  EXPECT_FALSE(judge(goal_, {.writes = {{"booking", "B-1", {}, right_}}, .said = "garage", .queue = "x"}).reached);
}

}  // namespace
}  // namespace frontdesk::trade
