#include "platform/usage.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace frontdesk::platform {
namespace {

const auto kLume = TenantId::parse("lume");
const auto kBella = TenantId::parse("bella");

class UsageTest : public testing::Test {
 protected:
  Usage usage_with(Quotas quotas) {
    return Usage(clock_, std::move(quotas), [this](const TenantId&) { return ++asked_, stored_; });
  }

  template <class Deed>
  std::optional<Error> refusal_of(Deed deed) {
    try {
      deed();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind, Kind::exhausted);
      return error;
    }
    return std::nullopt;
  }

  ManualClock clock_{Timestamp{1'800'000'000'000}};
  std::uint64_t stored_ = 0;
  int asked_ = 0;
};

TEST_F(UsageTest, refuses_messages_over_the_minutes_quota_and_says_when_to_come_back) {
  auto usage = usage_with({.all = {.messages_per_minute = 2}, .of_tenants = {}});
  usage.take_message(kLume);
  usage.take_message(kLume);
  const auto refusal = refusal_of([&] { usage.take_message(kLume); });
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->slug, "quota/messages-per-minute");
  ASSERT_TRUE(refusal->retry_after);
  usage.take_message(kBella);
  clock_.advance(*refusal->retry_after);
  usage.take_message(kLume);
  EXPECT_TRUE(refusal_of([&] { usage.take_message(kLume); }));
}

TEST_F(UsageTest, counts_conversations_by_the_hour_and_in_all) {
  auto usage = usage_with({.all = {.conversations_per_hour = 1, .conversations = 5}, .of_tenants = {}});
  usage.open_conversation(kLume, 4);
  EXPECT_EQ(refusal_of([&] { usage.open_conversation(kLume, 4); })->slug, "quota/conversations-per-hour");
  clock_.advance(std::chrono::hours(1));
  const auto full = refusal_of([&] { usage.open_conversation(kLume, 5); });
  EXPECT_EQ(full->slug, "quota/conversations");
  EXPECT_FALSE(full->retry_after) << "time does not heal it";
}

TEST_F(UsageTest, looks_at_the_disk_now_and_then) {
  auto usage = usage_with({.all = {.stored_mb = 1}, .of_tenants = {}});
  usage.take_message(kLume);
  stored_ = 1 << 20;
  usage.take_message(kLume);
  EXPECT_EQ(asked_, 1);
  clock_.advance(std::chrono::seconds(10));
  EXPECT_EQ(refusal_of([&] { usage.take_message(kLume); })->slug, "quota/storage");
  EXPECT_EQ(refusal_of([&] { usage.open_conversation(kLume, 0); })->slug, "quota/storage");
}

TEST_F(UsageTest, takes_a_tenants_own_quota_before_that_of_all) {
  auto usage = usage_with({.all = {.messages_per_minute = 1}, .of_tenants = {{"bella", {.messages_per_minute = 0}}}});
  usage.take_message(kLume);
  EXPECT_TRUE(refusal_of([&] { usage.take_message(kLume); }));
  for (int i = 0; i < 100; ++i) usage.take_message(kBella);
}

}  // namespace
}  // namespace frontdesk::platform
