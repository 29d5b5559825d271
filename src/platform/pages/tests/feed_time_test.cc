#include "platform/pages/feed_time.h"

#include <gtest/gtest.h>

namespace frontdesk::platform::pages {
namespace {

std::string iso(std::string_view text) {
  const auto time = feed_time(text);
  return time ? to_iso(*time) : "none";
}

TEST(FeedTime, is_read_in_the_forms_of_rfc_822) {
  for (const auto* text :
       {"Thu, 01 Jan 2004 19:48:21 GMT", "01 Jan 2004 19:48:21 +0000", "Thu, 1 January 04 19:48:21 Z",
        "Thu, Jan 1 2004 14:48:21 EST", "Thu, 01-Jan-2004 20:48:21 CET", "Thu, 01 Jan 2004 12:48:21 -0700",
        "thursday, 01 jan 2004 19:48:21 UT", "Thu Jan  1 19:48:21 2004", "Thu Jan 01 11:48:21 PST 2004",
        "1 Jan 2004 19:48:21", "Thu, 01 Jan 2004 19:48:21 Etc/GMT", "Thu, 01 Jan 2004 20:48:21 GMT+1",
        "Thu, 2004/01/01 14:48:21 EST"})
    EXPECT_EQ(iso(text), "2004-01-01T19:48:21.000Z") << text;
  EXPECT_EQ(iso("Thu, 01 Jan 2004"), "2004-01-01T00:00:00.000Z");
  EXPECT_EQ(iso("01 Jan 99 10:00 GMT"), "1999-01-01T10:00:00.000Z");
}

TEST(FeedTime, is_read_in_the_forms_of_iso_8601) {
  for (const auto* text : {"2003-12-31T10:14:55Z", "2003-12-31T11:14:55+01:00", "2003-12-31T05:14:55.123-05:00",
                           "2003-12-31 10:14:55", "20031231T101455Z", "2003-12-31T10:14:55", "2003-365T10:14:55Z",
                           "2003365 10:14:55", "2004-W01-3T10:14:55Z", "2003-12-31 10:14:55.0", "03-12-31T10:14:55Z",
                           "2003-12-31T10:14:55 GMT", "2003-12-31T11:14:55+0100", "2003/12/31 10:14:55"})
    EXPECT_EQ(iso(text), "2003-12-31T10:14:55.000Z") << text;
  EXPECT_EQ(iso("2003"), "2003-01-01T00:00:00.000Z");
  EXPECT_EQ(iso("2003-12"), "2003-12-01T00:00:00.000Z");
  EXPECT_EQ(iso("20031231"), "2003-12-31T00:00:00.000Z");
  EXPECT_EQ(iso("2003-12-31T24:00Z"), "2004-01-01T00:00:00.000Z");
}

TEST(FeedTime, is_read_as_publishers_of_some_countries_write_it) {
  EXPECT_EQ(iso("2004년 05월 28일  01:31:15"), "2004-05-27T16:31:15.000Z");
  EXPECT_EQ(iso("2004-05-25 오후 11:23:17"), "2004-05-25T14:23:17.000Z");
  EXPECT_EQ(iso("2004-05-25 오전 12:23:17"), "2004-05-24T15:23:17.000Z");
  EXPECT_EQ(iso("Κυρ, 11 Ιούλ 2004 12:00:00 EST"), "2004-07-11T17:00:00.000Z");
  EXPECT_EQ(iso("2004-július-13T9:15-05:00"), "2004-07-13T14:15:00.000Z");
  EXPECT_EQ(iso("11 März 2004 12:00:00 MEZ"), "2004-03-11T11:00:00.000Z");
}

TEST(FeedTime, is_none_where_there_is_none) {
  for (const auto* text : {"", "soon", "2003-13-01", "31 Feb 2004 10:00 GMT", "10:00", "2003-12-31T25:00Z", "\xff\xfe",
                           "-", "12345", "Jan", "2004 2004 2004"})
    EXPECT_EQ(iso(text), "none") << text;
  EXPECT_EQ(iso(std::string(10'000, '1')), "none");
}

}  // namespace
}  // namespace frontdesk::platform::pages
