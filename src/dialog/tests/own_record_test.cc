// Who says to have a record already: its noun is the trade's.
#include "dialog/own_record.h"

#include <gtest/gtest.h>

namespace frontdesk::dialog {
namespace {

TEST(OwnRecords, are_called_what_the_trade_calls_them) {
  TradeWords words;
  words.records = {"seance", "Sitzung", "sesión", "seduta"};
  EXPECT_TRUE(names_own_record("I already have a seance", "en", words));
  EXPECT_TRUE(names_own_record("ich habe doch schon eine Sitzung", "de", words));
  EXPECT_TRUE(names_own_record("ya tengo una sesión", "es", words));
  EXPECT_TRUE(names_own_record("ho già una seduta", "it", words));
  EXPECT_FALSE(names_own_record("I already have a booking", "en", words)) << "a noun of another trade";
  EXPECT_FALSE(names_own_record("I have a question", "en", words));
  EXPECT_TRUE(names_own_record("we have already booked", "en", words)) << "what was done is one";
}

}  // namespace
}  // namespace frontdesk::dialog
