#include "engines/chatbot/typing.h"

#include <gtest/gtest.h>

#include "dialog/tests/simulated_business.h"
#include "engines/chatbot/service.h"
#include "support/slug_of.h"

namespace frontdesk::engines::chatbot {
namespace {

const auto kBistro = TenantId::parse("bistro");

TEST(Typing, is_told_once_in_a_while_for_each) {
  ManualClock clock(Timestamp{1'795'424'400'000});
  Typing typing(clock);
  EXPECT_TRUE(typing.is_due(kBistro, "c_1", "Ana"));
  EXPECT_FALSE(typing.is_due(kBistro, "c_1", "Ana"));
  EXPECT_TRUE(typing.is_due(kBistro, "c_1", ""));
  EXPECT_TRUE(typing.is_due(kBistro, "c_2", "Ana"));
  EXPECT_TRUE(typing.is_due(TenantId::parse("other"), "c_1", "Ana"));
  clock.advance(Typing::kAgainAfter);
  EXPECT_TRUE(typing.is_due(kBistro, "c_1", "Ana"));
}

TEST(Typing, remembers_a_bounded_number) {
  ManualClock clock(Timestamp{1'795'424'400'000});
  Typing typing(clock);
  for (std::size_t i = 0; i < Typing::kMax; ++i) ASSERT_TRUE(typing.is_due(kBistro, fmt::format("c_{}", i), ""));
  EXPECT_FALSE(typing.is_due(kBistro, "c_one_more", ""));
  clock.advance(Typing::kAgainAfter);
  EXPECT_TRUE(typing.is_due(kBistro, "c_one_more", ""));
}

// A conversation in the hands of Ana, whose events a visitor and a colleague follow.
class TypingInConversation : public testing::Test {
 protected:
  TypingInConversation() : service_(conversations(business_), {}, {}, business_.clock()) {
    business_.say(id_, "I want to talk to a person");
    follow(visitor_, seen_by_visitor_);
    follow(ana_, seen_by_staff_);
    business_.pass(std::chrono::milliseconds(5));
  }
  static FindConversations conversations(dialog::testing::SimulatedBusiness& business) {
    return [&business](TenantId) { return give(business); };
  }
  static Task<dialog::Conversations*> give(dialog::testing::SimulatedBusiness& business) {
    co_return &business.conversations();
  }
  static Task<int> truly(Task<> task) {
    co_await std::move(task);
    co_return 0;
  }
  static Task<> take(std::string& all, std::string piece) {
    all += piece;
    co_return;
  }
  void follow(const platform::Caller& caller, std::string& all) {
    const bool is_staff = caller.may({"conversations.read"});
    business_.begin(
        service_.follow(caller, id_, 0, is_staff, [&all](std::string piece) { return take(all, std::move(piece)); }));
  }
  void be_typing(const platform::Caller& caller) {
    if (caller.may({"conversations.act"}))
      business_.wait(service_.be_present(caller, id_, true));
    else
      business_.wait(truly(service_.be_typing(caller, id_)));
    business_.pass(std::chrono::milliseconds(5));
  }
  static int count(const std::string& all) {
    int count = 0;
    for (auto at = all.find("event: typing\n"); at != std::string::npos; at = all.find("event: typing\n", at + 1))
      count += all.find("role", at) < all.find("\n\n", at);
    return count;
  }

  dialog::testing::SimulatedBusiness business_;
  const std::string id_ = business_.open();
  const platform::Caller visitor_{kBistro, "visitor:" + id_, {"conversation.own"}};
  const platform::Caller ana_{kBistro, "staff:ana", {"conversations.read", "conversations.act"}};
  const platform::Caller ben_{kBistro, "staff:ben", {"conversations.read", "conversations.act"}};
  std::string seen_by_visitor_;
  std::string seen_by_staff_;
  Service service_;
};

TEST_F(TypingInConversation, of_the_visitor_is_shown_to_the_staff_only) {
  be_typing(visitor_);
  EXPECT_EQ(count(seen_by_staff_), 1) << seen_by_staff_;
  EXPECT_EQ(count(seen_by_visitor_), 0) << seen_by_visitor_;
  be_typing(visitor_);
  EXPECT_EQ(count(seen_by_staff_), 1) << "not at every key";
}

TEST_F(TypingInConversation, of_staff_is_shown_to_the_visitor_once_the_conversation_is_theirs) {
  be_typing(ana_);
  EXPECT_EQ(count(seen_by_visitor_), 0) << "nobody answers yet";
  business_.wait(business_.conversations().take_over(id_, platform::name_of(ana_)));
  be_typing(ben_);
  EXPECT_EQ(count(seen_by_visitor_), 0) << "who only looks on";
  be_typing(ana_);
  ASSERT_EQ(count(seen_by_visitor_), 1) << seen_by_visitor_;
  const auto at = seen_by_visitor_.find("\"role\":\"person\"");
  const auto begin = seen_by_visitor_.rfind("data: ", at) + 6;
  const auto data = json::parse(seen_by_visitor_.substr(begin, seen_by_visitor_.find('\n', at) - begin));
  EXPECT_EQ(data, Value::object({{"on", true}, {"role", "person"}, {"ms", 6'000}, {"by", platform::name_of(ana_)}}))
      << "and nothing else";
}

TEST_F(TypingInConversation, is_stored_nowhere) {
  const auto before = business_.events(id_).size();
  be_typing(visitor_);
  EXPECT_EQ(business_.events(id_).size(), before);
  std::string late;
  follow(ana_, late);
  business_.pass(std::chrono::milliseconds(5));
  EXPECT_EQ(count(late), 0) << "who comes later sees none of it";
}

TEST_F(TypingInConversation, is_of_ones_own_conversation_only) {
  const platform::Caller stranger{kBistro, "visitor:c_other", {"conversation.own"}};
  EXPECT_EQ(support::slug_of([&] { be_typing(stranger); }), "dialog/unknown-conversation");
}

}  // namespace
}  // namespace frontdesk::engines::chatbot
