#include <gmock/gmock.h>

#include "engines/board/engine.h"
#include "kit/engine_kit.h"

namespace frontdesk::engines::board {
namespace {

using platform::Role;
using support::EngineKit;
using support::Who;

class BoardTest : public testing::Test {
 protected:
  Value open(const std::string& client) {
    return kit_.post(seller_, "/v1/engagements", Value::object({{"client", client}}));
  }

  EngineKit kit_{facts(), [](EngineKit& kit) {
                   const auto name_of = [&kit](const std::string& principal) { return kit.name_of(principal); };
                   return engine(kit.place(), kit.actions, kit.random, name_of);
                 }};
  Who seller_{.role = Role::seller, .tenant = ""};
};

TEST_F(BoardTest, shows_where_a_client_is_and_how_it_came_there) {
  const auto id = std::string(open("Lume")["id"].text());
  const auto moved = kit_.post(seller_, "/v1/engagements/" + id + "/move", Value::object({{"to", "researched"}}));
  EXPECT_EQ(moved["stage"].text(), "researched");
  const auto shown = kit_.get(seller_, "/v1/engagements/" + id);
  EXPECT_EQ(shown["changes"].size(), 2U);
  EXPECT_EQ(shown["next_stages"][0].text(), "demo_ready");
  EXPECT_EQ(shown["changes"][1]["actor"].text(), shown["owner"].text());
  EXPECT_EQ(shown["owner"].text().find("user:"), std::string_view::npos) << "people read names";
  const auto list = kit_.get(seller_, "/v1/engagements?stage=researched");
  EXPECT_EQ(list["items"].size(), 1U);
  EXPECT_EQ(list["counts"][0]["count"].integer(), 1);
}

TEST_F(BoardTest, refuses_what_cannot_come_next_and_what_is_no_stage) {
  const auto id = std::string(open("Lume")["id"].text());
  const auto target = "/v1/engagements/" + id + "/move";
  EXPECT_EQ(kit_.slug(kit_.send(seller_, "POST", target, Value::object({{"to", "live"}}))), "engagements/not-next");
  EXPECT_EQ(kit_.send(seller_, "POST", target, Value::object({{"to", "heaven"}})).status, 422);
  EXPECT_EQ(kit_.slug(kit_.send(seller_, "POST", target, Value::object({{"to", "paused"}, {"reason", "August"}}))),
            "request/body-schema")
      << "a pause has an end";
  EXPECT_EQ(kit_.slug(kit_.send(seller_, "GET", "/v1/engagements/eg_none")), "engagements/unknown");
}

TEST_F(BoardTest, opens_one_however_often_the_same_is_sent) {
  const auto body = Value::object({{"client", "Lume"}});
  const auto first = kit_.send(seller_, "POST", "/v1/engagements", body, "k1");
  EXPECT_EQ(kit_.send(seller_, "POST", "/v1/engagements", body, "k1").body, first.body);
  EXPECT_EQ(kit_.get(seller_, "/v1/engagements")["items"].size(), 1U);
}

TEST_F(BoardTest, is_for_the_operators_people_and_in_the_operators_place) {
  open("Lume");
  const Who legal{.role = Role::legal, .tenant = ""};
  EXPECT_EQ(kit_.get(legal, "/v1/engagements")["items"].size(), 1U);
  EXPECT_EQ(kit_.send(legal, "POST", "/v1/engagements", Value::object({{"client", "Lume"}})).status, 403);
  EXPECT_EQ(kit_.send(Who{.role = Role::tenant_admin}, "GET", "/v1/engagements").status, 403);
  EXPECT_EQ(kit_.slug(kit_.send(Who{.role = Role::operator_admin}, "GET", "/v1/engagements")), "engagements/not-here");
}

}  // namespace
}  // namespace frontdesk::engines::board
