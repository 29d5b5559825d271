#include <gmock/gmock.h>

#include "base/crypto.h"
#include "base/json.h"
#include "engines/webhooks/engine.h"
#include "engines/webhooks/published.h"
#include "kit/engine_kit.h"
#include "net/memory_transport.h"
#include "platform/places/writing.h"

namespace frontdesk::engines::webhooks {
namespace {

using namespace std::chrono_literals;
using net::Request;
using net::Response;
using platform::Role;
using platform::Writing;
using support::EngineKit;
using support::Who;

constexpr std::string_view kThing = R"({"type": "object", "additionalProperties": false, "required": ["id"],
  "properties": {"id": {"type": "string"}}})";

std::vector<platform::Published> catalogue() {
  auto all = published();
  all.push_back({.type = "thing.made", .description = "A thing was made.", .schema = kThing});
  all.push_back({.type = "thing.broken", .version = 3, .description = "A thing broke.", .schema = kThing});
  return all;
}

// Somebody at https://shop.example who keeps what comes and answers as they are told.
class WebhooksTest : public testing::Test {
 protected:
  WebhooksTest() {
    transport_.serve("shop.example", 443, [this](Request request) { return take(*this, std::move(request)); });
  }

  platform::Engine make(EngineKit& kit) {
    const platform::people::Colleague ana{"user:ana", "Ana", "ana@lume.example"};
    return engine(
        {.find = kit.place(),
         .actions = kit.actions,
         .sending = {catalogue(), "the key of the house", [this](const TenantId&) -> net::Client& { return client_; },
                     kit.clock},
         .is_named = [](const TenantId& tenant,
                        const Endpoint& endpoint) { return tenant.text() == "acme" && endpoint.host == "office"; },
         .random = kit.random,
         .colleagues = {.who_may = [ana](const TenantId&, platform::Permission) { return std::vector{ana}; }},
         .console = "https://desk.example/console/"});
  }

  static Task<Response> take(WebhooksTest& self, Request request) {
    self.taken_.push_back(std::move(request));
    Response response{.status = self.status_};
    if (!self.retry_after_.empty()) response.headers.add("retry-after", self.retry_after_);
    co_return response;
  }

  std::string add(const Value& what = Value::object({})) {
    return std::string(
        kit_.post(ana_, "/v1/webhooks", Value::object({{"url", "https://shop.example/hook"}}).merged(what))["id"]
            .text());
  }
  Value call(const std::string& id, const std::string& verb) {
    return kit_.post(ana_, "/v1/webhooks/" + id + "/" + verb, {});
  }
  Value show(const std::string& id) { return kit_.get(ana_, "/v1/webhooks/" + id); }
  Value deliveries(const std::string& id, const std::string& query = "") {
    return kit_.get(ana_, "/v1/webhooks/" + id + "/deliveries" + query)["items"];
  }
  Value first_delivery(const std::string& id) {
    return kit_.get(ana_, fmt::format("/v1/webhooks/{}/deliveries/{}", id, deliveries(id)[0]["number"].integer()));
  }
  void announce(const std::string& type, const Value& data, const std::string& tenant = "acme") {
    auto* const place = kit_.wait(kit_.place()(TenantId::parse(tenant)));
    kit_.wait(place->write("test", [&](Writing& writing) { writing.announce({type, "thing/1", data}); }));
    kit_.do_what_is_due(tenant);
  }
  void make_thing() { announce("thing.made", Value::object({{"id", "t_1"}})); }
  void pass(std::chrono::milliseconds time) {
    kit_.clock.advance(time);
    kit_.do_what_is_due();
  }
  // What the field webhook-signature has to be, computed as the specification says.
  static std::string signature(const std::string& printed, const Request& request) {
    auto text = printed.substr(6);
    for (auto& letter : text) letter = letter == '+' ? '-' : letter == '/' ? '_' : letter;
    text.erase(text.find_last_not_of('=') + 1);
    const auto secret = crypto::from_base64url(text).value();
    const auto signed_text = fmt::format("{}.{}.{}", request.headers.get("webhook-id"),
                                         request.headers.get("webhook-timestamp"), request.body);
    const auto sum = crypto::hmac_sha256(secret, signed_text);
    return "v1," + crypto::base64({reinterpret_cast<const char*>(sum.data()), sum.size()});
  }

