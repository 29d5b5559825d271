#include <gtest/gtest.h>

#include "simulated_business.h"

// What holds a conversation together, seen from outside: what the bot says, asks and offers.
namespace frontdesk::dialog {
namespace {

using testing::SimulatedBusiness;

Value last_message(SimulatedBusiness& business, const std::string& conversation) {
  Value last;
  for (const auto& event : business.events(conversation)) {
    if (event.data["message"]["role"].text() == "bot") last = event.data["message"];
  }
  return last;
}

TEST(Thread, names_the_slot_that_is_asked) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.say(id, "a table for four at Harbor tomorrow");
  EXPECT_EQ(last_message(business, id)["asks"].text(), "time");
  business.say(id, "hm");
  EXPECT_EQ(last_message(business, id)["asks"].text(), "time");
  business.say(id, "at 7pm");
  EXPECT_EQ(last_message(business, id)["asks"].text(), "name");
  business.say(id, "Ana");
  EXPECT_FALSE(last_message(business, id).contains("asks"));  // the read-back asks for no slot
}

}  // namespace
}  // namespace frontdesk::dialog
