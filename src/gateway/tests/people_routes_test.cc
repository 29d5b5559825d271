// People over HTTP: how they sign in, for whom their token speaks, and what each answer looks like.
#include <gtest/gtest.h>

#include "base/json.h"
#include "gateway/gateway.h"
#include "gateway/sessions.h"
#include "platform/people/tests/people_house.h"

namespace frontdesk::gateway {
namespace {

using namespace std::chrono_literals;
using platform::Role;
using platform::RouteRequest;
using platform::people::Business;

class Lines final : public net::BodyWriter {
 public:
  Task<> write(std::string_view) override {
    ++count;
    co_return;
  }
  int count = 0;
};

// The people of a house behind its gateway, with one thing of a tenant to look at and one to follow.
class PeopleRoutes : public platform::people::PeopleHouse {
 protected:
  PeopleRoutes() {
    Surface surface;
    surface.routes = platform::people::routes(
        *people_, [] { return std::vector<Business>{{"bistro", "Bistro"}, {"other", "Other"}}; });
    surface.routes.push_back(
        {"GET", "/who", {"things.read"}, [](RouteRequest request) { return tell(std::move(request)); }});
    surface.routes.push_back({"GET", "/follow", {"things.read"}, [this](RouteRequest) { return follow(); }});
    surface.house_routes = platform::people::house_routes(*people_);
    for (auto& route :
         session_routes(credentials_,
                        [] { return std::vector<TenantEntry>{{platform::people::kBistro, "Bistro", "active"}}; }, {}))
      surface.house_routes.push_back(std::move(route));
    surface.api_parts = {platform::people::api()};
    GatewayOptions options{.rate = {.per_second = 0}};
    options.off_contract = [](const std::string& what) { ADD_FAILURE() << what; };
    gateway_.emplace(clock_, *log_, sign_in_, std::move(options), std::move(surface));
  }

  static Task<net::Response> tell(RouteRequest request) {
    co_return net::Response::text(200, request.caller.tenant.text() + " " + name_of(request.caller));
  }
  Task<net::Response> follow() {
    net::Response response;
    response.stream = [this](net::BodyWriter& writer) -> Task<> {
      for (int i = 0; i < 600; ++i) {
        co_await writer.write("x");
        co_await clock_.sleep_for(1s);
      }
    };
    co_return response;
  }

  net::Response send(const std::string& token, std::string method, std::string target, const Value& body = {}) {
    net::Request request{.method = std::move(method), .target = std::move(target), .peer = "192.0.2.1", .id = "r_1"};
    if (!token.empty()) request.headers.add("authorization", "Bearer " + token);
    request.headers.add("user-agent", "a browser");
    if (!body.is_null()) {
      request.body = json::print(body);
      request.headers.add("content-type", "application/json");
    }
    return run(gateway_->handle(std::move(request)));
  }
  Value told(const net::Response& response) { return response.body.empty() ? Value() : json::parse(response.body); }
  std::string slug(const net::Response& response) {
    const auto type = std::string(told(response)["type"].text());
    return type.substr(std::min(type.size(), std::string_view("/problems/").size()));
  }

