#include <gtest/gtest.h>
#include <signal.h>

#include "base/json.h"
#include "calendar.h"
#include "support/api.h"
#include "support/child.h"

namespace bistro {
namespace {

using namespace frontdesk;

// The program itself, on a folder and a port of its own; ready when it says so.
struct Program {
  Program() { start(); }
  void start() {
    process.emplace(
        std::vector<std::string>{support::program("bistro"), "--port", std::to_string(port), "--data", folder.path()});
    EXPECT_EQ(support::port_in(process->read_line()), port);
    api.emplace(fmt::format("http://127.0.0.1:{}", port));
  }
  void kill() {
    process->signal(SIGKILL);
    process->wait();
  }
  support::Answer book(const std::string& day, const std::string& key) {
    const auto wish = Value::object(
        {{"location", "old-town"}, {"date", day}, {"time", "20:00"}, {"guests", 2}, {"name", "Killed Guest"}});
    net::ClientRequest request{.method = "POST", .url = api->base() + "/tools/book_table", .body = json::print(wish)};
    request.headers.set("Idempotency-Key", key);
    return api->send(std::move(request));
  }
  // Beyond the weeks that the book is filled with at first.
  std::string quiet_day() {
    const auto today = Day::parse(api->get("/api/day").body["date"].text());
    return Day{today.value().since_1970 + 40}.iso();
  }

  support::TemporaryFolder folder;
  int port = support::free_port();
  std::optional<support::Child> process;
  std::optional<support::Api> api;
};

TEST(Program, does_a_booking_once_however_often_it_is_killed_and_asked_again) {
  Program program;
  const auto day = program.quiet_day();
  const auto first = program.book(day, "the-one-key");
  ASSERT_EQ(first.status, 200) << first.text;
  for (int i = 0; i < 4; ++i) {
    program.kill();
    program.start();
    EXPECT_EQ(program.book(day, "the-one-key").text, first.text);
  }
  const auto shown = program.api->get("/api/day?date=" + day).body;
  EXPECT_EQ(shown["locations"][0]["bookings"].size() + shown["locations"][1]["bookings"].size(), 1u);
}

TEST(Program, shows_its_page_and_a_change_on_it) {
  Program program;
  EXPECT_EQ(program.api->get("/").status, 200);
  EXPECT_EQ(program.api->get("/bistro.js").status, 200);
  EXPECT_EQ(program.api->get("/../main.cc").status, 404);

  const auto day = program.quiet_day();
  const auto code = program.book(day, "k").body["code"];
  const auto shown = program.api->get("/api/day?date=" + day).body;
  EXPECT_EQ(shown["locations"][1]["bookings"][0]["code"], code);
  EXPECT_EQ(shown["changes"][0]["code"], code);
  EXPECT_GE(shown["orders"].size(), 5u);
}

TEST(Program, ends_when_it_is_asked_to) {
  Program program;
  program.process->signal(SIGTERM);
  EXPECT_EQ(program.process->wait(), 0);
}

}  // namespace
}  // namespace bistro