  ManualClock network_clock_{Timestamp{1'800'000'000'000}};
  net::MemoryTransport transport_{network_clock_};
  net::Client client_{transport_, network_clock_};
  int status_ = 204;
  std::string retry_after_;
  std::vector<Request> taken_;
  Who ana_;
  EngineKit kit_{facts(), [this](EngineKit& kit) { return make(kit); }};
};

TEST_F(WebhooksTest, tell_what_happened_signed_and_no_more_than_the_contract_names) {
  const auto id = add();
  announce("thing.broken", Value::object({{"id", "t_1"}, {"owner", "user:ana"}}));
  ASSERT_EQ(taken_.size(), 1U);
  const auto& request = taken_[0];
  EXPECT_EQ(request.target, "/hook");
  EXPECT_EQ(json::parse(request.body), json::parse(R"({"type": "thing.broken", "version": 3,
    "timestamp": "2027-01-15T08:00:00.000Z", "data": {"id": "t_1"}})"));
  EXPECT_EQ(request.headers.get("webhook-timestamp"), "1800000000");
  EXPECT_THAT(std::string(request.headers.get("webhook-id")), testing::StartsWith("msg_"));
  const auto secret = std::string(call(id, "secret")["secret"].text());
  EXPECT_EQ(request.headers.get("webhook-signature"), signature(secret, request));
  EXPECT_EQ(deliveries(id)[0]["state"].text(), "delivered");
  EXPECT_EQ(first_delivery(id)["attempts"][0]["status"].integer(), 204);
}

TEST_F(WebhooksTest, are_told_what_they_want_to_hear_of_their_own_place) {
  const auto some = add(Value::object({{"types", Value::list({"thing.broken"})}}));
  make_thing();
  announce("thing.broken", Value::object({{"id", "t_1"}}), "other");
  EXPECT_TRUE(taken_.empty());
  EXPECT_EQ(kit_.get(Who{.tenant = "other"}, "/v1/webhooks")["items"].size(), 0U);
  EXPECT_EQ(kit_.send(Who{.tenant = "other"}, "GET", "/v1/webhooks/" + some).status, 404);
  kit_.post(ana_, "/v1/webhooks/" + some + "/change", Value::object({{"types", Value::list()}}));
  make_thing();
  EXPECT_EQ(taken_.size(), 1U);
}

TEST_F(WebhooksTest, are_managed_by_those_who_look_after_the_business) {
  for (const auto role : {Role::page, Role::visitor, Role::viewer, Role::agent})
    EXPECT_EQ(kit_.send(Who{.role = role}, "GET", "/v1/webhooks").status, 403);
  EXPECT_EQ(kit_.send(Who{.role = Role::operator_admin, .tenant = ""}, "GET", "/v1/webhooks").status, 200);
}

TEST_F(WebhooksTest, try_again_under_one_id_until_it_is_taken_and_keep_each_attempt) {
  const auto id = add();
  status_ = 503;
  make_thing();
  EXPECT_EQ(deliveries(id)[0]["state"].text(), "waiting");
  EXPECT_FALSE(show(id)["failing_since"].is_null());
  status_ = 200;
  pass(5s);
  ASSERT_EQ(taken_.size(), 2U);
  EXPECT_EQ(taken_[0].headers.get("webhook-id"), taken_[1].headers.get("webhook-id"));
  EXPECT_NE(taken_[0].headers.get("webhook-timestamp"), taken_[1].headers.get("webhook-timestamp"));
  const auto attempts = first_delivery(id)["attempts"];
  EXPECT_EQ(attempts.size(), 2U);
  EXPECT_EQ(attempts[1]["status"].integer(), 503);
  EXPECT_TRUE(show(id)["failing_since"].is_null());
}

TEST_F(WebhooksTest, come_back_when_they_are_told_to) {
  add();
  status_ = 429;
  retry_after_ = "3600";
  make_thing();
  pass(30min);
  EXPECT_EQ(taken_.size(), 1U);
  pass(31min);
  EXPECT_EQ(taken_.size(), 2U);
}