  Credentials credentials_{std::string(32, 's'), clock_, rights_};
  SignIn sign_in_{credentials_,
                  "ok_operator",
                  [](std::string_view) { return std::optional<platform::Caller>(); },
                  {},
                  [this](std::string_view token) { return people_->directory.caller_of(token); },
                  {},
                  [this](std::string_view token) { return people_->directory.is_proved(token); }};
  std::optional<Gateway> gateway_;
};

TEST_F(PeopleRoutes, sign_in_and_out) {
  welcome();
  const auto ask = Value::object({{"email", "ada@house.example"}, {"password", platform::people::kPassword}});
  const auto entered = send("", "POST", "/v1/sign-in", ask);
  ASSERT_EQ(entered.status, 201) << entered.body;
  const std::string token(told(entered)["token"].text());
  const auto me = told(send(token, "GET", "/v1/me"));
  EXPECT_EQ(me["name"].text(), "Ada");
  EXPECT_EQ(me["tenants"].size(), 2u);
  EXPECT_EQ(me["tenants"][0]["role"].text(), "operator_admin");
  EXPECT_EQ(told(send(token, "GET", "/v1/me/sessions"))["items"].size(), 2u);
  EXPECT_EQ(send(token, "POST", "/v1/sign-out").status, 204);
  EXPECT_EQ(send(token, "GET", "/v1/me").status, 401);

  const auto wrong = send("", "POST", "/v1/sign-in", ask.with("password", "not the right one"));
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(slug(wrong), "people/wrong-password");
  EXPECT_EQ(slug(send("", "POST", "/v1/sign-in", ask.with("password", std::string(1025, 'x')))), "request/body-schema");
}

TEST_F(PeopleRoutes, a_token_speaks_for_the_tenant_that_it_names_and_by_the_name_of_its_user) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::viewer, "bistro"}});
  EXPECT_EQ(send(ben + ".bistro", "GET", "/who").body, "bistro ben");
  EXPECT_EQ(send(ada + ".other", "GET", "/who").body, "other Ada");
  EXPECT_EQ(send(ben + ".other", "GET", "/who").status, 403);
  EXPECT_EQ(send(ben, "GET", "/who").status, 403);
  EXPECT_EQ(send(ben + ".", "GET", "/who").status, 401);
  EXPECT_EQ(send(ben + ".bistro", "GET", "/v1/me").status, 200) << "the account is their own wherever they are";
}

TEST_F(PeopleRoutes, somebody_is_told_what_they_may_where_their_token_is_used) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::tenant_admin, "bistro"}});
  const auto may = [&](const std::string& token, std::string_view permission) {
    const auto words = told(send(token, "GET", "/v1/me"))["permissions"];
    return std::ranges::any_of(words.items(), [&](const Value& word) { return word.text() == permission; });
  };
  EXPECT_TRUE(may(ben + ".bistro", "people.manage"));
  EXPECT_FALSE(may(ben + ".other", "people.manage"));
  EXPECT_FALSE(may(ben, "people.manage"));
  EXPECT_TRUE(may(ben, "me.own"));
  EXPECT_TRUE(may(ada + ".other", "people.manage"));
  EXPECT_TRUE(may(ada, "people.manage"));
}

TEST_F(PeopleRoutes, the_machine_has_its_own_way_in_and_nobody_else_has) {
  const auto ada = welcome();
  const auto ask = Value::object({{"tenant", "bistro"}, {"name", "Ana"}});
  const auto staff = send("ok_operator", "POST", "/v1/sessions", ask);
  ASSERT_EQ(staff.status, 201);
  const std::string token(told(staff)["token"].text());
  EXPECT_EQ(send(token, "GET", "/who").body, "bistro Ana");
  EXPECT_EQ(send(token, "GET", "/v1/people").status, 200);
  EXPECT_EQ(slug(send(token, "GET", "/v1/me")), "people/no-user");
  EXPECT_EQ(send(ada, "POST", "/v1/sessions", ask).status, 403) << "nobody takes another name";
  EXPECT_EQ(send(ada, "GET", "/v1/tenants").status, 200);
  EXPECT_EQ(send(token, "GET", "/v1/tenants").status, 403);
  EXPECT_EQ(send("us_unknown", "GET", "/v1/tenants").status, 401);
  EXPECT_EQ(send(ada, "POST", "/v1/links", Value::object()).status, 403);
  EXPECT_EQ(slug(send("ok_operator", "POST", "/v1/links", Value::object())), "people/welcomed");
  const auto link = send("ok_operator", "POST", "/v1/links", Value::object({{"email", "ada@house.example"}}));
  ASSERT_EQ(link.status, 201);
  const std::string path(told(link)["path"].text());
  const auto looked = send("", "POST", "/v1/links/look", Value::object({{"token", path.substr(path.rfind('/') + 1)}}));
  EXPECT_EQ(told(looked)["purpose"].text(), "password");
}

