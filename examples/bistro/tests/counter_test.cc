#include "counter.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <future>

#include "base/embedded.h"
#include "base/json.h"
#include "base/log.h"
#include "base/memory_files.h"
#include "page.h"
#include "seed.h"
#include "store/sqlite.h"
#include "support/run_task.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> bistro_schema();
}

namespace bistro {
namespace {

using namespace frontdesk;

constexpr Timestamp kMondayNoon{1'795'435'200'000};  // 2026-11-23T12:00Z

// A counter with an empty book on a disk in memory, that can be opened again after the power went.
struct Shop {
  explicit Shop(MemoryFiles& files)
      : database(store::open_sqlite({.folder = "bistro", .writer_threads = 0, .reader_threads = 0},
                                    {{"bistro", embedded::bistro_schema()}}, files, *log)),
        tenant(support::run_task(loop, database->open(TenantId::parse("bistro")))),
        counter(*tenant, clock, random, 0) {}

  net::Response post(const std::string& tool, const std::string& body, const std::string& key = "") {
    net::Request request;
    request.method = "POST";
    request.body = body;
    if (!key.empty()) request.headers.set("Idempotency-Key", key);
    return support::run_task(loop, counter.call(tool, std::move(request)));
  }
  Value answer(const std::string& tool, const std::string& body, const std::string& key = "") {
    const auto response = post(tool, body, key);
    EXPECT_EQ(response.status, 200) << response.body;
    return json::parse(response.body);
  }
  std::string refusal(const std::string& tool, const std::string& body) {
    const auto response = post(tool, body);
    EXPECT_GE(response.status, 400);
    EXPECT_LT(response.status, 500);
    EXPECT_EQ(response.headers.get("Content-Type"), "application/problem+json");
    return std::string(json::parse(response.body)["type"].text());
  }

  // How many bookings stand in the book for a day.
  std::size_t bookings_on(std::string day) {
    DayView view(*tenant, counter);
    const auto shown = json::parse(support::run_task(loop, view.show(std::move(day))).body);
    std::size_t count = 0;
    for (const auto& location : shown["locations"].items()) count += location["bookings"].size();
    return count;
  }

