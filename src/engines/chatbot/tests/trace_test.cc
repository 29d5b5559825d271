#include <gtest/gtest.h>

#include "dialog/tests/simulated_business.h"
#include "engines/chatbot/routes.h"

namespace frontdesk::engines::chatbot {
namespace {

constexpr std::string_view kGiven = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

Task<dialog::Conversations*> conversations_of(dialog::testing::SimulatedBusiness& business) {
  co_return &business.conversations();
}

TEST(MessageOverHttp, hands_the_trace_of_its_request_to_what_answers_it) {
  dialog::testing::SimulatedBusiness business;
  std::optional<TraceContext> seen;
  business.systems["order_status"].run = [&](platform::ActionCall call) -> Task<platform::ActionResult> {
    seen = call.trace;
    co_return platform::ActionResult{json::parse(R"({"order":"1042","status":"on the way","text":"It comes."})")};
  };
  Service service([&business](TenantId) { return conversations_of(business); }, {}, {}, business.clock());
  const auto id = business.open();
  const auto all = routes(service);
  const auto route = std::ranges::find_if(all, [](const platform::Route& each) {
    return each.method == "POST" && each.pattern == "/v1/conversations/{id}/messages";
  });
  ASSERT_NE(route, all.end());

  const net::Request http{.method = "POST", .peer = "192.0.2.1"};
  const auto given = parse_traceparent(kGiven);
  const auto response = business.wait(route->handler({{TenantId::parse("bistro"), "visitor:" + id, {}},
                                                      {{"id", id}},
                                                      http,
                                                      json::parse(R"({"id":"m1","text":"where is order 1042"})"),
                                                      given}));
  EXPECT_EQ(response.status, 202);
  business.wait(business.conversations().threads().settled(id));
  EXPECT_EQ(seen, given);
}

}  // namespace
}  // namespace frontdesk::engines::chatbot
