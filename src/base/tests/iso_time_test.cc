#include "base/iso_time.h"

#include <gtest/gtest.h>

namespace frontdesk {
namespace {

TEST(IsoTime, is_read_as_it_is_written) {
  for (const std::int64_t ms : {0LL, 1'800'000'000'123LL, -1LL, -62'135'596'800'000LL, 253'402'300'799'999LL})
    EXPECT_EQ(from_iso(to_iso({ms})), Timestamp{ms}) << to_iso({ms});
}

TEST(IsoTime, may_lack_the_milliseconds) {
  EXPECT_EQ(from_iso("2026-11-23T04:15:00Z"), from_iso("2026-11-23T04:15:00.000Z"));
  EXPECT_EQ(to_iso(*from_iso("2024-02-29T23:59:59Z")), "2024-02-29T23:59:59.000Z");
}

TEST(IsoTime, is_nothing_else) {
  for (const auto* text : {"",
                           "2026-11-23",
                           "2026-11-23T04:15Z",
                           "2026-11-23T04:15:00",
                           "2026-11-23T04:15:00+00:00",
                           "2026-11-23t04:15:00Z",
                           "2026-11-23T04:15:00z",
                           "2026-11-23 04:15:00Z",
                           "2026-11-23T04:15:00.0Z",
                           "2026-11-23T04:15:00.0000Z",
                           "2026-02-29T04:15:00Z",
                           "2026-13-01T04:15:00Z",
                           "2026-00-10T04:15:00Z",
                           "2026-11-00T04:15:00Z",
                           "2026-11-23T24:00:00Z",
                           "2026-11-23T04:60:00Z",
                           "2026-11-23T04:15:60Z",
                           "+026-11-23T04:15:00Z",
                           "2026-11-23T04:15: 0Z",
                           " 2026-11-23T04:15:00Z",
                           "2026-11-23T04:15:00Z "})
    EXPECT_FALSE(from_iso(text)) << text;
}

}  // namespace
}  // namespace frontdesk