TEST_F(PeopleRoutes, list_people_and_keys_a_page_at_a_time) {
  const auto ada = welcome();
  for (const auto* name : {"ben", "cleo", "dan"}) somebody(ada, name, {{Role::viewer, "bistro"}});
  const auto names = [&](const std::string& target, const char* what) {
    std::string names;
    std::string next;
    do {
      const auto page = told(send(ada, "GET", target + (next.empty() ? "" : "&before=" + next)));
      for (const auto& item : page["items"].items()) names += std::string(item[what].text()) + " ";
      next = page["next"].is_null() ? "" : std::string(page["next"].text());
      names += "| ";
    } while (!next.empty());
    return names;
  };
  EXPECT_EQ(names("/v1/people?limit=3", "name"), "Ada ben cleo | dan | ");
  EXPECT_EQ(names("/v1/people?limit=4", "name"), "Ada ben cleo dan | ");
  EXPECT_EQ(names("/v1/people?q=house&limit=2", "name"), "Ada ben | cleo dan | ");
  EXPECT_EQ(names("/v1/people?before=u_gone&limit=2", "name"), "| ");

  for (const auto* name : {"Reports", "Returns", "Tills"})
    send(ada, "POST", "/v1/keys", Value::object({{"name", name}, {"permissions", Value::list({"people.manage"})}}));
  EXPECT_EQ(names("/v1/keys?limit=2&q=re", "name").size(), std::string("Reports Returns | ").size());
  EXPECT_EQ(names("/v1/keys?limit=1&q=TILL", "name"), "Tills | ");
}

TEST_F(PeopleRoutes, invite_and_change_people) {
  const auto ada = welcome();
  const auto role = [](const char* word, Value tenant) {
    return Value::list({Value::object({{"role", word}, {"tenant", std::move(tenant)}})});
  };
  const auto ask = Value::object({{"email", "ben@house.example"}, {"name", "Ben"}, {"roles", role("agent", "bistro")}});
  const auto invited = told(send(ada, "POST", "/v1/people", ask));
  const std::string id(invited["person"]["id"].text());
  const std::string path(invited["link"]["path"].text());
  const auto accept =
      Value::object({{"token", path.substr(path.rfind('/') + 1)}, {"password", platform::people::kPassword}});
  const std::string ben(told(send("", "POST", "/v1/links/accept", accept))["token"].text());
  EXPECT_EQ(slug(send("", "POST", "/v1/links/accept", accept)), "people/link-over");
  const auto more = ask.with("roles", role("viewer", "other"));
  EXPECT_EQ(slug(send(ada, "POST", "/v1/people", more)), "people/known");
  EXPECT_TRUE(told(send(ada, "POST", "/v1/people", more.with("if_known", "add_roles")))["link"].is_null());

  const auto of = [&](const char* verb) { return "/v1/people/" + id + "/" + verb; };
  EXPECT_EQ(told(send(ada, "POST", of("roles"), Value::object({{"roles", role("seller", {})}})))["roles"].size(), 1u);
  EXPECT_EQ(send(ben + ".bistro", "GET", "/who").status, 403) << "from the next request on";
  EXPECT_EQ(slug(send(ada, "POST", of("roles"), Value::object({{"roles", role("emperor", {})}}))),
            "request/body-schema");
  EXPECT_EQ(send(ada, "POST", of("link")).status, 201);
  EXPECT_EQ(send(ada, "DELETE", of("link")).status, 204);
  EXPECT_EQ(told(send(ada, "POST", of("disable")))["state"].text(), "disabled");
  EXPECT_EQ(send(ben, "GET", "/v1/me").status, 401);
  EXPECT_EQ(told(send(ada, "POST", of("enable")))["state"].text(), "active");
  EXPECT_EQ(told(send(ada, "GET", "/v1/people?q=ben"))["items"].size(), 1u);
  EXPECT_EQ(send(ada, "POST", "/v1/me/sessions/end-others").status, 204);
  EXPECT_EQ(send(ada, "DELETE", "/v1/me/sessions/s_none").status, 404);
}

TEST_F(PeopleRoutes, make_and_revoke_keys) {
  const auto ada = welcome();
  const auto made =
      told(send(ada + ".bistro", "POST", "/v1/keys",
                Value::object({{"name", "Reports"}, {"permissions", Value::list({"things.read"})}, {"days", 30}})));
  const std::string key(made["token"].text());
  EXPECT_EQ(send(key, "GET", "/who").body, "bistro Reports");
  const auto listed = told(send(ada + ".bistro", "GET", "/v1/keys"));
  EXPECT_EQ(listed["items"].size(), 1u);
  EXPECT_FALSE(listed["items"][0].contains("token"));
  EXPECT_EQ(send(ada + ".bistro", "DELETE", "/v1/keys/" + std::string(made["id"].text())).status, 204);
  EXPECT_EQ(send(key, "GET", "/who").status, 401);
}

