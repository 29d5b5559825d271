// Which of the two places, days or times of a flow is meant; and what may be one of several.
#include <gtest/gtest.h>

#include "base/json.h"
#include "dialog/another.h"
#include "dialog/slots.h"

namespace frontdesk::dialog {
namespace {

constexpr Timestamp kThursday{1'795'683'600'000};  // 26 November 2026

DialogConfig of_journeys() {
  return read_dialog_config(json::parse(R"({
    "locations": [{"id": "mill", "name": "Mill Gate"}, {"id": "quay", "name": "Quayside"}, {"id": "park", "name": "Park Row"}],
    "words": {"counted": [{"name": "things", "words": ["lamp", "lamps", "stove", "stoves"]}], "synonyms": [{"name": "destination", "words": ["drop off", "Ziel"]}]},
    "flows": [
      {"name": "ride", "steps": [{"collect": ["origin"]}], "slots": [
        {"name": "origin", "type": "location", "ask": "From where?"},
        {"name": "destination", "type": "location", "ask": "To where?"},
        {"name": "day", "type": "date", "ask": "Which day?"}, {"name": "seats", "type": "number", "ask": "How many?"}]},
      {"name": "stay", "steps": [{"collect": ["check_in"]}], "slots": [
        {"name": "check_in", "type": "date", "ask": {"en": "Arrival?", "de": "Wann ist die Ankunft?"}},
        {"name": "check_out", "type": "date", "ask": {"en": "Departure?", "de": "Wann ist die Heimfahrt?"}}]},
      {"name": "hire", "steps": [{"collect": ["pickup_time"]}], "slots": [
        {"name": "pickup_time", "type": "time", "ask": "When?"}, {"name": "return_time", "type": "time", "ask": "When?"}]},
      {"name": "hold", "steps": [{"collect": ["thing"]}], "slots": [
        {"name": "thing", "type": "choice", "of": ["lamp", "stove"], "ask": "Which?"},
        {"name": "pieces", "type": "number", "counts": ["things"], "ask": "How many?"},
        {"name": "place", "type": "location", "ask": "Where?"}]},
      {"name": "visit", "steps": [{"collect": ["place"]}], "slots": [
        {"name": "place", "type": "location", "ask": "Where?"}, {"name": "day", "type": "date", "ask": "Which day?"},
        {"name": "hour", "type": "time", "ask": "When?"}]}]})"));
}

// slot=value of everything that is told; "?" with what may be meant.
const DialogConfig& journeys() {
  static const auto config = of_journeys();
  return config;
}

std::string told(std::string_view flow_name, std::string_view message, std::string_view language = "en",
                 std::string_view asked = "") {
  const auto& flow = *journeys().flow(flow_name);
  Surroundings around{journeys(), kThursday};
  around.heard_in = language;
  std::string all;
  const auto print = [](const Value& value) {
    return std::string(value.is_text() ? value.text() : json::print(value));
  };
  for (const auto& found : read_message(flow, flow.slot(asked), message, around)) {
    all += (all.empty() ? "" : " ") + found.slot->name + "=" + (found.value.is_null() ? "?" : print(found.value));
    if (!found.doubt) continue;
    for (const auto& candidate : found.doubt->candidates) all += "/" + print(candidate);
  }
  return all;
}

TEST(Sides, are_told_by_where_from_and_where_to) {
  EXPECT_EQ(told("ride", "from Mill Gate to Quayside on Friday"), "origin=mill destination=quay day=2026-11-27");
  EXPECT_EQ(told("ride", "to Quayside from Mill Gate"), "origin=mill destination=quay");
  EXPECT_EQ(told("ride", "get me at Mill Gate and bring me to Quayside"), "origin=mill destination=quay");
  EXPECT_EQ(told("ride", "a ride to Quayside"), "destination=quay");
  EXPECT_EQ(told("ride", "von Mill Gate nach Quayside", "de"), "origin=mill destination=quay");
  EXPECT_EQ(told("ride", "desde Mill Gate hasta Quayside", "es"), "origin=mill destination=quay");
  EXPECT_EQ(told("ride", "da Mill Gate a Quayside", "it"), "origin=mill destination=quay");
  EXPECT_EQ(told("ride", "Mill Gate, Quayside"), "origin=mill destination=quay");
}

TEST(Sides, that_are_named_are_the_ones_that_change) {
  EXPECT_EQ(told("ride", "change the destination to Park Row"), "destination=park");
  EXPECT_EQ(told("ride", "the origin is Park Row"), "origin=park");
  EXPECT_EQ(told("ride", "bring it to Park Row instead"), "destination=park");
  EXPECT_EQ(told("ride", "drop off at Park Row instead"), "destination=park") << "a word of the file";
  EXPECT_EQ(told("ride", "das Ziel ist Park Row", "de"), "destination=park");
  EXPECT_EQ(told("ride", "from Park Row, not Mill Gate"), "origin=park");
  EXPECT_EQ(told("ride", "Park Row", "en", "destination"), "destination=park") << "what was asked for";
  EXPECT_EQ(told("stay", "change the check-out to Tuesday"), "check_out=2026-12-01");
  EXPECT_EQ(told("stay", "from Monday, not Sunday"), "check_in=2026-11-30");
  EXPECT_EQ(told("stay", "die Heimfahrt ist am Dienstag", "de"), "check_out=2026-12-01") << "a word of the question";
  EXPECT_EQ(told("hire", "return at 6pm"), "return_time=18:00");
  EXPECT_EQ(told("hire", "we pick it up at 9am and return it at 6pm"), "pickup_time=09:00 return_time=18:00");
}

TEST(Sides, of_days_are_both_ends_of_a_range) {
  EXPECT_EQ(told("stay", "from Friday to Sunday"), "check_in=2026-11-27 check_out=2026-11-29");
  EXPECT_EQ(told("stay", "from Friday to Sunday", "en", "check_in"), "check_in=2026-11-27 check_out=2026-11-29");
  EXPECT_EQ(told("stay", "von Freitag bis Sonntag", "de"), "check_in=2026-11-27 check_out=2026-11-29");
  EXPECT_EQ(told("stay", "del viernes al domingo", "es"), "check_in=2026-11-27 check_out=2026-11-29");
  EXPECT_EQ(told("stay", "da venerdì a domenica", "it"), "check_in=2026-11-27 check_out=2026-11-29");
  EXPECT_EQ(told("stay", "until Tuesday"), "check_out=2026-12-01");
  EXPECT_EQ(told("stay", "check-in on Friday, check-out on Sunday"), "check_in=2026-11-27 check_out=2026-11-29");
  EXPECT_EQ(told("stay", "we arrive on Friday and leave on Sunday"), "check_in=2026-11-27 check_out=2026-11-29");
  EXPECT_EQ(told("stay", "Sunday", "en", "check_out"), "check_out=2026-11-29") << "and not the other day, too";
  EXPECT_EQ(told("stay", "Friday"), "check_in=2026-11-27");
}

TEST(Alternatives, are_choices_of_places_days_and_times) {
  EXPECT_EQ(told("visit", "Mill Gate or Quayside, whichever is free"), "place=?/mill/quay");
  EXPECT_EQ(told("ride", "from Mill Gate or Quayside to Park Row"), "origin=?/mill/quay destination=park");
  EXPECT_EQ(told("visit", "Friday at 7pm or Saturday at 8pm"), "day=?/2026-11-27/2026-11-28 hour=?/19:00/20:00");
  EXPECT_EQ(told("visit", "13:30 or 14:30 tomorrow", "en", "hour"), "day=2026-11-27 hour=?/13:30/14:30");
  EXPECT_EQ(told("visit", "9am, 10am or 11am"), "hour=?/09:00/10:00/11:00");
  EXPECT_EQ(told("visit", "Friday, Saturday or Sunday"), "day=?/2026-11-27/2026-11-28/2026-11-29");
  EXPECT_EQ(told("visit", "on Friday, otherwise on Saturday"), "day=?/2026-11-27/2026-11-28");
  EXPECT_EQ(told("visit", "am Freitag, sonst am Samstag", "de"), "day=?/2026-11-27/2026-11-28");
  EXPECT_EQ(told("visit", "el viernes a las 18:00 o el sábado a las 19:00", "es"),
            "day=?/2026-11-27/2026-11-28 hour=?/18:00/19:00");
  EXPECT_EQ(told("visit", "venerdì, altrimenti sabato", "it"), "day=?/2026-11-27/2026-11-28");
  EXPECT_EQ(told("visit", "not on Monday but on Sunday"), "day=2026-11-29");
  EXPECT_EQ(told("visit", "Friday, no wait, Saturday"), "day=2026-11-28");
  EXPECT_EQ(told("visit", "Friday, or rather Saturday"), "day=2026-11-28");
}

TEST(Alternatives, that_are_the_same_leave_nothing_to_choose) {
  EXPECT_EQ(told("visit", "tomorrow or on Friday"), "day=2026-11-27");
}

TEST(Amounts, are_those_of_what_is_chosen) {
  EXPECT_EQ(told("hold", "two lamps please"), "thing=lamp pieces=2");
  const auto& flow = *journeys().flow("hold");
  const Surroundings around{journeys(), kThursday};
  using Parts = std::vector<std::string>;
  EXPECT_EQ(records_in("hold two lamps and a stove at Quayside", flow, around),
            (Parts{"hold two lamps", "a stove at Quayside"}));
  EXPECT_EQ(records_in("hold two lamps or two stoves", flow, around).size(), 1U) << "alternatives are no two wishes";
}

}  // namespace
}  // namespace frontdesk::dialog