TEST_F(WebhooksTest, give_up_in_the_end_and_send_again_by_hand) {
  const auto id = add();
  status_ = 500;
  make_thing();
  for (int i = 0; i < 110; ++i) pass(1h);
  EXPECT_EQ(taken_.size(), 24U);
  EXPECT_EQ(deliveries(id, "?state=failed").size(), 1U);
  status_ = 200;
  kit_.post(ana_, fmt::format("/v1/webhooks/{}/deliveries/{}/again", id, deliveries(id)[0]["number"].integer()), {});
  kit_.do_what_is_due();
  EXPECT_EQ(deliveries(id)[0]["state"].text(), "delivered");
  EXPECT_EQ(taken_.front().headers.get("webhook-id"), taken_.back().headers.get("webhook-id"));
}

TEST_F(WebhooksTest, are_disabled_where_nothing_arrives_for_days_and_people_are_told) {
  const auto id = add();
  status_ = 500;
  for (int day = 0; day < 7; ++day) {
    make_thing();
    pass(24h);
  }
  EXPECT_EQ(show(id)["state"].text(), "disabled");
  EXPECT_THAT(std::string(show(id)["reason"].text()), testing::HasSubstr("five days"));
  ASSERT_EQ(kit_.letterbox.taken.size(), 1U);
  EXPECT_THAT(support::Letterbox::text_of(kit_.letterbox.taken[0]), testing::HasSubstr("#/webhooks/" + id));
  for (int day = 0; day < 4; ++day) pass(24h);
  EXPECT_EQ(deliveries(id, "?state=waiting").size(), 0U);
  const auto so_far = taken_.size();
  make_thing();
  EXPECT_EQ(taken_.size(), so_far);
  status_ = 200;
  EXPECT_EQ(call(id, "resume")["state"].text(), "active");
  make_thing();
  EXPECT_EQ(taken_.size(), so_far + 1);
}

TEST_F(WebhooksTest, are_disabled_at_once_by_who_is_gone) {
  const auto id = add();
  status_ = 410;
  make_thing();
  EXPECT_EQ(show(id)["state"].text(), "disabled");
  EXPECT_EQ(deliveries(id)[0]["state"].text(), "failed");
}

TEST_F(WebhooksTest, sign_with_both_secrets_for_a_day_behind_a_rotation) {
  const auto id = add();
  const auto old_secret = std::string(call(id, "secret")["secret"].text());
  call(id, "rotate");
  const auto both = call(id, "secret");
  EXPECT_NE(both["secret"].text(), old_secret);
  EXPECT_EQ(both["old_secret"].text(), old_secret);
  make_thing();
  EXPECT_EQ(taken_[0].headers.get("webhook-signature"),
            signature(std::string(both["secret"].text()), taken_[0]) + " " + signature(old_secret, taken_[0]));
  EXPECT_EQ(EngineKit::slug(kit_.send(ana_, "POST", "/v1/webhooks/" + id + "/rotate")), "webhooks/rotated-lately");
  pass(24h);
  make_thing();
  EXPECT_EQ(taken_[1].headers.get("webhook-signature"), signature(std::string(both["secret"].text()), taken_[1]));
  EXPECT_TRUE(call(id, "secret")["old_secret"].is_null());
}

TEST_F(WebhooksTest, show_their_secret_to_who_asks_and_nowhere_else) {
  const auto id = add();
  make_thing();
  const auto secret = std::string(call(id, "secret")["secret"].text());
  for (const auto& text :
       {json::print(show(id)), json::print(first_delivery(id)), json::print(kit_.get(ana_, "/v1/webhooks"))})
    EXPECT_EQ(text.find("whsec_"), std::string::npos);
  auto* const place = kit_.wait(kit_.place()(TenantId::parse("acme")));
  const auto deeds = kit_.wait(place->store().read(
      [](store::Reader& reader) { return platform::audit::list(reader, {.deed = "webhooks.show_secret"}); }));
  EXPECT_EQ(deeds.size(), 1U);
}

TEST_F(WebhooksTest, can_be_tried_out_one_at_a_time) {
  const auto one = add();
  const auto other = add();
  call(one, "test");
  kit_.do_what_is_due();
  ASSERT_EQ(taken_.size(), 1U);
  EXPECT_EQ(deliveries(one).size(), 1U);
  EXPECT_EQ(deliveries(other).size(), 0U);
}

