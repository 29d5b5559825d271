#include "engines/chatbot/service.h"

#include "engines/chatbot/ending.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "dialog/tests/simulated_business.h"
#include "platform/audit/audit.h"
#include "platform/places/telling.h"
#include "platform/work/worker.h"
#include "support/slug_of.h"

namespace frontdesk::engines::chatbot {
namespace {

constexpr int kMessages = 300;
constexpr std::size_t kBytes = 8'000;  // of each

// A conversation with a person, in which a customer wrote more than one answer may carry.
class LongConversation : public testing::Test {
 protected:
  LongConversation() : id_(business_.open()), service_(conversations(business_), {}, {}, clock_) {
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

Task<dialog::Conversations*> conversations_of(dialog::testing::SimulatedBusiness& business) {
  co_return &business.conversations();
}

TEST(LastMessage, that_is_a_bare_yes_is_shown_with_what_it_answers) {
  dialog::testing::SimulatedBusiness business;
  SystemClock clock;
  Service service([&business](TenantId) { return conversations_of(business); }, {}, {}, clock);
  const auto id = business.open();
  const platform::Caller visitor{TenantId::parse("bistro"), "visitor:" + id, {}};
  business.wait(business.conversations().take_over(id, "staff:ana"));
  const auto last = [&](const std::string& text) {
    business.say(id, text);
    return business.wait(service.show(visitor, id))["last_message"];
  };
  business.wait(business.conversations().reply(id, "r1", "Shall I keep your table?", "staff:ana"));
  EXPECT_EQ(last("yes")["answers"].text(), "Shall I keep your table?");
  EXPECT_FALSE(last("for four of us").contains("answers"));
}

// A business whose staff works through the service.
class StaffAtWork : public testing::Test {
 protected:
  static Task<platform::Place*> here(StaffAtWork& self) { co_return &self.place_; }
  // Who did what, the latest first.
  std::vector<std::string> audit() {
    std::vector<std::string> lines;
    for (const auto& entry :
         business_.wait(place_.store().read([](store::Reader& reader) { return platform::audit::list(reader, {}); })))
      lines.push_back(fmt::format("{} {} {}", entry.deed.actor, entry.deed.deed, entry.deed.subject));
    return lines;
  }

  dialog::testing::SimulatedBusiness business_;
  SeededRandom random_{1};
  std::unique_ptr<Log> log_ = silent_log();
  platform::Frame frame_{business_.clock(), random_, *log_, platform::audit::Audit(std::string(32, 'a'))};
  boost::asio::io_context context_{1};
  platform::Place place_{business_.tenant(), frame_, context_.get_executor()};
  Service service_{[this](TenantId) { return conversations_of(business_); },
                   [this](TenantId) { return here(*this); },
                   {},
                   business_.clock()};
  const std::string id_ = business_.open();
  const platform::Caller ana_{
      TenantId::parse("bistro"), "user:u_1", {"conversations.read", "conversations.act"}, "Ana"};
};

TEST_F(StaffAtWork, leaves_a_line_of_each_deed_and_none_of_what_did_not_happen) {
  const auto line = [&](std::string deed) {
    return fmt::format("user:u_1 conversations.{} conversation/{}", deed, id_);
  };
  business_.wait(service_.take_over(ana_, id_, ""));
  for (int times = 0; times < 2; ++times) business_.wait(service_.reply(ana_, id_, "r1", "The secret word is plum."));
  EXPECT_THROW(business_.wait(service_.reply(ana_, "c_none", "r1", "Hello.")), Error);
  business_.wait(service_.give_back(ana_, id_, ""));
  EXPECT_THROW(business_.wait(service_.give_back(ana_, id_, "")), Error);
  for (int times = 0; times < 2; ++times) business_.wait(service_.resolve(ana_, id_, ""));
  EXPECT_EQ(audit(), (std::vector<std::string>{line("resolve"), line("give_back"), line("reply"), line("take_over")}));
}

TEST_F(StaffAtWork, ends_what_a_colleague_has_only_by_whom_names_the_colleague) {
  const platform::Caller ben{TenantId::parse("bistro"), "user:u_2", {"conversations.read", "conversations.act"}, "Ben"};
  const auto last_owner = [&] {
    Value last;
    for (const auto& event : business_.events(id_)) {
      if (event.type == "owner") last = event.data;
    }
    return json::print(last);
  };
  business_.wait(service_.take_over(ana_, id_, ""));
  for (const auto* from : {"", "Cleo"}) {
    EXPECT_EQ(support::slug_of([&] { business_.wait(service_.give_back(ben, id_, from)); }), "dialog/taken-over");
    EXPECT_EQ(support::slug_of([&] { business_.wait(service_.resolve(ben, id_, from)); }), "dialog/taken-over");
  }
  EXPECT_EQ(last_owner(), R"({"owner":"human","by":"Ana"})");
  business_.wait(service_.give_back(ben, id_, "Ana"));
  EXPECT_EQ(last_owner(), R"({"owner":"bot","by":"Ben"})");
  business_.wait(service_.take_over(ana_, id_, ""));
  business_.wait(service_.resolve(ben, id_, "Ana"));
  EXPECT_EQ(last_owner(), R"({"owner":"resolved","by":"Ben"})");
  EXPECT_EQ(audit().size(), 4U) << "what was refused leaves no line";
}

// Says of each end how it came, the first one first.
std::vector<std::string> ends_in(dialog::testing::SimulatedBusiness& business, platform::Place& place) {
  std::vector<std::string> ends;
  for (const auto& event :
       business.wait(place.store().read([](store::Reader& reader) { return platform::events::list(reader, {}); }))) {
    const auto& data = event.event.data;
    ends.insert(ends.begin(), fmt::format("{} {} {} {}", data["ending"].integer(), data["by"].text(),
                                          data["outcome"].text(), data["intent"].text()));
  }
  return ends;
}
using Ends = std::vector<std::string>;

TEST_F(StaffAtWork, ends_a_conversation_once_and_the_event_says_how) {
  business_.say(id_, "Do you have a terrace?");
  business_.both(service_.resolve(ana_, id_, ""), service_.resolve(ana_, id_, ""));
  ASSERT_EQ(ends_in(business_, place_).size(), 1U);
  EXPECT_TRUE(ends_in(business_, place_)[0].starts_with("1 person talked"));
  business_.say(id_, "I want a table");
  business_.wait(service_.resolve(ana_, id_, ""));
  ASSERT_EQ(ends_in(business_, place_).size(), 2U);
  EXPECT_TRUE(ends_in(business_, place_)[1].starts_with("2 person abandoned")) << ends_in(business_, place_)[1];
}

// A business whose file says that a conversation is over after a day.
class Idle : public testing::Test {
 protected:
  Idle() {
    frame_.add(ending([this](TenantId) { return conversations_of(business_); }));
    frame_.add(platform::telling());
  }
  void pass(std::chrono::hours time) {
    business_.pass(time);
    business_.wait(place_.worker().do_what_is_due());
  }

  dialog::testing::SimulatedBusiness business_{1, json::parse(R"({"conversations":{"end_after":"24h"}})")};
  SeededRandom random_{1};
  std::unique_ptr<Log> log_ = silent_log();
  platform::Frame frame_{business_.clock(), random_, *log_, platform::audit::Audit(std::string(32, 'a'))};
  boost::asio::io_context context_{1};
  platform::Place place_{business_.tenant(), frame_, context_.get_executor()};
  const std::string id_ = business_.open();
};

TEST_F(Idle, conversations_end_by_themselves_once_and_go_on_where_the_guest_comes_back) {
  business_.say(id_, "I want a table");
  pass(std::chrono::hours(23));
  business_.say(id_, "for two");
  pass(std::chrono::hours(23));
  EXPECT_EQ(business_.status(id_), dialog::Status::bot) << "something was said since";
  pass(std::chrono::hours(2));
  EXPECT_EQ(business_.status(id_), dialog::Status::resolved);
  pass(std::chrono::hours(100));
  ASSERT_EQ(ends_in(business_, place_).size(), 1U);
  EXPECT_TRUE(ends_in(business_, place_)[0].starts_with("1 idle abandoned")) << ends_in(business_, place_)[0];
  EXPECT_NE(business_.say(id_, "hello again"), "");
  EXPECT_EQ(business_.status(id_), dialog::Status::bot);
  pass(std::chrono::hours(25));
  EXPECT_EQ(ends_in(business_, place_).size(), 2U);
}

TEST_F(Idle, conversations_with_people_are_theirs_to_end) {
  business_.wait(business_.conversations().take_over(id_, "Ana"));
  pass(std::chrono::hours(100));
  EXPECT_EQ(business_.status(id_), dialog::Status::human);
  business_.wait(business_.conversations().give_back(id_, "Ana"));
  pass(std::chrono::hours(100));
  EXPECT_EQ(business_.status(id_), dialog::Status::resolved);
}

}  // namespace
}  // namespace frontdesk::engines::chatbot
