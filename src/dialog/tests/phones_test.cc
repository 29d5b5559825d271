#include "dialog/reading/phones.h"

#include <gtest/gtest.h>

namespace frontdesk::dialog::reading {
namespace {

std::string numbers(std::string_view text, std::string_view region = "IT") {
  std::string all;
  for (const auto& phone : find_phones(text, region)) {
    all += (all.empty() ? "" : " ") + phone.number + (phone.is_valid ? "" : "?");
  }
  return all;
}

TEST(Phones, are_read_by_the_numbering_plan_of_their_country) {
  EXPECT_EQ(numbers("call me on 06 6988 3333 please"), "+390669883333");
  EXPECT_EQ(numbers("0171 / 123 45 67", "DE"), "+491711234567");
  EXPECT_EQ(numbers("(212) 555-0123", "US"), "+12125550123");
  EXPECT_EQ(numbers("+44 20 7946 0958 or 347.123.4567"), "+442079460958 +393471234567");
  EXPECT_EQ(numbers("0044 20 7946 0958"), "+442079460958");
}

TEST(Phones, that_no_plan_knows_stay_as_they_were_said) {
  EXPECT_EQ(numbers("my number is +1 555 0147"), "+15550147?");
  EXPECT_EQ(numbers("555 0147", ""), "5550147?");
}

TEST(Phones, are_no_dates_codes_and_short_numbers) {
  for (const auto* const text :
       {"12/05/2026", "2026-12-05", "5.12.26", "at 19:30", "order 1042", "my card ends in 4242", "LUME-8790123",
        "#104210421", "1234567890123456789", "12 people", "2026"}) {
    EXPECT_EQ(numbers(text), "") << text;
  }
}

TEST(Phones, know_where_they_stand) {
  constexpr std::string_view kText = "ring (212) 555-0123, thanks";
  const auto phones = find_phones(kText, "US");
  ASSERT_EQ(phones.size(), 1u);
  EXPECT_EQ(kText.substr(phones[0].begin, phones[0].end - phones[0].begin), "(212) 555-0123");
}

TEST(Phones, tell_a_country) {
  EXPECT_EQ(region_of_phone("+39 06 6988 3333"), "IT");
  EXPECT_EQ(region_of_phone("+1 555 0110"), "US");
  EXPECT_EQ(region_of_phone("06 6988 3333"), "");
}

}  // namespace
}  // namespace frontdesk::dialog::reading
