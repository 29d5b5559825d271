#include <gtest/gtest.h>

#include "base/json.h"
#include "dialog/slots.h"
#include "simulated_guest.h"

// What of a message belongs to the question that is open, and what to something else.
namespace frontdesk::dialog {
namespace {

using testing::Guest;

constexpr Timestamp kNow{1'795'424'400'000};  // Monday 23 November 2026, 09:00 UTC

DialogConfig of_two_codes() {
  return read_dialog_config(json::parse(R"({
    "locations": [{"id": "east", "name": "East Gate"}, {"id": "west", "name": "West Gate"}],
    "flows": [
      {"name": "parcel", "slots": [{"name": "parcel", "type": "code", "pattern": "[0-9]{4}", "ask": "?"}], "steps": [{"collect": ["parcel"]}]},
      {"name": "visit", "slots": [{"name": "visit", "type": "code", "pattern": "VIS-[0-9]{4}", "ask": "?"},
        {"name": "place", "type": "location", "ask": "?"}, {"name": "day", "type": "date", "ask": "?"}, {"name": "hour", "type": "time", "ask": "?"},
        {"name": "people", "type": "number", "ask": "?"}, {"name": "who", "type": "name", "ask": "?"}], "steps": [{"collect": ["visit"]}]}],
    "intents": [
      {"name": "track", "flow": "parcel", "examples": ["track parcel 1042", "Paket 1017", "where is parcel number 1003", "the parcel is 1044"]},
      {"name": "change", "flow": "visit", "examples": ["change visit VIS-1234"]}]})"));
}

// name=value of everything that is told, behind the question for `asked`.
std::string told(std::string_view message, std::string_view asked = "", std::string_view language = "en") {
  static const auto config = of_two_codes();
  const auto& flow = *config.flow(asked == "parcel" ? "parcel" : "visit");
  Surroundings around{config, kNow};
  around.heard_in = language;
  std::string all;
  for (const auto& found : read_message(flow, flow.slot(asked), message, around)) {
    const auto value = found.doubt ? std::string("?") : json::print(found.value);
    all += fmt::format("{}{}={}{}", all.empty() ? "" : " ", found.slot->name, found.is_relative ? "+" : "", value);
  }
  return all;
}

TEST(Codes, belong_to_the_noun_that_stands_before_them) {
  EXPECT_EQ(told("where is parcel 1042", "visit"), "");
  EXPECT_EQ(told("wo ist Paket Nr. 1042", "visit", "de"), "");
  EXPECT_EQ(told("parcel number 1042", "visit"), "");
  EXPECT_EQ(told("my parcel is 1042", "visit"), "");
  EXPECT_EQ(told("1042", "visit"), R"(visit="VIS-1042")");
  EXPECT_EQ(told("visit 1042", "visit"), R"(visit="VIS-1042")");
  EXPECT_EQ(told("the visit is 1042", "visit"), R"(visit="VIS-1042")");
  EXPECT_EQ(told("it is number 1042", "visit"), R"(visit="VIS-1042")");
  EXPECT_EQ(told("visit 1042", "parcel"), "");
  EXPECT_EQ(told("the parcel is 1042", "parcel"), R"(parcel="1042")");
}

TEST(Codes, are_no_part_of_a_longer_row_of_digits) {
  EXPECT_EQ(told("my number is 555 2211", "parcel"), "");
  EXPECT_EQ(told("2211 555", "parcel"), "");
  EXPECT_EQ(told("1042, 2 days ago", "parcel"), R"(parcel="1042")");
}

TEST(Times, are_what_something_is_moved_to) {
  EXPECT_EQ(told("move it to nine"), R"(hour=?)");
  EXPECT_EQ(told("move it to 19"), R"(hour="19:00")");
  EXPECT_EQ(told("postpone my visit to 20 please"), R"(hour="20:00")");
  EXPECT_EQ(told("bitte verschieben Sie es auf 19", "", "de"), R"(hour="19:00")");
  EXPECT_EQ(told("move it to nine people"), "people=9");
  EXPECT_EQ(told("change it to nine"), "");
  EXPECT_EQ(told("change it to nine people"), "people=9");
}

TEST(Times, are_not_how_late_somebody_is) {
  EXPECT_EQ(told("I'm running 20 minutes late", "hour"), "");
  EXPECT_EQ(told("ich komme 20 Minuten zu spät", "hour", "de"), "");
  EXPECT_EQ(told("llego 20 minutos tarde", "hour", "es"), "");
  EXPECT_EQ(told("arrivo 20 minuti in ritardo", "hour", "it"), "");
}

TEST(Times, stand_alone_where_they_are_written_as_times_are) {
  EXPECT_EQ(told("east gate, 19.30", "place"), R"(place="east" hour="19:30")");
  EXPECT_EQ(told("east gate, 19", "place"), R"(place="east")");
}

TEST(Times, of_another_clock_are_asked) {
  for (const auto* const message :
       {"20:00 Tokyo time", "8pm my time, I am in Tokyo", "at 20:00 CET", "8pm New York time",
        "20:00 our time, we are in Tokio", "8pm my time", "8pm local time in Tokyo, my time"})
    EXPECT_EQ(told(message, "hour"), "hour=?") << message;
  EXPECT_EQ(told("20 Uhr Berliner Zeit", "hour", "de"), "hour=?");
  EXPECT_EQ(told("a las 20:00 hora de Tokyo", "hour", "es"), "hour=?");
  EXPECT_EQ(told("alle 20:00 ora di Tokyo", "hour", "it"), "hour=?");
  for (const auto* const message : {"20:00, we are coming from Tokyo", "20:00 this time", "20:00 GMT",
                                    "20:00 London time", "20:00 at the usual time"})
    EXPECT_EQ(told(message, "hour"), R"(hour="20:00")") << message;
}

TEST(Times, of_another_clock_are_told_with_what_the_clock_here_shows) {
  Guest guest;
  guest.say("a table for two at Harbor tomorrow");
  EXPECT_TRUE(guest.hears("8pm my time, I am in Tokyo", "20:00 in Tokyo is ")) << guest.heard;
  EXPECT_EQ(guest.last()["asks"].text(), "time");
  EXPECT_TRUE(guest.hears("7pm then", "In what name")) << guest.heard;
  Guest other;
  other.say("a table for two at Harbor tomorrow");
  EXPECT_TRUE(other.hears("8pm my time", "by the clock of the place itself. At what time?")) << other.heard;
}

TEST(Counts, are_what_stands_beside_somebody_who_comes_too) {
  EXPECT_EQ(told("no 7, my mother in law comes too", "hour"), "people=7");
  EXPECT_EQ(told("7, meine Schwiegermutter kommt auch mit", "hour", "de"), "people=7");
  EXPECT_EQ(told("19, my mother in law will be late", "hour"), R"(hour="19:00")");
}

TEST(Names, are_the_last_that_was_said) {
  EXPECT_EQ(told("Eva Marin — no, Marini", "who"), R"(who="Eva Marini")");
  EXPECT_EQ(told("Eva Marin, sorry, Eva Marini", "who"), R"(who="Eva Marini")");
  EXPECT_EQ(told("my name is Tom Lind. No, it's Ben Karst", "who"), R"(who="Ben Karst")");
  EXPECT_EQ(told("Eva Marin, no problem", "who"), R"(who="Eva Marin")");
}

TEST(Readings, know_lateness_of_ours_as_a_complaint_and_theirs_as_none) {
  Guest angry;
  angry.say("cold and an hour late!!!");
  EXPECT_EQ(angry.of_type("handoff").size(), 1U);
  Guest late;
  late.say("sorry, we are an hour late!!!");
  ASSERT_EQ(late.of_type("handoff").size(), 1U);
  EXPECT_EQ(late.of_type("handoff")[0]["reason"].text(), "The customer will be late.") << "passed on, and no complaint";
}

TEST(Readings, of_a_table_for_tonight_keep_the_day_and_the_hour) {
  for (const auto* const message :
       {"a table for 2 tonight at Old Town at 22:00", "ein Tisch für 2 heute Abend um 22 Uhr im Old Town",
        "we would like a table at Old Town at 22:00, for two this evening"}) {
    Guest guest;
    guest.say(message);
    EXPECT_EQ(guest.last()["asks"].text(), "name") << message;
  }
  for (const auto* const message :
       {"a table for two tonight at Old Town", "a table at Old Town for 2 in the evening tomorrow"}) {
    Guest guest;
    guest.say(message);
    EXPECT_EQ(guest.last()["asks"].text(), "time") << message;
  }
}

TEST(Readings, say_where_the_place_cannot_be_changed) {
  Guest guest;
  EXPECT_TRUE(guest.hears("move my booking to Harbor at 8", "To Harbor I cannot change it here")) << guest.heard;
  EXPECT_EQ(guest.last()["asks"].text(), "code");
  EXPECT_FALSE(guest.hears("LUME-1234", "cannot change")) << guest.heard;
  Guest of_one;
  EXPECT_FALSE(of_one.hears("move my booking at Harbor to 8", "cannot change")) << of_one.heard;
}

TEST(Readings, fetch_people_for_what_a_rule_says_however_it_is_asked) {
  for (const auto* const message : {"we are a group of 14, can we come on saturday", "group of 14, saturday?",
                                    "have you got space for 14 people?"}) {
    Guest guest;
    guest.say(message);
    EXPECT_EQ(guest.of_type("handoff").size(), 1U) << message;
  }
}

}  // namespace
}  // namespace frontdesk::dialog