TEST_F(PeopleRoutes, a_stream_ends_soon_after_its_session_was_ended_or_its_role_taken_away) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::viewer, "bistro"}});
  const auto bens = id_of(ben);
  // For how many seconds a stream goes on when `then` is done after a minute of it.
  const auto seconds = [&](const std::function<void()>& then) {
    const auto session = run(sign_in("ben@house.example", platform::people::kPassword)).token;
    auto response = send(session + ".bistro", "GET", "/follow");
    Lines lines;
    bool is_over = false;
    boost::asio::co_spawn(context_, response.stream(lines), [&](std::exception_ptr) { is_over = true; });
    for (int second = 0; !is_over && second < 700; ++second) {
      context_.restart();
      context_.poll();
      if (second == 60 && then) then();
      clock_.advance(1s);
    }
    return lines.count;
  };
  EXPECT_GE(seconds({}), 599);
  const auto roles = [&](platform::people::Roles wanted) {
    return [this, ada, bens, wanted] {
      boost::asio::io_context apart(1);
      support::run_task(apart, people_->roster.give_roles(caller(ada), bens, wanted));
    };
  };
  EXPECT_LE(seconds(roles({})), 80);
  roles({{Role::viewer, "bistro"}})();
  EXPECT_LE(seconds([&] {
              boost::asio::io_context apart(1);
              support::run_task(apart, people_->roster.disable(caller(ada), bens));
            }),
            80);
}

TEST_F(PeopleRoutes, ask_for_the_password_again_before_what_steps_up) {
  const auto ada = welcome();
  const auto wish = json::parse(R"({"name":"Reports","permissions":["people.manage","keys.manage"],"days":30})");
  const auto made = send(ada, "POST", "/v1/keys", wish);
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string key(told(made)["token"].text());
  const auto ben =
      json::parse(R"({"email":"ben@house.example","name":"Ben","roles":[{"role":"agent","tenant":"bistro"}]})");
  const auto invited = send(ada, "POST", "/v1/people", ben);
  ASSERT_EQ(invited.status, 201) << invited.body;
  const auto link = "/v1/people/" + std::string(told(invited)["person"]["id"].text()) + "/link";

  clock_.advance(std::chrono::minutes(11));
  const auto refused = send(ada, "POST", "/v1/keys", wish);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(slug(refused), "people/step-up-needed");
  EXPECT_NE(told(refused)["detail"].text().find("/v1/session/step-up"), std::string::npos) << refused.body;
  EXPECT_EQ(send(ada, "GET", "/v1/keys").status, 200) << "looking needs none";
  EXPECT_EQ(slug(send(ada, "POST", link)), "people/step-up-needed") << "it lets in whoever has it";
  EXPECT_EQ(send(ada, "DELETE", link).status, 204) << "to take it back needs none";
  EXPECT_EQ(send(key, "POST", "/v1/keys", wish).status, 201) << "a key is the proof itself";

  const auto give = [&](const std::string& who, std::string_view password) {
    return send(who, "POST", "/v1/session/step-up", Value::object({{"password", password}}));
  };
  EXPECT_EQ(slug(give(ada, "something else")), "people/wrong-password");
  EXPECT_EQ(slug(send(ada, "POST", "/v1/keys", wish)), "people/step-up-needed");
  EXPECT_EQ(slug(give(key, platform::people::kPassword)), "sign-in/not-permitted");
  const auto given = give(ada, platform::people::kPassword);
  EXPECT_EQ(given.status, 200) << given.body;
  EXPECT_EQ(gateway_->contract().check_response("POST", "/v1/session/step-up", given), "");
  EXPECT_EQ(send(ada, "POST", "/v1/keys", wish).status, 201);
  EXPECT_EQ(send(ada, "POST", link).status, 201);
}

}  // namespace
}  // namespace frontdesk::gateway
