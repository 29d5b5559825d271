#include "base/trace_context.h"

#include <gtest/gtest.h>

namespace frontdesk {
namespace {

constexpr std::string_view kTrace = "0af7651916cd43dd8448eb211c80319c";
constexpr std::string_view kGiven = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST(TraceContext, is_printed_as_it_was_read) {
  for (const auto* const text : {"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                                 "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
                                 "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03",
                                 "00-00000000000000000000000000000001-0000000000000001-01"}) {
    const auto context = parse_traceparent(text);
    ASSERT_TRUE(context) << text;
    EXPECT_EQ(traceparent_of(*context), text);
  }
  EXPECT_EQ(parse_traceparent(kGiven)->trace_id(), kTrace);
  EXPECT_EQ(parse_traceparent(kGiven)->span_id(), "b7ad6b7169203331");
}

TEST(TraceContext, is_refused_where_the_header_is_not_as_specified) {
  for (const auto* const text : {
           "",
           "00",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 ",
           " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",  // version 00 has no more
           "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more",   // and a later one a dash before it
           "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
           "0g-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
           "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
           "00-0af7651916cd43dd8448eb211c80319x-b7ad6b7169203331-01",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333_-01",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
           "00-00000000000000000000000000000000-b7ad6b7169203331-01",
           "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
           "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
           "00-0af7651916cd43dd8448eb211c80319-cb7ad6b7169203331-01",
       }) {
    EXPECT_FALSE(parse_traceparent(text)) << text;
  }
}

TEST(TraceContext, of_a_later_version_is_read_as_far_as_it_is_known) {
  for (const auto* const text : {"cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff",
                                 "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-comes-then"}) {
    const auto context = parse_traceparent(text);
    ASSERT_TRUE(context) << text;
    EXPECT_EQ(traceparent_of(*context), kGiven);
  }
}

TEST(TraceContext, gives_on_no_flag_that_it_does_not_know) {
  const auto context = parse_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-fe");
  ASSERT_TRUE(context);
  EXPECT_EQ(context->flags, TraceContext::kRandomId);
}

TEST(TraceContext, has_children_of_the_same_trace) {
  SeededRandom random(1);
  const auto parent = *parse_traceparent(kGiven);
  const auto one = parent.child(random);
  const auto other = parent.child(random);
  EXPECT_EQ(one.trace_id(), kTrace);
  EXPECT_EQ(one.flags, parent.flags);
  EXPECT_NE(one.span, parent.span);
  EXPECT_NE(one.span, other.span);
}

// The specification has zero for "none", so chance must not make one.
TEST(TraceContext, begins_with_ids_that_are_not_zero) {
  struct Zeros final : Random {
    void fill(std::span<std::uint8_t> bytes) override { std::ranges::fill(bytes, std::uint8_t{0}); }
  } zeros;
  for (const auto& context : {TraceContext::begin(zeros), TraceContext::begin(zeros).child(zeros)})
    EXPECT_TRUE(parse_traceparent(traceparent_of(context)));
  SeededRandom random(1);
  const auto one = TraceContext::begin(random);
  EXPECT_NE(one.trace, TraceContext::begin(random).trace);
  EXPECT_EQ(parse_traceparent(traceparent_of(one)), one);
}

}  // namespace
}  // namespace frontdesk