TEST_F(WebhooksTest, that_are_paused_or_removed_are_sent_nothing_not_even_what_waits) {
  const auto id = add();
  status_ = 500;
  make_thing();
  call(id, "pause");
  make_thing();
  pass(1h);
  EXPECT_EQ(taken_.size(), 1U);
  EXPECT_EQ(deliveries(id)[0]["state"].text(), "dropped");
  EXPECT_EQ(EngineKit::slug(kit_.send(ana_, "POST", "/v1/webhooks/" + id + "/test")), "webhooks/not-active");
  call(id, "resume");
  make_thing();
  call(id, "remove");
  pass(1h);
  EXPECT_EQ(taken_.size(), 2U);
  EXPECT_EQ(EngineKit::slug(kit_.send(ana_, "GET", "/v1/webhooks/" + id)), "webhooks/unknown");
}

TEST_F(WebhooksTest, go_to_public_addresses_over_tls_or_where_the_operator_said) {
  const auto refused = [this](const std::string& url) {
    return EngineKit::slug(kit_.send(ana_, "POST", "/v1/webhooks", Value::object({{"url", url}})));
  };
  for (const auto* url :
       {"http://shop.example/", "https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/", "https://169.254.169.254/",
        "https://user@shop.example/", "ftp://shop.example/", "shop.example"})
    EXPECT_EQ(refused(url), "webhooks/bad-url") << url;
  EXPECT_EQ(refused("http://office/"), "");
  EXPECT_EQ(EngineKit::slug(
                kit_.send(Who{.tenant = "other"}, "POST", "/v1/webhooks", Value::object({{"url", "http://office/"}}))),
            "webhooks/bad-url");
  EXPECT_EQ(EngineKit::slug(
                kit_.send(ana_, "POST", "/v1/webhooks",
                          Value::object({{"url", "https://a.example/"}, {"types", Value::list({"internal.thing"})}}))),
            "webhooks/unknown-type");
}

TEST_F(WebhooksTest, are_added_once_under_one_key_and_so_many_and_no_more) {
  const auto body = Value::object({{"url", "https://shop.example/"}});
  const auto first = kit_.send(ana_, "POST", "/v1/webhooks", body, "k1");
  EXPECT_EQ(kit_.send(ana_, "POST", "/v1/webhooks", body, "k1").body, first.body);
  for (std::size_t i = 1; i < kHooksMax; ++i) add();
  EXPECT_EQ(EngineKit::slug(kit_.send(ana_, "POST", "/v1/webhooks", body)), "webhooks/too-many");
}

TEST_F(WebhooksTest, keep_so_many_deliveries_and_all_that_wait) {
  const auto id = add();
  auto* const place = kit_.wait(kit_.place()(TenantId::parse("acme")));
  const auto total = kDeliveriesKept + 200;
  kit_.wait(place->write("test", [&](Writing& writing) {
    for (std::int64_t event = 1; event <= total; ++event) {
      const auto number =
          table::add(writing.sql, {.hook = id, .message = "msg_x", .event = -event, .type = "thing.made"});
      table::add(writing.sql, *number, {.status = 200});
      if (event > 1) table::settle(writing.sql, *number, Outcome::delivered, writing.at);
    }
  }));
  kit_.wait(place->store().read([&](store::Reader& reader) {
    EXPECT_LE(table::deliveries(reader, {.hook = id, .limit = 2'000}).size(),
              static_cast<std::size_t>(kDeliveriesKept) + 65);
    EXPECT_TRUE(table::find_delivery(reader, 1));
    EXPECT_FALSE(table::find_delivery(reader, 2));
    EXPECT_TRUE(table::attempts(reader, 2).empty());
    return 0;
  }));
}

TEST_F(WebhooksTest, say_what_they_can_be_told_and_under_which_contract) {
  const auto types = kit_.get(ana_, "/v1/webhooks")["types"];
  ASSERT_EQ(types.size(), 2U);
  EXPECT_EQ(types[1]["version"].integer(), 3);
  EXPECT_EQ(types[1]["schema"]["required"][0].text(), "id");
}

}  // namespace
}  // namespace frontdesk::engines::webhooks
