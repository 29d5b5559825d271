#include "dialog/reading/when.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/json.h"
#include "dialog/reading/when_date.h"

namespace frontdesk::dialog::reading {
namespace {

platform::config::OpeningHours open(std::string_view span) {
  ObjectBuilder days;
  for (const auto day : platform::config::kWeekdays) days.set(Value(day), Value(span));
  std::vector<platform::config::HoursProblem> problems;
  return platform::config::parse_hours(days.build(), problems);
}

// Thursday 2026-11-26, 10:00 in Rome.
WhenAround thursday(const platform::config::OpeningHours* hours = nullptr) {
  WhenAround around{Timestamp{1'795'683'600'000}, *Zone::find("Europe/Rome"), hours};
  return around;
}

std::string shown(const TimedEntity& timed) {
  const auto& entity = timed.entity;
  auto out = std::string(boost::describe::enum_to_string(entity.kind, "?")) + " ";
  if (entity.range) {
    if (entity.kind != EntityKind::part) out += json::print(entity.range->from) + ".." + json::print(entity.range->to);
    if (entity.kind == EntityKind::part) out += json::print(entity.value);
  } else {
    out += entity.value.is_null() ? "?" : json::print(entity.value);
  }
  if (entity.standing != Standing::said)
    out += std::string(" ") + boost::describe::enum_to_string(entity.standing, "?");
  if (entity.doubt) {
    out += std::string(" ") + boost::describe::enum_to_string(entity.doubt->why, "?");
    for (const auto& each : entity.doubt->candidates) out += " " + json::print(each);
  }
  if (entity.bare) out += " bare";
  if (entity.approx) out += " approx";
  std::erase(out, '"');
  return out;
}

std::string read(std::string_view language, std::string_view message, const WhenAround& around) {
  std::string out;
  for (const auto& each : read_when(heard_as(message, *find_language(language)), around))
    out += (out.empty() ? "" : "; ") + shown(each);
  return out;
}

std::string english(std::string_view message) {
  static const auto hours = open("11:30-23:00");
  return read("en", message, thursday(&hours));
}

TEST(When, an_explicit_date_wins_over_its_weekday_and_a_contradiction_is_asked) {
  EXPECT_EQ(english("wednesday 9th of december"), "date 2026-12-09");
  EXPECT_EQ(english("Friday 4 December"), "date 2026-12-04");
  EXPECT_EQ(english("friday the 5th of december"), "date ? contradicts 2026-12-05");
  EXPECT_EQ(english("saturday the 13th"), "date ? contradicts 2026-12-13 2027-02-13");
}

TEST(When, counts_weeks_from_the_weekday_and_asks_where_two_readings_differ) {
  EXPECT_EQ(english("a week from saturday"), "date 2026-12-05");
  EXPECT_EQ(english("Thursday next week"), "date 2026-12-03");
  EXPECT_EQ(english("next friday"), "date ? which 2026-11-27 2026-12-04");
  EXPECT_EQ(english("next monday"), "date 2026-11-30");
  EXPECT_EQ(english("monday in two weeks"), "date ? which 2026-12-07 2026-12-14");
  EXPECT_EQ(english("thursday"), "date ? which 2026-11-26 2026-12-03");
}

TEST(When, a_day_alone_is_of_the_month_that_is_spoken_of) {
  EXPECT_EQ(english("on 3 January, or the 5th rather"), "date 2027-01-03; date 2027-01-05");
  EXPECT_EQ(english("the 5th"), "date 2026-12-05");
  auto around = thursday();
  around.about = Date{2027, 1, 2};
  EXPECT_EQ(read("en", "but for the 9th", around), "date 2027-01-09");
  EXPECT_EQ(read("de", "oder am 9.", around), "date 2027-01-09");
  EXPECT_EQ(read("es", "¿y el 9?", around), "date 2027-01-09");
  EXPECT_EQ(read("it", "e il 9?", around), "date 2027-01-09");
  EXPECT_EQ(read("en", "the Sunday after", around), "date 2027-01-03");
  EXPECT_EQ(read("de", "den Sonntag danach", around), "date 2027-01-03");
  EXPECT_EQ(read("es", "el domingo siguiente", around), "date 2027-01-03");
  EXPECT_EQ(read("it", "la domenica dopo", around), "date 2027-01-03");
  around.about = Date{2026, 11, 28};
  EXPECT_EQ(read("en", "the 5th", around), "date 2026-12-05") << "that of November is past";
}

TEST(When, an_ordinal_that_numbers_wishes_is_no_date) {
  auto around = thursday();
  around.asked = Asked::date;
  EXPECT_EQ(read("en", "first, a table, second, a question", around), "");
  EXPECT_EQ(read("de", "erstens ein Tisch, zweitens eine Frage", around), "");
  EXPECT_EQ(read("es", "primero, una mesa, segundo, una pregunta", around), "");
  EXPECT_EQ(read("it", "primo, un tavolo, secondo, una domanda", around), "");
  EXPECT_EQ(read("en", "the second", around), "date 2026-12-02") << "it says which day";
}

TEST(When, counts_weekdays_of_a_month) {
  EXPECT_EQ(english("the first saturday in december"), "date 2026-12-05");
  EXPECT_EQ(english("the last sunday of december"), "date 2026-12-27");
  EXPECT_EQ(english("the 1st of next month"), "date 2026-12-01");
  EXPECT_EQ(read("it", "l'ultima domenica di dicembre", thursday()), "date 2026-12-27");
  EXPECT_EQ(english("friday the week after"), "date ? vague");
}

TEST(When, what_is_past_or_does_not_exist_is_asked_with_what_it_was_read_as) {
  EXPECT_EQ(english("yesterday"), "date 2026-11-25 past");
  EXPECT_EQ(english("december 5th 2025"), "date 2025-12-05 past");
  EXPECT_EQ(english("10 november"), "date 2026-11-10 past 2027-11-10");
  EXPECT_EQ(english("30 February"), "date ? impossible");
  EXPECT_EQ(english("29 february 2027"), "date ? impossible");
}

TEST(When, numbers_with_slashes_are_doubtful_unless_the_country_is_known) {
  EXPECT_EQ(english("5/12/2026"), "date ? which 2026-05-12 2026-12-05");
  EXPECT_EQ(english("12/25/2026"), "date 2026-12-25");
  auto around = thursday();
  around.day_first = false;
  EXPECT_EQ(read("en", "12/5/2026", around), "date 2026-12-05");
  EXPECT_EQ(writes_day_first("US"), false);
  EXPECT_EQ(writes_day_first("IT"), true);
  EXPECT_EQ(writes_day_first("CA"), std::nullopt);
  EXPECT_EQ(read("de", "5/12/2026", thursday()), "date 2026-12-05");
  EXPECT_EQ(read("de", "am 5.12.", thursday()), "date 2026-12-05");
}

TEST(When, the_opening_hours_settle_the_half_of_the_day) {
  EXPECT_EQ(english("at 8"), "time 20:00");
  EXPECT_EQ(english("twenty past six"), "time 18:20");
  EXPECT_EQ(english("10 a.m."), "time 10:00 closed");
  const auto practice = open("08:00-18:00");
  EXPECT_EQ(read("en", "at 8", thursday(&practice)), "time 08:00");
  const auto long_day = open("07:00-22:00");
  EXPECT_EQ(read("en", "at 8", thursday(&long_day)), "time ? which 08:00 20:00");
  EXPECT_EQ(read("en", "at 8", thursday()), "time ? which 08:00 20:00");
  EXPECT_EQ(read("en", "at 8 in the evening", thursday()), "time 20:00");
}

TEST(When, half_eight_is_not_the_same_hour_in_each_language) {
  const auto hours = open("11:30-23:00");
  EXPECT_EQ(english("half eight"), "time 20:30");
  EXPECT_EQ(read("de", "halb acht", thursday(&hours)), "time 19:30");
  EXPECT_EQ(read("de", "fünf vor halb acht", thursday(&hours)), "time 19:25");
  EXPECT_EQ(read("es", "a las ocho y media", thursday(&hours)), "time 20:30");
  EXPECT_EQ(read("it", "all'una e mezza", thursday(&hours)), "time 13:30");
}

TEST(When, ranges_have_one_end_or_two) {
  EXPECT_EQ(english("between 7 and 8pm"), "time 19:00..20:00");
  EXPECT_EQ(english("not before 8"), "time 20:00..null");
  EXPECT_EQ(english("by 7 at the latest"), "time null..19:00");
  EXPECT_EQ(english("from the 2nd to the 4th of December"), "date 2026-12-02..2026-12-04");
  EXPECT_EQ(english("dec. 3-5"), "date 2026-12-03..2026-12-05");
  EXPECT_EQ(english("monday to friday"), "date 2026-11-30..2026-12-04");
  EXPECT_EQ(english("7 to 9 in the evening"), "time 19:00..21:00");
  EXPECT_EQ(english("ten to nine"), "time 20:50");
  EXPECT_EQ(english("8 or 9"), "time ? which 20:00 21:00");
}

TEST(When, what_is_denied_withdrawn_or_moved_away_from_is_not_said) {
  EXPECT_EQ(english("not friday but saturday"), "date 2026-11-27 denied; date 2026-11-28");
  EXPECT_EQ(english("8pm, no wait, 9pm"), "time 20:00 withdrawn; time 21:00");
  EXPECT_EQ(english("move it from friday to saturday"), "date 2026-11-27 old; date 2026-11-28");
  EXPECT_EQ(english("any day but friday"), "date 2026-11-27 denied");
  EXPECT_EQ(english("friday to saturday"), "date 2026-11-27..2026-11-28");
}

TEST(When, a_word_that_means_something_else_is_no_time) {
  for (const auto* const message :
       {"we sat in the sun last time", "I am April, 2 people", "we may come with a baby", "second table by the window",
        "give me a second", "do you have sun shades", "good morning", "a table for two", "two adults and one child"})
    EXPECT_EQ(english(message), "") << message;
}

TEST(When, a_number_alone_answers_only_what_was_asked) {
  const auto hours = open("11:30-23:00");
  auto around = thursday(&hours);
  EXPECT_EQ(read("en", "8", around), "");
  around.asked = Asked::time;
  EXPECT_EQ(read("en", "8", around), "time 20:00 bare");
  EXPECT_EQ(read("en", "8 people", around), "");
  around.asked = Asked::date;
  EXPECT_EQ(read("en", "5", around), "date 2026-12-05 bare");
}

TEST(When, today_is_where_the_business_is) {
  // Friday in Rome, still Thursday in New York.
  const Timestamp night{1'795'737'600'000};  // 2026-11-27 01:00 in Rome
  EXPECT_EQ(read("en", "today", {night, *Zone::find("Europe/Rome")}), "date 2026-11-27");
  EXPECT_EQ(read("en", "today", {night, *Zone::find("America/New_York")}), "date 2026-11-26");
}

TEST(When, the_day_of_today_by_its_name_is_next_weeks_where_today_is_over) {
  EXPECT_EQ(english("thursday"), "date ? which 2026-11-26 2026-12-03");
  EXPECT_EQ(english("thursday at 8pm"), "date ? which 2026-11-26 2026-12-03; time 20:00");
  const auto early = open("07:00-23:00"), closed = open("07:00-09:30"), late = open("18:00-02:00");
  EXPECT_EQ(read("en", "thursday at 9am", thursday(&early)), "date 2026-12-03; time 09:00");
  EXPECT_EQ(read("en", "thursday between 8am and 9am", thursday(&early)), "date 2026-12-03; time 08:00..09:00");
  EXPECT_EQ(read("en", "thursday", thursday(&closed)), "date 2026-12-03");
  EXPECT_EQ(read("en", "thursday", thursday(&late)), "date ? which 2026-11-26 2026-12-03");
  EXPECT_EQ(read("en", "next thursday at 9am", thursday(&early)), "date 2026-12-03; time 09:00");
  EXPECT_EQ(english("thursday or friday"), "date ? which 2026-11-26 2026-12-03 2026-11-27");
}

TEST(When, hours_that_the_clocks_skip_or_show_twice_are_asked) {
  const auto hours = open("00:00-24:00");
  WhenAround spring{Timestamp{1'774'731'600'000}, *Zone::find("Europe/Rome"), &hours};  // Saturday 2026-03-28, 22:00
  EXPECT_EQ(read("en", "tomorrow at 2:30 am", spring), "date 2026-03-29; time 02:30 impossible");
  EXPECT_EQ(read("en", "in 5 hours", spring), "date 2026-03-29; time 04:00");
  WhenAround autumn{Timestamp{1'792'872'000'000}, *Zone::find("Europe/Rome"), &hours};  // Saturday 2026-10-24, 22:00
  EXPECT_EQ(read("en", "tomorrow at 2:30 am", autumn), "date 2026-10-25; time 02:30 twice");
  EXPECT_EQ(read("en", "tomorrow at 3:30 am", autumn), "date 2026-10-25; time 03:30");
}

TEST(When, the_tenants_parts_of_the_day_win) {
  const std::vector<NamedPart> parts = {{{"evening", 1080, 1260}, {}},
                                        {{"aperitivo", 1020, 1140}, {phrase_of("happy hour")}}};
  auto around = thursday();
  around.parts = parts;
  EXPECT_EQ(read("en", "tomorrow at happy hour", around), "date 2026-11-27; part aperitivo");
  const auto read_part = read_when(heard_as("in the evening", *find_language("en")), around);
  ASSERT_EQ(read_part.size(), 1U);
  EXPECT_EQ(read_part[0].entity.range->from, Value("18:00"));
}

TEST(When, knows_durations_recurrences_and_changes_of_what_is_known) {
  EXPECT_EQ(english("for 3 nights"), "duration {days:3}");
  EXPECT_EQ(english("every tuesday"), "repeat {weekday:1}");
  EXPECT_EQ(english("every other friday"), "repeat {weekday:4,weeks:2}");
  EXPECT_EQ(english("an hour later"), "shift {minutes:60}");
  EXPECT_EQ(english("half an hour earlier"), "shift {minutes:-30}");
  EXPECT_EQ(english("a week earlier"), "shift {days:-7}");
  EXPECT_EQ(english("same time"), "same time");
}

// The dates of Easter as the tables of the churches have them.
TEST(Holidays, easter_is_where_the_tables_have_it) {
  EXPECT_EQ(easter_sunday(2024), (Date{2024, 3, 31}));
  EXPECT_EQ(easter_sunday(2025), (Date{2025, 4, 20}));
  EXPECT_EQ(easter_sunday(2026), (Date{2026, 4, 5}));
  EXPECT_EQ(easter_sunday(2027), (Date{2027, 3, 28}));
  EXPECT_EQ(easter_sunday(2038), (Date{2038, 4, 25}));
  EXPECT_EQ(english("good friday"), "date 2027-03-26");
  EXPECT_EQ(english("mother's day"), "date 2027-05-09");
}

TEST(When, never_fails_on_any_bytes) {
  std::string bytes;
  for (int i = 0; i < 2000; ++i) bytes += static_cast<char>("at 8 of . - 5/12 next \xff\xc3 half "[i * 7 % 35]);
  for (std::size_t cut = 0; cut < bytes.size(); cut += 13) {
    for (const auto& each : read_when(heard_as(std::string_view(bytes).substr(cut), *find_language("en")), thursday()))
      EXPECT_LE(each.entity.span.end, kMessageBytesMax);
  }
}

}  // namespace
}  // namespace frontdesk::dialog::reading
