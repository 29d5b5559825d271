#include <gtest/gtest.h>

#include "dialog/tests/simulated_business.h"
#include "net/client.h"
#include "net/memory_transport.h"
#include "platform/http_tool.h"

// The trace of a customer's message, to the systems that are called for it.
namespace frontdesk::dialog::testing {
namespace {

constexpr std::string_view kGiven = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
constexpr auto kQuestion = "where is order 1042";

// The demo business, one of whose tools is reached over HTTP.
class Traced : public ::testing::Test {
 protected:
  Traced() {
    transport_.serve("office", 80, [this](net::Request request) { return answer(*this, std::move(request)); });
    connect();
  }
  // A client keeps its connections on the loops of one start of the server.
  void connect() {
    client_ = std::make_unique<net::Client>(transport_, business_->clock());
    platform::HttpToolSpec spec{.name = "order_status", .endpoint = "http://office:80/tools/order_status"};
    business_->systems.insert_or_assign(
        "order_status", platform::make_http_tool(std::move(spec), *client_, business_->clock(), random_, breakers_,
                                                 look_ups_, *secrets_));
  }
  static Task<net::Response> answer(Traced& self, net::Request request) {
    self.seen_.push_back(parse_traceparent(request.headers.get("traceparent")));
    co_return net::Response::json(200, R"({"order":"1042","status":"on the way","text":"It is on its way."})");
  }
  Said asking(std::optional<TraceContext> trace) const {
    Said said{"k", kQuestion, {}, {}, {}};
    said.trace = trace;
    return said;
  }
  void expect_a_child_of_what_was_given() const {
    ASSERT_EQ(seen_.size(), 1U);
    ASSERT_TRUE(seen_[0]);
    EXPECT_EQ(seen_[0]->trace_id(), given_.trace_id());
    EXPECT_NE(seen_[0]->span_id(), given_.span_id());
    EXPECT_EQ(seen_[0]->flags, given_.flags);
  }

  const TraceContext given_ = *parse_traceparent(kGiven);
  std::unique_ptr<SimulatedBusiness> business_ = std::make_unique<SimulatedBusiness>();
  SeededRandom random_{7};
  net::MemoryTransport transport_{business_->clock()};
  std::unique_ptr<net::Client> client_;
  platform::Breakers breakers_;
  platform::LookUps look_ups_;
  std::unique_ptr<platform::Secrets> secrets_ = platform::fixed_secrets(Value::object());
  std::vector<std::optional<TraceContext>> seen_;
};

TEST_F(Traced, message_gives_its_trace_to_the_tools_that_are_called_for_it) {
  business_->say(business_->open(), asking(given_));
  expect_a_child_of_what_was_given();
}

Task<> deliver(Conversations& conversations, std::string id, Said said, bool& is_committed) {
  co_await conversations.receive(std::move(id), std::move(said));
  is_committed = true;
}

// The power goes after ever more of what the server does, until the tool was called before it went.
TEST_F(Traced, message_keeps_its_trace_where_the_power_goes_between_its_commit_and_its_run) {
  int between = 0;
  for (int handlers = 1;; ++handlers) {
    const auto id = business_->open();
    bool is_committed = false;
    business_->begin(deliver(business_->conversations(), id, asking(given_), is_committed));
    business_->turn(handlers);
    if (!seen_.empty()) break;
    connect();
    business_->lose_power(static_cast<std::uint64_t>(handlers));
    business_->wait(business_->conversations().threads().settled(id));
    if (is_committed) {
      ++between;
      expect_a_child_of_what_was_given();
    }
    seen_.clear();
  }
  EXPECT_GT(between, 0);
}

TEST_F(Traced, message_without_one_names_none) {
  business_->say(business_->open(), asking(std::nullopt));
  ASSERT_EQ(seen_.size(), 1U);
  EXPECT_FALSE(seen_[0]);
}

// Notes what it is asked with.
class Listening final : public ai::Model {
 public:
  explicit Listening(std::vector<std::optional<TraceContext>>& traces) : traces_(traces) {}
  Task<ai::ModelAnswer> answer(ai::ModelRequest request, ai::TokenSink, Deadline) override {
    traces_.push_back(request.trace);
    co_return ai::ModelAnswer{says("Good day."), {}, "listening", {}};
  }

 private:
  std::vector<std::optional<TraceContext>>& traces_;
};

TEST_F(Traced, message_gives_its_trace_to_the_model) {
  std::vector<std::optional<TraceContext>> traces;
  SimulatedBusiness business(1, Value::object(),
                             [&traces](std::shared_ptr<ai::Model>) { return std::make_unique<Listening>(traces); });
  business.say(business.open(), asking(given_));
  ASSERT_EQ(traces.size(), 1U);
  EXPECT_EQ(traces[0], given_);
}

}  // namespace
}  // namespace frontdesk::dialog::testing
