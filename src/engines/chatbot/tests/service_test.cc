#include "engines/chatbot/service.h"

#include <gtest/gtest.h>

#include "dialog/tests/simulated_business.h"

namespace frontdesk::engines::chatbot {
namespace {

constexpr int kMessages = 300;
constexpr std::size_t kBytes = 8'000;  // of each

// A conversation with a person, in which a customer wrote more than one answer may carry.
class LongConversation : public testing::Test {
 protected:
  LongConversation() : id_(business_.open()), service_(conversations(business_), {}, clock_) {
    business_.wait(business_.conversations().take_over(id_, "staff:ana"));
    for (int i = 0; i < kMessages; ++i) {
      dialog::Said said{fmt::format("k{}", i), std::string(kBytes, 'x'), {}, {}};
      business_.wait(business_.conversations().receive(id_, std::move(said)));
    }
  }
  static FindConversations conversations(dialog::testing::SimulatedBusiness& business) {
    return [&business](TenantId) { return give(business); };
  }
  static Task<dialog::Conversations*> give(dialog::testing::SimulatedBusiness& business) {
    co_return &business.conversations();
  }

  dialog::testing::SimulatedBusiness business_;
  const std::string id_;
  const platform::Caller visitor_{TenantId::parse("bistro"), "visitor:" + id_, {}};
  SystemClock clock_;
  Service service_;
};

TEST_F(LongConversation, comes_in_pages_of_a_megabyte) {
  std::vector<std::string> ids;
  std::int64_t after = 0;
  for (int pages = 1;; ++pages) {
    const auto page = business_.wait(service_.messages(visitor_, id_, after, 1'000));
    EXPECT_LE(json::print(page).size(), 1'100'000u);
    if (page["items"].size() == 0) break;
    if (pages == 1) {
      EXPECT_LT(page["items"].size(), 130u);
    }
    for (const auto& message : page["items"].items()) {
      if (message["role"].text() == "customer") ids.emplace_back(message["id"].text());
      after = message["seq"].integer();
    }
  }
  ASSERT_EQ(ids.size(), static_cast<std::size_t>(kMessages));
  for (int i = 0; i < kMessages; ++i) EXPECT_EQ(ids[static_cast<std::size_t>(i)], fmt::format("k{}", i));
}

TEST_F(LongConversation, tells_with_a_page_of_events_where_the_next_begins) {
  std::size_t messages = 0;
  std::int64_t after = 0;
  for (;;) {
    const auto page = business_.wait(service_.events(visitor_, id_, after, 1'000, false));
    EXPECT_LE(json::print(page).size(), 1'100'000u);
    for (const auto& event : page["items"].items()) {
      EXPECT_GT(event["seq"].integer(), after);
      after = event["seq"].integer();
      messages += event["message"]["role"].text() == "customer";
    }
    if (page["next"].is_null()) break;
    EXPECT_EQ(page["next"].integer(), after);
  }
  EXPECT_EQ(messages, static_cast<std::size_t>(kMessages));
}

}  // namespace
}  // namespace frontdesk::engines::chatbot
