#include "office.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "base/json.h"
#include "base/memory_files.h"
#include "service.h"
#include "support/run_task.h"

namespace frontdesk::tau {
namespace {

// A shop of one order and one customer with a gift card.
Seed small_shop() {
  const auto folder = std::filesystem::path(testing::TempDir()) / "tau_small_shop";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "orders.json") << R"({"#W1":{"order_id":"#W1","user_id":"ana","status":"pending","items":[],
          "payment_history":[{"transaction_type":"payment","amount":10.5,"payment_method_id":"gift_card_1"}]}})";
  std::ofstream(folder / "products.json") << "{}";
  std::ofstream(folder / "users.json")
      << R"({"ana":{"payment_methods":{"gift_card_1":{"source":"gift_card","balance":1,"id":"gift_card_1"}}}})";
  return Seed::read(folder.string());
}

Call cancel(const std::string& key, const std::string& reason = "no longer needed", const std::string& world = "") {
  return {world, "cancel_pending_order", key, Value::object({{"order_id", "#W1"}, {"reason", reason}})};
}

TEST(Office, answers_a_repeated_key_from_its_table) {
  const auto seed = small_shop();
  MemoryFiles files;
  Office office(seed, retail_tools(), {}, files);
  const auto first = office.call(cancel("k1"));
  const auto again = office.call(cancel("k1"));
  EXPECT_EQ(again.value, first.value);
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(office.effects("")["items"].size(), 1u);
}

TEST(Office, refuses_a_key_that_was_used_for_something_else) {
  const auto seed = small_shop();
  MemoryFiles files;
  Office office(seed, retail_tools(), {}, files);
  office.call(cancel("k1"));
  try {
    office.call(cancel("k1", "ordered by mistake"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "key-reused");
  }
}

TEST(Office, keeps_a_refusal_under_its_key) {
  const auto seed = small_shop();
  MemoryFiles files;
  Office office(seed, retail_tools(), {}, files);
  const auto refused = office.call(cancel("k1", "changed my mind"));
  EXPECT_EQ(refused.value, Value("Error: invalid reason"));
  EXPECT_TRUE(office.call(cancel("k1", "changed my mind")).repeated);
}

TEST(Office, without_its_key_table_does_the_work_twice) {
  const auto seed = small_shop();
  MemoryFiles files;
  Office office(seed, retail_tools(), {.state_path = "", .forgets_keys = true}, files);
  office.call(cancel("k1"));
  EXPECT_EQ(office.call(cancel("k1")).value, Value("Error: non-pending order cannot be cancelled"));
}

TEST(Office, keeps_worlds_apart_and_begins_them_anew) {
  const auto seed = small_shop();
  MemoryFiles files;
  Office office(seed, retail_tools(), {}, files);
  const auto initial = office.state("a")["sha256"];
  office.call(cancel("k1", "no longer needed", "a"));
  EXPECT_NE(office.state("a")["sha256"], initial);
  EXPECT_EQ(office.state("b")["sha256"], initial);
  EXPECT_EQ(office.state("a")["diff"].size(), 4u);  // status, reason and payments of the order, balance of the card
  office.reset("a");
  EXPECT_EQ(office.state("a")["sha256"], initial);
  EXPECT_FALSE(office.call(cancel("k1", "no longer needed", "a")).repeated);
}

TEST(Office, loses_nothing_it_has_answered_when_the_power_goes) {
  const auto seed = small_shop();
  MemoryFiles files;
  std::string before;
  {
    Office office(seed, retail_tools(), {.state_path = "ledger"}, files);
    office.call(cancel("k1"));
    before = json::print(office.state(""));
    files.open("ledger", false)->write(files.bytes("ledger").size(), "0123456789abcdef {\"torn\":");
  }
  for (std::uint64_t power_loss = 0; power_loss < 20; ++power_loss) {
    const auto after = files.crash(power_loss);
    Office office(seed, retail_tools(), {.state_path = "ledger"}, *after);
    EXPECT_EQ(json::print(office.state("")), before);
    EXPECT_TRUE(office.call(cancel("k1")).repeated);
  }
}

net::Response post(Service& service, const std::string& target, const std::string& body, const std::string& key = "") {
  net::Request request;
  request.method = "POST";
  request.target = target;
  request.body = body;
  if (!key.empty()) request.headers.set("Idempotency-Key", key);
  return support::run_task(service.handle(std::move(request)));
}

TEST(Service, answers_tools_and_problems) {
  const auto seed = small_shop();
  MemoryFiles files;
  SystemClock clock;
  Office office(seed, retail_tools(), {}, files);
  Service service(office, clock, {});
  const auto done =
      post(service, "/worlds/a/tools/cancel_pending_order", R"({"order_id":"#W1","reason":"no longer needed"})", "k1");
  EXPECT_EQ(done.status, 200);
  EXPECT_EQ(json::parse(done.body)["status"], Value("cancelled"));
  const auto reused = post(service, "/worlds/a/tools/cancel_pending_order",
                           R"({"order_id":"#W1","reason":"ordered by mistake"})", "k1");
  EXPECT_EQ(reused.status, 409);
  EXPECT_EQ(json::parse(reused.body)["type"], Value("/problems/key-reused"));
  EXPECT_EQ(post(service, "/tools/think", R"({"thought":"…"})").body, "\"\"");
  EXPECT_EQ(post(service, "/tools/fly", "{}").body, "\"Unknown action fly\"");
  EXPECT_EQ(post(service, "/tools/think", "{").status, 400);
  EXPECT_EQ(post(service, "/nothing", "{}").status, 404);
}

TEST(Service, delivers_twice_and_drops_answers_when_it_is_told_to) {
  const auto seed = small_shop();
  MemoryFiles files;
  SystemClock clock;
  Office office(seed, retail_tools(), {}, files);
  Service twice(office, clock, {.duplicate = true});
  const auto done =
      post(twice, "/tools/cancel_pending_order", R"({"order_id":"#W1","reason":"no longer needed"})", "k1");
  EXPECT_EQ(json::parse(done.body)["status"], Value("cancelled"));
  Service lossy(office, clock, {.drop_answer_every = 2});
  EXPECT_FALSE(post(lossy, "/tools/think", "{}").stream);
  EXPECT_TRUE(post(lossy, "/tools/think", "{}").stream);
}

}  // namespace
}  // namespace frontdesk::tau
