#include <gtest/gtest.h>

#include "dialog/records.h"
#include "simulated_guest.h"

// A yes is to the record that was shown, as it was shown.
namespace frontdesk::dialog {
namespace {

using testing::AtReadBack;
using testing::four_languages;
using testing::Guest;

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(ShownRecord, is_shown_again_where_what_was_looked_up_is_not_so_any_more) {
  for (const auto* wish : {"cancel LUME-4821, my name is Ana", "move LUME-4821 to 8pm, my name is Ana"}) {
    Guest guest;
    guest.say(wish);
    guest.business.booking = json::parse(R"({"date":"2026-11-28","guests":6})");
    EXPECT_TRUE(guest.hears("yes", "Something about it has changed meanwhile, so I have done nothing yet.")) << wish;
    EXPECT_TRUE(guest.business.sent.empty()) << wish;
    EXPECT_TRUE(has(guest.heard, "Saturday 28 November at 19:00, for 6")) << guest.heard;
    ASSERT_TRUE(guest.last()["read_back"].is_object()) << guest.heard;
    guest.say("yes");
    ASSERT_EQ(guest.business.sent.size(), 1u) << wish << ": to what is shown now the yes is one";
    const auto& sent = guest.business.sent[0].arguments;
    EXPECT_TRUE(sent["date"].is_null() || sent["date"].text() == "2026-11-28")
        << "what was not told stays as it is now";
  }
}

TEST(ShownRecord, of_what_is_not_there_any_more_is_not_written) {
  Guest guest;
  guest.say("cancel LUME-4821, my name is Ana");
  const Error gone(Kind::not_found, "unknown-booking", "There is no booking LUME-4821 in this name.");
  guest.business.failures["find_booking"] = {gone, gone};
  EXPECT_TRUE(guest.hears("yes", "I find no booking LUME-4821")) << guest.heard;
  EXPECT_TRUE(guest.business.sent.empty());
}

TEST(ShownRecord, that_is_over_is_told_to_be_so_before_anything_is_asked) {
  const std::pair<const char*, const char*> talks[] = {
      {"cancel LUME-4821, my name is Ana", "that has passed"},
      {"move LUME-4821 to tomorrow 8pm, my name is Ana", "that has passed"},
      {"bitte stornieren Sie die Reservierung LUME-4821, mein Name ist Ana", "das ist vorbei"},
      {"cancele la reserva LUME-4821, me llamo Ana", "ya ha pasado"},
      {"annulli la prenotazione LUME-4821, mi chiamo Ana", "è già passato"}};
  for (const auto& [wish, told] : talks) {
    Guest guest(four_languages());
    guest.business.booking = Value::object({{"over", true}});
    EXPECT_TRUE(guest.hears(wish, told)) << wish << ": " << guest.heard;
    EXPECT_FALSE(guest.last()["read_back"].is_object()) << wish;
  }
}

// A parcel is tracked by its code alone, and moved by code and postcode: whoever knows the one has not told the other.
TEST(ShownRecord, gives_no_proof_that_the_customer_did_not_give) {
  const auto config = read_dialog_config(json::parse(R"({"flows": [
      {"name": "track", "slots": [{"name": "code", "type": "code", "pattern": "QP[0-9]{6}", "ask": "Which?"}],
       "steps": [{"collect": ["code"]}]},
      {"name": "move", "slots": [{"name": "code", "type": "code", "pattern": "QP[0-9]{6}", "ask": "Which?"},
                                 {"name": "postcode", "type": "code", "pattern": "[0-9]{5}", "ask": "Where to?"}],
       "steps": [{"collect": ["code", "postcode"]}]}]})"));
  const Surroundings around{.config = config, .now = Timestamp{1'800'000'000'000}};
  const auto code = Value::object({{"code", "QP123456"}});
  const auto shown = with_record(Value::list(), *config.flow("track"), code, code.with("postcode", "10781"), around);
  const auto given = record_for(*config.flow("move"), shown, Value::object(), "move it", around);
  EXPECT_EQ(given["code"].text(), "QP123456");
  EXPECT_TRUE(given["postcode"].is_null()) << json::print(given);
  const auto proved = with_record(shown, *config.flow("move"), code.with("postcode", "10781"), code, around);
  EXPECT_EQ(record_for(*config.flow("move"), proved, Value::object(), "move it", around)["postcode"].text(), "10781");
}

TEST(ShownRecord, that_tells_of_nothing_looked_up_is_written_without_another_look) {
  AtReadBack guest;
  const auto before = guest.business.calls;
  guest.say("yes");
  EXPECT_EQ(guest.business.calls, before + 1);
}

}  // namespace
}  // namespace frontdesk::dialog