  boost::asio::io_context loop{1};
  std::unique_ptr<Log> log = silent_log();
  ManualClock clock{kMondayNoon};
  SeededRandom random{7};
  std::unique_ptr<store::Database> database;
  store::Tenant* tenant;
  Counter counter;
};

constexpr auto kWish = R"({"location":"harbor","date":"2026-11-24","time":"19:00","guests":2,"name":"Ana"})";

TEST(Counter, books_the_smallest_table_and_finds_the_booking_again) {
  MemoryFiles files;
  Shop shop(files);
  const auto found =
      shop.answer("find_table", R"({"location":"harbor","date":"2026-11-24","time":"19:00","guests":2})");
  EXPECT_EQ(found["available"], Value(true));
  EXPECT_EQ(found["table"], Value("H1"));
  const auto booking = shop.answer("book_table", kWish, "k1");
  EXPECT_EQ(booking["table"], Value("H1"));
  EXPECT_EQ(booking["status"], Value("booked"));
  const std::string code(booking["code"].text());
  EXPECT_TRUE(code.starts_with("LUME-") && code.size() == 9) << code;
  EXPECT_EQ(shop.answer("find_booking", fmt::format(R"({{"code":"{}","name":" ana"}})", code)),
            booking.with("over", false));
}

TEST(Counter, tells_nobody_whether_a_code_exists_who_does_not_know_the_name) {
  MemoryFiles files;
  Shop shop(files);
  const std::string code(shop.answer("book_table", kWish)["code"].text());
  const std::string nobody = code == "LUME-0000" ? "LUME-0001" : "LUME-0000";
  for (const auto* const tool : {"find_booking", "cancel_booking"}) {
    auto wrong_name = shop.post(tool, fmt::format(R"({{"code":"{}","name":"Ben"}})", code));
    auto wrong_code = shop.post(tool, fmt::format(R"({{"code":"{}","name":"Ana"}})", nobody));
    EXPECT_EQ(wrong_name.status, 404);
    EXPECT_EQ(wrong_name.body.replace(wrong_name.body.find(code), 9, nobody), wrong_code.body) << tool;
  }
  EXPECT_EQ(shop.refusal("move_booking",
                         fmt::format(R"({{"code":"{}","name":"Ben","date":"2026-11-25","time":"20:00"}})", code)),
            "/problems/unknown-booking");
  EXPECT_EQ(shop.refusal("find_booking", fmt::format(R"({{"code":"{}"}})", code)), "/problems/arguments");
  EXPECT_EQ(shop.bookings_on("2026-11-24"), 1u);
}

TEST(Counter, finds_a_booking_by_name_and_phone_and_by_neither_alone) {
  MemoryFiles files;
  Shop shop(files);
  const auto booking = shop.answer(
      "book_table",
      R"({"location":"harbor","date":"2026-11-24","time":"19:00","guests":2,"name":"Ana","phone":"+1 555 0199 221"})");
  EXPECT_EQ(shop.answer("find_booking", R"({"phone":"555-0199-221","name":"ana"})")["code"], booking["code"]);
  for (const auto* wrong : {R"({"phone":"555 0199 222","name":"Ana"})", R"({"phone":"555 0199 221","name":"Ben"})",
                            R"({"phone":"221","name":"Ana"})"})
    EXPECT_EQ(shop.refusal("find_booking", wrong), "/problems/unknown-booking") << wrong;
}

TEST(Counter, keeps_what_is_noted_and_adds_what_comes_to_it) {
  MemoryFiles files;
  Shop shop(files);
  const auto booking = shop.answer(
      "book_table",
      R"({"location":"harbor","date":"2026-11-24","time":"19:00","guests":2,"name":"Ana","note":" a high chair "})");
  EXPECT_EQ(booking["note"].text(), "a high chair");
  const auto move = [&](std::string_view note) {
    return fmt::format(R"({{"code":"{}","name":"Ana","date":"2026-11-25","time":"20:00","note":"{}"}})",
                       booking["code"].text(), note);
  };
  EXPECT_EQ(shop.answer("move_booking", move("we come by bike"))["note"].text(), "a high chair; we come by bike");
  EXPECT_EQ(shop.refusal("move_booking", move(std::string(400, 'x'))), "/problems/arguments") << "no more than fits";
  const auto found =
      shop.answer("find_booking", fmt::format(R"({{"code":"{}","name":"ana"}})", booking["code"].text()));
  EXPECT_EQ(found["note"].text(), "a high chair; we come by bike");
}

TEST(Counter, leaves_out_dishes_that_hold_an_allergen) {
  MemoryFiles files;
  Shop shop(files);
  const auto dishes = shop.answer("allergens", R"({"location":"old-town","without":["milk","gluten"]})")["dishes"];
  ASSERT_EQ(dishes.size(), 1u);
  EXPECT_EQ(dishes[0]["dish"].text(), "insalata");
}

TEST(Counter, tells_dishes_for_a_diet_and_those_that_are_not) {
  MemoryFiles files;
  Shop shop(files);
  const auto told = shop.answer("allergens", R"({"location":"old-town","without":["vegetarian","nuts"]})");
  EXPECT_EQ(json::print(told["dishes"]).find("lasagne"), std::string::npos);
  EXPECT_EQ(json::print(told["dishes"]).find("branzino"), std::string::npos);
  EXPECT_EQ(json::print(told["dishes"]).find("pesto"), std::string::npos);
  EXPECT_EQ(told["dishes"].size() + told["others"].size(), 10u);
  EXPECT_NE(json::print(told["others"]).find("meat"), std::string::npos);
}

TEST(Counter, tells_whether_the_one_dish_that_is_asked_about_holds_it) {
  MemoryFiles files;
  Shop shop(files);
  const auto holds = [&](const char* what) {
    return shop.answer("allergens",
                       fmt::format(R"({{"location":"harbor","dish":"tiramisu","without":["{}"]}})", what))["holds"];
  };
  EXPECT_EQ(holds("nuts"), Value(false));
  EXPECT_EQ(holds("milk"), Value(true));
  EXPECT_EQ(holds("vegan"), Value(true)) << "it is not";
  EXPECT_FALSE(shop.answer("allergens", R"({"location":"harbor","dish":"tiramisu"})").contains("holds"));
}

TEST(Counter, calls_no_dish_safe_from_what_its_recipes_do_not_tell) {
  MemoryFiles files;
  Shop shop(files);
  EXPECT_EQ(shop.refusal("allergens", R"({"location":"harbor","without":["eggs","shellfish"]})"),
            "/problems/unrecorded");
}

TEST(Counter, does_a_repeated_write_once) {
  MemoryFiles files;
  Shop shop(files);
  const auto first = shop.post("book_table", kWish, "k1");
  const auto again = shop.post("book_table", kWish, "k1");
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(shop.bookings_on("2026-11-24"), 1u);
  const auto other = shop.post(
      "book_table", R"({"location":"harbor","date":"2026-11-24","time":"20:00","guests":2,"name":"Ana"})", "k1");
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(json::parse(other.body)["type"], Value("/problems/key-reused"));
  shop.answer("book_table", kWish, "k2");  // another key is another booking
  EXPECT_EQ(shop.bookings_on("2026-11-24"), 2u);
}

TEST(Counter, keeps_booking_and_key_when_the_power_goes) {
  MemoryFiles files;
  std::string first;
  {
    Shop shop(files);
    first = shop.post("book_table", kWish, "k1").body;
  }
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const auto after = files.crash(seed);
    Shop shop(*after);
    EXPECT_EQ(shop.post("book_table", kWish, "k1").body, first);
    EXPECT_EQ(shop.bookings_on("2026-11-24"), 1u);
  }
}

TEST(Counter, moves_and_cancels) {
  MemoryFiles files;
  Shop shop(files);
  const std::string code(shop.answer("book_table", kWish)["code"].text());
  const auto moved =
      shop.answer("move_booking",
                  fmt::format(R"({{"code":"{}","name":"Ana","date":"2026-11-25","time":"20:00","guests":5}})", code));
  EXPECT_EQ(moved["table"], Value("H5"));
  EXPECT_EQ(moved["date"], Value("2026-11-25"));
  EXPECT_EQ(moved["code"], Value(code));
  const auto whose = fmt::format(R"({{"code":"{}","name":"Ana"}})", code);
  EXPECT_EQ(shop.answer("cancel_booking", whose)["status"], Value("cancelled"));
  EXPECT_EQ(shop.refusal("cancel_booking", whose), "/problems/unknown-booking");
  EXPECT_EQ(shop.refusal("find_booking", whose), "/problems/unknown-booking");
}

TEST(Counter, changes_nothing_whose_time_has_passed) {
  MemoryFiles files;
  Shop shop(files);
  const std::string code(shop.answer("book_table", kWish)["code"].text());
  const auto whose = fmt::format(R"({{"code":"{}","name":"Ana"}})", code);
  shop.clock.advance(std::chrono::hours(31) + std::chrono::minutes(30));  // half past seven, that day
  EXPECT_EQ(shop.answer("find_booking", whose)["over"], Value(true));
  const auto moved = shop.post("move_booking",
                               fmt::format(R"({{"code":"{}","name":"Ana","date":"2026-11-25","time":"20:00"}})", code));
  EXPECT_EQ(json::parse(moved.body)["type"].text(), "/problems/over");
  EXPECT_NE(moved.body.find("at 19:00, which has passed"), std::string::npos) << moved.body;
  EXPECT_EQ(shop.refusal("cancel_booking", whose), "/problems/over");
  EXPECT_EQ(shop.bookings_on("2026-11-24"), 1u);
}

TEST(Counter, says_which_times_are_free_when_all_is_taken) {
  MemoryFiles files;
  Shop shop(files);
  const auto wish = R"({"location":"harbor","date":"2026-11-24","time":"19:00","guests":12,"name":"Ben"})";
  shop.answer("book_table", wish);
  const auto refused = json::parse(shop.post("book_table", wish).body);
  EXPECT_EQ(refused["type"], Value("/problems/fully-booked"));
  EXPECT_EQ(refused["detail"],
            Value("Harbor has no table for 12 on Tuesday 24 November at 19:00; 16:30, 17:00 and 21:00 would be free."));
  const auto found =
      shop.answer("find_table", R"({"location":"harbor","date":"2026-11-24","time":"19:00","guests":12})");
  EXPECT_EQ(found["available"], Value(false));
  EXPECT_EQ(found["alternatives"].size(), 3u);
}

TEST(Counter, refuses_what_cannot_be) {
  MemoryFiles files;
  Shop shop(files);
  const auto wish = [](const char* location, const char* date, const char* time, const char* guests) {
    return fmt::format(R"({{"location":"{}","date":"{}","time":"{}","guests":{}}})", location, date, time, guests);
  };
  EXPECT_EQ(shop.refusal("find_table", wish("harbor", "2026-11-30", "19:00", "2")), "/problems/closed");
  EXPECT_EQ(shop.refusal("find_table", wish("harbor", "2026-11-24", "21:30", "2")), "/problems/closed");
  EXPECT_EQ(shop.refusal("find_table", wish("old-town", "2026-11-22", "19:00", "2")), "/problems/in-the-past");
  EXPECT_EQ(shop.refusal("find_table", wish("harbor", "2027-11-24", "19:00", "2")), "/problems/too-far-ahead");
  EXPECT_EQ(shop.refusal("find_table", wish("paris", "2026-11-24", "19:00", "2")), "/problems/arguments");
  EXPECT_EQ(shop.refusal("find_table", wish("harbor", "2026-13-24", "19:00", "2")), "/problems/arguments");
  EXPECT_EQ(shop.refusal("find_table", wish("harbor", "2026-11-24", "7pm", "2")), "/problems/arguments");
  EXPECT_EQ(shop.refusal("find_table", wish("harbor", "2026-11-24", "19:00", "0")), "/problems/arguments");
  EXPECT_EQ(shop.refusal("find_table", wish("harbor", "2026-11-24", "19:00", "\"two\"")), "/problems/arguments");
  EXPECT_EQ(shop.refusal("find_table", "{"), "/problems/arguments");
  EXPECT_EQ(shop.refusal("find_table", "[]"), "/problems/arguments");
  EXPECT_EQ(shop.refusal("find_booking", "{}"), "/problems/arguments");
  EXPECT_EQ(shop.refusal("order_status", R"({"order":"99"})"), "/problems/unknown-order");
  EXPECT_EQ(shop.refusal("allergens", R"({"location":"harbor","dish":"sushi"})"), "/problems/unknown-dish");
  EXPECT_EQ(shop.refusal("close_the_house", "{}"), "/problems/unknown-tool");
  EXPECT_EQ(
      shop.refusal("book_table", R"({"location":"harbor","date":"2026-11-24","time":"19:00","guests":2,"name":" "})"),
      "/problems/arguments");
}

TEST(Counter, looks_two_seconds_for_an_order_that_is_over_and_not_at_all_for_one_under_way) {
  MemoryFiles files;
  Shop shop(files);
  constexpr std::int64_t kHourMs = 3'600'000;
  const auto placed = [&](int number, std::int64_t ago) {
    return Order{number, "harbor", true, "carbonara", kMondayNoon.ms - ago, 12, 15};
  };
  support::run_task(shop.loop, shop.tenant->write([&](Transaction& transaction) {
    add_order(transaction, placed(1001, kHourMs));
    add_order(transaction, placed(1002, kHourMs / 12));
  }));
  EXPECT_EQ(shop.answer("order_status", R"({"order":"1002"})")["status"], Value("in the kitchen"));
  EXPECT_EQ(shop.clock.wall(), kMondayNoon);
  net::Request request;
  request.method = "POST";
  request.body = R"({"order":"1001"})";
  auto asked =
      boost::asio::co_spawn(shop.loop, shop.counter.call("order_status", std::move(request)), boost::asio::use_future);
  shop.loop.restart();
  shop.loop.run_for(std::chrono::milliseconds(20));
  EXPECT_EQ(asked.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  ASSERT_TRUE(shop.clock.advance_to_next());
  EXPECT_EQ(shop.clock.wall().ms - kMondayNoon.ms, 2'000);
  shop.loop.restart();
  shop.loop.run_for(std::chrono::milliseconds(20));
  ASSERT_EQ(asked.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  EXPECT_EQ(json::parse(asked.get().body)["status"], Value("delivered"));
}

TEST(DayView, tells_the_newest_change_of_the_book_also_behind_many_orders) {
  MemoryFiles files;
  Shop shop(files);
  DayView view(*shop.tenant, shop.counter);
  const auto shown = [&] { return json::parse(support::run_task(shop.loop, view.show("")).body); };
  EXPECT_TRUE(shown()["booked"].is_null());
  const auto booking = shop.answer("book_table", kWish, "k1");
  support::run_task(shop.loop, shop.tenant->write([&](Transaction& transaction) {
    for (int i = 0; i < 20; ++i) place_order(transaction, shop.counter.now(), shop.random);
  }));
  EXPECT_EQ(shown()["booked"]["code"], booking["code"]);
  EXPECT_EQ(shown()["booked"]["date"], Value("2026-11-24"));
  EXPECT_EQ(shown()["changes"].size(), 8u);
}

TEST(Counter, knows_the_allergens_of_each_kitchen) {
  MemoryFiles files;
  Shop shop(files);
  const auto of = [&](const char* location) {
    return shop.answer("allergens",
                       fmt::format(R"({{"location":"{}","dish":"Pesto"}})", location))["dishes"][0]["allergens"];
  };
  EXPECT_EQ(of("harbor"), json::parse(R"(["gluten","milk","pine nuts"])"));
  EXPECT_EQ(of("old-town"), json::parse(R"(["gluten","milk","nuts"])"));
  EXPECT_EQ(shop.answer("allergens", R"({"location":"harbor"})")["dishes"].size(), 10u);
}

}  // namespace
}  // namespace bistro
