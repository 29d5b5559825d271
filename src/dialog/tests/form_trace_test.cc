#include "dialog/form_trace.h"

#include <gtest/gtest.h>

#include "simulated_guest.h"

// What the trace tells of a form: which words gave what, why the next question came, what is kept for afterwards.
namespace frontdesk::dialog {
namespace {

using testing::AtReadBack;
using testing::Guest;

std::string told(const Value& list) {
  std::string all;
  for (const auto& one : list.items())
    all += fmt::format("{}={} by \"{}\"; ", one["name"].text(), one["value"].text(), one["words"].text());
  return all;
}

std::string question(const Value& form) {
  std::string open;
  for (const auto& name : form["open"].items()) open += (open.empty() ? "" : ", ") + std::string(name.text());
  return fmt::format("{} ({}) of {}", form["asks"].text(), form["why"].text(), open);
}

Value last_form(Guest& guest) {
  const auto all = guest.of_type("form");
  return all.empty() ? Value() : all.back();
}

TEST(FormTrace, tells_which_words_gave_what_and_what_is_open) {
  Guest guest;
  guest.say("a table for two at Harbor tomorrow");
  const auto begun = last_form(guest);
  EXPECT_EQ(begun["flow"].text(), "book_table");
  EXPECT_EQ(told(begun["told"]),
            "location=harbor by \"Harbor\"; date=2026-11-24 by \"tomorrow\"; guests=2 by \"two\"; ");
  EXPECT_EQ(question(begun), "time (open) of time");
  guest.say("at 7:30pm");
  EXPECT_EQ(told(guest.of_type("reading").back()["told"]), "time=19:30 by \"at 7:30pm\"; ");
  EXPECT_EQ(question(last_form(guest)), "name (open) of name");
}

TEST(FormTrace, tells_why_it_asks) {
  Guest guest;
  guest.say("I want to book a table");
  EXPECT_EQ(question(last_form(guest)), "location (open) of location, date, time, guests");
  guest.say("hm");
  EXPECT_EQ(question(last_form(guest)), "location (again) of location, date, time, guests");
  guest.say("Harbor tomorrow at 7:30pm");
  guest.say("for 3 or 4 people");
  EXPECT_EQ(question(last_form(guest)), "guests (doubt) of guests");
  guest.business.taken = {json::parse(R"({"available":false,"alternatives":["18:00"]})")};
  guest.say("4 people");
  EXPECT_EQ(question(last_form(guest)), "time (not_possible) of time");
}

TEST(FormTrace, tells_what_is_asked_in_place_of_something) {
  Guest guest;
  guest.say("cancel my booking");
  guest.say("I have lost the code");
  EXPECT_EQ(last_form(guest)["asks"].text(), "phone");
  EXPECT_EQ(last_form(guest)["why"].text(), "instead");
  EXPECT_EQ(last_form(guest)["instead_of"].text(), "code");
}

TEST(FormTrace, tells_what_it_knew_already) {
  AtReadBack guest;
  guest.say("yes");
  guest.say("cancel my booking");
  std::string known;
  for (const auto& form : guest.of_type("form")) {
    for (const auto& one : form["known"].items())
      known += fmt::format("{}={}; ", one["name"].text(), one["value"].text());
  }
  EXPECT_EQ(known, "code=LUME-4821; name=Ana; ");
}

TEST(FormTrace, tells_the_wish_that_is_kept_for_afterwards) {
  Guest guest;
  guest.say("where is order 1042 and please cancel the reservation LUME-1234");
  const auto forms = guest.of_type("form");
  ASSERT_GE(forms.size(), 2u);
  EXPECT_EQ(told(forms[0]["told"]), "order=1042 by \"1042\"; ");
  ASSERT_EQ(forms[0]["then"].size(), 1u) << json::print(forms[0]);
  EXPECT_EQ(forms[0]["then"][0]["flow"].text(), "cancel_booking");
  EXPECT_NE(forms[0]["then"][0]["words"].text().find("LUME-1234"), std::string_view::npos);
  EXPECT_EQ(question(forms.back()), "name (open) of name");
  EXPECT_FALSE(forms.back().contains("then")) << "it has begun";
}

}  // namespace
}  // namespace frontdesk::dialog
