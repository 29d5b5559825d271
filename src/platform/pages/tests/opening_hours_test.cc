#include "platform/pages/opening_hours.h"

#include <gtest/gtest.h>

#include "base/clock.h"

namespace frontdesk::platform::pages {
namespace {

std::int64_t day_of(int year, int month, int day) {
  using namespace std::chrono;
  return sys_days(std::chrono::year(year) / month / day).time_since_epoch().count();
}

constexpr int kMonday[3] = {2024, 1, 1};

// "10:00-12:00 open, …" of a day.
std::string on(std::string_view text, int year, int month, int day, const OpeningPlace& place = {}) {
  const auto hours = OpeningHoursText::parse(text);
  if (!hours) return "cannot be read";
  std::string all;
  for (const auto& part : hours->day(day_of(year, month, day), place)) {
    all += fmt::format("{}{:02}:{:02}-{:02}:{:02}{}{}", all.empty() ? "" : ", ", part.from / 60, part.from % 60,
                       part.to / 60, part.to % 60,
                       part.state == OpenState::open     ? ""
                       : part.state == OpenState::closed ? " closed"
                                                         : " unknown",
                       part.comment.empty() ? "" : " \"" + part.comment + "\"");
  }
  return all;
}
std::string on_monday(std::string_view text) { return on(text, kMonday[0], kMonday[1], kMonday[2]); }

TEST(OpeningHoursText, is_of_days_and_times) {
  const auto* text = "Mo-Fr 10:00-12:00,14:00-18:00; We off; Sa 22:00-02:00";
  EXPECT_EQ(on(text, 2024, 1, 1), "10:00-12:00, 14:00-18:00");
  EXPECT_EQ(on(text, 2024, 1, 3), "");
  EXPECT_EQ(on(text, 2024, 1, 6), "22:00-24:00");
  EXPECT_EQ(on(text, 2024, 1, 7), "00:00-02:00");
  EXPECT_EQ(on_monday("24/7"), "00:00-24:00");
  EXPECT_EQ(on_monday("Sa-Mo 10:00-20:00"), "10:00-20:00");
}

TEST(OpeningHoursText, lets_a_later_rule_take_the_day_or_add_to_it) {
  EXPECT_EQ(on_monday("Mo-Fr 09:00-17:00; Mo 12:00-14:00"), "12:00-14:00");
  EXPECT_EQ(on_monday("Mo-Fr 09:00-11:00, Mo 12:00-14:00"), "09:00-11:00, 12:00-14:00");
  EXPECT_EQ(on_monday("08:00-20:00; 12:00-13:00 off"), "08:00-12:00, 13:00-20:00");
  EXPECT_EQ(on_monday("Mo 08:00-11:00 || unknown \"call us\""),
            "00:00-08:00 unknown \"call us\", 08:00-11:00, 11:00-24:00 unknown \"call us\"");
  EXPECT_EQ(on_monday("17:00+"), "00:00-03:00 unknown, 17:00-24:00 unknown");
  EXPECT_EQ(on_monday("Mo 10:00-12:00 \"by appointment\""), "10:00-12:00 unknown \"by appointment\"");
}

TEST(OpeningHoursText, is_of_parts_of_a_year) {
  EXPECT_EQ(on("Apr-Oct 10:00-18:00; Nov-Mar 10:00-16:00", 2024, 1, 1), "10:00-16:00");
  EXPECT_EQ(on("Dec 24-Jan 06 off", 2024, 1, 1), "");
  EXPECT_EQ(on("10:00-11:00; Dec 24-Jan 06 off", 2024, 1, 7), "10:00-11:00");
  EXPECT_EQ(on("Su[-1] 10:00-12:00", 2024, 1, 28), "10:00-12:00");
  EXPECT_EQ(on("Su[-1] 10:00-12:00", 2024, 1, 21), "");
  EXPECT_EQ(on("easter -2 days off; 24/7", 2024, 3, 29), "00:00-24:00");
  EXPECT_EQ(on("24/7; easter -2 days off", 2024, 3, 29), "");
  EXPECT_EQ(on("week 1-53/2 10:00-12:00", 2024, 1, 8), "");
  EXPECT_EQ(on("2023-2024 10:00-12:00", 2025, 1, 1), "");
  EXPECT_EQ(on("2023,2025 Jan 01 10:00-12:00", 2025, 1, 1), "10:00-12:00");
  EXPECT_EQ(on("2023,2025 Jan 01 10:00-12:00", 2023, 1, 2), "");
  EXPECT_EQ(on("Feb 29-Mar 02 10:00-12:00", 2023, 3, 1), "10:00-12:00");
  OpeningPlace place;
  place.is_public_holiday = [](std::int64_t day) { return day == day_of(2024, 1, 1); };
  EXPECT_EQ(on("Mo-Fr 10:00-12:00; PH off", 2024, 1, 1, place), "");
  EXPECT_EQ(on("sunrise-sunset", 2024, 1, 1), "06:00-18:00");
}

TEST(OpeningHoursText, is_read_as_people_write_it) {
  for (const auto* text :
       {"Mo – Fr: 10 – 14 Uhr", "Monday-Friday 10am to 2pm", "lundi,mardi 10.00-14.00",
        "Montag bis Freitag 10:00-14:00 Uhr", "lunes a viernes 10:00-14:00", "Mo and Tu 10:00 a.m. - 2:00 p.m.",
        "daily 10:00–14:00", "Monday through Friday, 10am - 2pm", "Mo-Fr 10:00:00-14:00:00",
        "Mo-Fr 10:00-14:00 | Sa 10:00-12:00", "Mo,Tu,We,Th,Fr,Sa,Su 10:00-14:00", "mon., Tue. 10-14"})
    EXPECT_EQ(on_monday(text), "10:00-14:00") << text;
  EXPECT_EQ(on_monday("17:00-late"), "00:00-03:00 unknown, 17:00-24:00 unknown");
  EXPECT_EQ(on_monday("Mo geschlossen, Di 10:00-12:00"), "");
  EXPECT_EQ(on_monday("Mon: noon - midnight; closed on Sundays"), "12:00-24:00");
  EXPECT_EQ(on_monday("open 24 hours"), "00:00-24:00");
  EXPECT_EQ(on("week01:10:00-12:00", 2024, 1, 1), "10:00-12:00");
}

TEST(OpeningHoursText, is_none_where_a_part_cannot_be_read) {
  for (const auto* text : {"", "call us", "10:00-12:00 tomorrow", "25:00-26:00", "10:00-49:00", "Jan 0", "week 10-5",
                           "2020-2010", "Mo[6]", "Mo 10:00", "10:00-12:00/0x", "open \"a\" \"b\"",
                           "Mo-Fr open \"ring \"the bell\"\"", ";;", "12:60-13:00", "(sunset", "[", "Mo["})
    EXPECT_EQ(OpeningHoursText::parse(text), std::nullopt) << text;
  EXPECT_EQ(OpeningHoursText::parse(std::string(5'000, 'M')), std::nullopt);
}

TEST(OpeningHoursText, is_written_anew_in_one_form) {
  const auto anew = [](std::string_view text) { return OpeningHoursText::parse(text)->notation(); };
  EXPECT_EQ(anew("Mon, tue,Wednesday – Fr: 10am-2pm und 16-18 Uhr; So geschlossen"),
            "Mo-Fr 10:00-14:00,16:00-18:00; Su closed");
  EXPECT_EQ(anew("Mo,Tu,We,Th,Fr,Sa,Su 10.00-14.00"), "10:00-14:00");
  EXPECT_EQ(anew("2021 Apr 11-16 off"), "2021 Apr 11-2021 Apr 16 closed");
  EXPECT_EQ(anew("Sa; 24/7; Su[-1] -1 day unknown \"x\""), "24/7; Su[-1] -1 day unknown \"x\"");
  EXPECT_EQ(anew("10:00-12:00 open, 14:00-16:00 unknown"), "10:00-12:00, Mo-Su 14:00-16:00 unknown");
  EXPECT_EQ(anew("easter -2 days-Sep 15+Sa/2 (sunrise-01:00)-late || PH \"call\""),
            "easter -2 days-Sep 15+Sa/2 (sunrise-01:00)+ || PH unknown \"call\"");
}

TEST(OpeningHoursText, says_when_something_changes) {
  const auto hours = *OpeningHoursText::parse("Mo-Fr 22:00-04:00");
  Effort effort;
  const auto monday = day_of(2024, 1, 1);
  EXPECT_EQ(hours.state(WallTime::at(monday, 23 * 60)), OpenState::open);
  EXPECT_EQ(hours.next_change(WallTime::at(monday, 23 * 60), WallTime::at(monday + 7, 0), effort),
            WallTime::at(monday + 1, 4 * 60));
  EXPECT_EQ(hours.next_change(WallTime::at(monday, 23 * 60), WallTime::at(monday + 1, 0), effort), std::nullopt);
  const auto stretches = hours.between(WallTime::at(monday, 0), WallTime::at(monday + 2, 0), effort);
  ASSERT_EQ(stretches.size(), 2U);
  EXPECT_EQ(stretches[0].from, WallTime::at(monday, 22 * 60));
  EXPECT_EQ(stretches[0].to, WallTime::at(monday + 1, 4 * 60));
}

TEST(OpeningHoursText, becomes_the_week_of_a_tenants_file) {
  const auto week = OpeningHoursText::parse("Mo-Fr 11:30-14:30,17:00-22:00; Sa 18:00-02:00; Su off; We unknown")
                        ->week(day_of(2024, 1, 1));
  EXPECT_EQ(week.days[0], (std::vector<config::Span>{{690, 870}, {1020, 1320}}));
  EXPECT_EQ(week.days[5], (std::vector<config::Span>{{1080, 120}}));
  EXPECT_TRUE(week.days[6].empty());
  EXPECT_TRUE(week.days[2].empty());  // not known is not open
  const auto always = OpeningHoursText::parse("24/7")->week(day_of(2024, 1, 1));
  EXPECT_EQ(always.days[3], (std::vector<config::Span>{{0, 1440}}));
}

std::optional<OpeningHoursText> of_page(std::string_view json) {
  Effort effort;
  const auto page = Document::parse("<script type='application/ld+json'>" + std::string(json) + "</script>", effort);
  const auto data = linked_data(page, "", effort);
  return opening_hours_of(data, data.items[data.roots.at(0)]);
}

std::string parts_of(const std::optional<OpeningHoursText>& hours, int year, int month, int day) {
  if (!hours) return "cannot be read";
  std::string all;
  for (const auto& part : hours->day(day_of(year, month, day))) all += fmt::format("{}-{} ", part.from, part.to);
  return all;
}

TEST(OpeningHoursText, is_what_schema_org_says_of_a_thing) {
  const auto texts =
      of_page(R"({"@type":"Restaurant","openingHours":["Mo-Fr 10:00-19:00","Sa 10:00-22:00","Mo 20:00-21:00"]})");
  EXPECT_EQ(parts_of(texts, 2024, 1, 1), "600-1140 1200-1260 ");
  EXPECT_EQ(parts_of(texts, 2024, 1, 6), "600-1320 ");
  const auto specified = of_page(R"({"@type":"Store","openingHoursSpecification":[
{"@type":"OpeningHoursSpecification","dayOfWeek":["https://schema.org/Monday","Tuesday"],"opens":"09:00:00","closes":"12:00"},
{"dayOfWeek":"http://schema.org/Monday","opens":"14:00","closes":"23:59"},
{"opens":"10:00","closes":"11:00","validFrom":"2024-12-24","validThrough":"2024-12-24"},
{"validFrom":"2024-12-25","validThrough":"2025-01-01","opens":"00:00","closes":"00:00"},
{"dayOfWeek":"PublicHolidays","opens":"00:00","closes":"00:00"}]})");
  EXPECT_EQ(parts_of(specified, 2024, 1, 1), "540-720 840-1440 ");
  EXPECT_EQ(parts_of(specified, 2024, 1, 2), "540-720 ");
  EXPECT_EQ(parts_of(specified, 2024, 12, 24), "600-660 ");
  EXPECT_EQ(parts_of(specified, 2024, 12, 30), "");
  EXPECT_EQ(parts_of(specified, 2025, 1, 6), "540-720 840-1440 ");
  const auto nights =
      of_page(R"({"openingHoursSpecification":[{"dayOfWeek":"Saturday","opens":"18:00","closes":"02:00"},
{"dayOfWeek":"Sunday","opens":"10:00","closes":"12:00"}]})");
  EXPECT_EQ(parts_of(nights, 2024, 1, 7), "0-120 600-720 ");
  EXPECT_EQ(of_page(R"({"@type":"Store","openingHours":"by moonlight"})"), std::nullopt);
  EXPECT_EQ(
      of_page(
          R"({"@type":"Store","openingHoursSpecification":{"dayOfWeek":"Someday","opens":"1:00","closes":"2:00"}})"),
      std::nullopt);
  EXPECT_EQ(of_page(R"({"@type":"Store","name":"x"})"), std::nullopt);
}

TEST(OpeningHoursText, that_is_hostile_comes_in_time) {
  std::string many, nested;
  for (int i = 0; i < 190; ++i) many += "Mo[1]-Fr 10:00+;";
  for (int i = 0; i < 1900; ++i) nested += "((";
  SystemClock clock;
  const auto began = clock.now();
  for (const auto& text :
       {many, nested, std::string(3'900, ','), std::string(3'900, '"'), "10:00-11:00" + std::string(3'000, '+')}) {
    if (const auto hours = OpeningHoursText::parse(text)) hours->day(day_of(2024, 1, 1));
  }
  EXPECT_LT(clock.now() - began, std::chrono::seconds(5));
}

}  // namespace
}  // namespace frontdesk::platform::pages
