#include "platform/work/schedules.h"

#include "base/error.h"
#include "platform/tests/one_place.h"

namespace frontdesk::platform {
namespace {

using work::Missed;
using work::Rule;
using work::Schedule;

Zone zone(std::string_view name) { return Zone::find(name).value(); }

Timestamp at(const char* date, int hour, int minute) {
  std::chrono::year_month_day day;
  int year = 0;
  unsigned month = 0, of_month = 0;
  std::sscanf(date, "%d-%u-%u", &year, &month, &of_month);
  day = std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(of_month);
  return {WallTime::at(std::chrono::sys_days(day).time_since_epoch().count(), hour * 60 + minute).ms};
}

// The next due times behind a moment of UTC, as UTC.
std::vector<std::string> next_of(const char* rule, std::string_view zone_name, Timestamp after, int count) {
  std::vector<std::string> times;
  for (int i = 0; i < count; ++i) {
    after = Rule::parse(rule).next(after, zone(zone_name)).value();
    times.push_back(to_iso(after).substr(0, 16));
  }
  return times;
}
using Times = std::vector<std::string>;

TEST(Rule, goes_by_the_clock_on_the_wall_of_each_zone) {
  const auto noon = at("2026-01-15", 12, 0);
  EXPECT_EQ(next_of("30 7 * * *", "UTC", noon, 1), Times{"2026-01-16T07:30"});
  EXPECT_EQ(next_of("30 7 * * *", "Europe/Vienna", noon, 1), Times{"2026-01-16T06:30"});
  EXPECT_EQ(next_of("30 7 * * *", "America/New_York", noon, 1), Times{"2026-01-15T12:30"});
  EXPECT_EQ(next_of("30 7 * * *", "Asia/Kolkata", noon, 1), Times{"2026-01-16T02:00"});
  EXPECT_EQ(next_of("30 7 * * *", "Australia/Lord_Howe", noon, 1), Times{"2026-01-15T20:30"});
}

TEST(Rule, is_due_once_on_the_day_that_clocks_are_put_forward) {
  // Vienna, 29 March 2026: 02:00 is 03:00. New York, 8 March 2026, likewise.
  EXPECT_EQ(next_of("30 2 * * *", "Europe/Vienna", at("2026-03-28", 12, 0), 2),
            (Times{"2026-03-29T01:30", "2026-03-30T00:30"}));
  EXPECT_EQ(next_of("30 2 * * *", "America/New_York", at("2026-03-07", 12, 0), 2),
            (Times{"2026-03-08T07:30", "2026-03-09T06:30"}));
  EXPECT_EQ(next_of("0 * * * *", "Europe/Vienna", at("2026-03-28", 23, 30), 3),
            (Times{"2026-03-29T00:00", "2026-03-29T01:00", "2026-03-29T02:00"}));
}

TEST(Rule, is_due_once_on_the_day_that_clocks_are_put_back) {
  // Vienna, 25 October 2026: 03:00 is 02:00. Lord Howe, 5 April 2026: by half an hour.
  EXPECT_EQ(next_of("30 2 * * *", "Europe/Vienna", at("2026-10-24", 12, 0), 2),
            (Times{"2026-10-25T00:30", "2026-10-26T01:30"}));
  EXPECT_EQ(next_of("45 1 * * *", "Australia/Lord_Howe", at("2026-04-03", 15, 0), 2),
            (Times{"2026-04-04T14:45", "2026-04-05T15:15"}));
  EXPECT_EQ(next_of("0 * * * *", "Europe/Vienna", at("2026-10-24", 23, 30), 4),
            (Times{"2026-10-25T00:00", "2026-10-25T01:00", "2026-10-25T02:00", "2026-10-25T03:00"}))
      << "every hour that passes has its own";
}

TEST(Rule, knows_months_weekdays_and_leap_days) {
  EXPECT_EQ(next_of("0 9 29 2 *", "UTC", at("2026-03-01", 0, 0), 2), (Times{"2028-02-29T09:00", "2032-02-29T09:00"}));
  EXPECT_EQ(next_of("0 9 31 * *", "UTC", at("2026-03-31", 12, 0), 2), (Times{"2026-05-31T09:00", "2026-07-31T09:00"}));
  EXPECT_EQ(next_of("0 9 * * 1-5", "UTC", at("2026-11-27", 12, 0), 1), Times{"2026-11-30T09:00"});
  EXPECT_EQ(next_of("0 9 * * 7", "UTC", at("2026-11-27", 12, 0), 1), Times{"2026-11-29T09:00"});
  EXPECT_EQ(next_of("0 9 1 * 1", "UTC", at("2026-11-27", 12, 0), 2), (Times{"2026-11-30T09:00", "2026-12-01T09:00"}));
  EXPECT_EQ(next_of("*/20 8-9 * * *", "UTC", at("2026-11-27", 8, 30), 3),
            (Times{"2026-11-27T08:40", "2026-11-27T09:00", "2026-11-27T09:20"}));
}

TEST(Rule, says_what_it_cannot_read) {
  for (const auto* bad :
       {"", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "a * * * *", "5-1 * * * *",
        "*/0 * * * *", "1/5 * * * *", "1,, * * * *", "0 0 31 2 *", "0 0 30 2 *"}) {
    try {
      Rule::parse(bad);
      ADD_FAILURE() << bad;
    } catch (const Error& error) {
      EXPECT_EQ(error.slug, "work/bad-rule") << bad;
    }
  }
}

// A clock on the wall that somebody moves.
class MovedClock final : public Clock {
 public:
  explicit MovedClock(ManualClock& steady) : steady_(steady) {}
  Timestamp wall() const override { return {steady_.wall().ms + ahead_.count()}; }
  Moment now() const override { return steady_.now(); }
  Task<> sleep_until(Moment moment) override { return steady_.sleep_until(moment); }
  void jump(std::chrono::milliseconds by) { ahead_ += by; }

 private:
  ManualClock& steady_;
  std::chrono::milliseconds ahead_{};
};

class SchedulesTest : public testing::Test {
 protected:
  void add(std::string name, const char* rule, Missed missed = Missed::once) {
    frame_.add(Schedule{.name = std::move(name), .rule = Rule::parse(rule), .kind = "tick", .missed = missed});
  }
  void open() {
    place_.reset();
    database_.reset();
    database_ = support::open_database({.folder = "data", .writer_threads = 0}, modules(), files_, *log_);
    place_.emplace(*support::run_task(context_, database_->open(TenantId::parse("acme"))), frame_,
                   context_.get_executor());
    look();
  }
  void look() { support::run_task(context_, place_->worker().do_what_is_due()); }
  void pass(std::chrono::milliseconds time) {
    steady_.advance(time);
    look();
  }
  static Task<> tick(SchedulesTest& self, work::Job& job) {
    self.done_.push_back(std::string(job.piece.item.payload["due"].text().substr(0, 16)));
    co_return;
  }
  Times take() { return std::exchange(done_, {}); }

  SchedulesTest() {
    frame_.add(telling());
    frame_.add({.name = "tick", .perform = [this](work::Job& job) { return tick(*this, job); }});
    frame_.zone_of = [this](const TenantId&) { return zone(zone_); };
  }

  boost::asio::io_context context_{1};
  MemoryFiles files_;
  std::unique_ptr<Log> log_ = silent_log();
  ManualClock steady_{at("2026-11-27", 8, 0)};
  MovedClock clock_{steady_};
  SeededRandom random_{1};
  std::string zone_ = "UTC";
  Frame frame_{clock_, random_, *log_, audit::Audit(std::string(32, 'k'))};
  std::unique_ptr<store::Database> database_;
  std::optional<Place> place_;
  Times done_;
};

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

TEST_F(SchedulesTest, make_work_of_each_due_time_once) {
  add("morning", "0 9 * * *");
  open();
  EXPECT_TRUE(take().empty());
  pass(hours(1));
  EXPECT_EQ(take(), Times{"2026-11-27T09:00"});
  pass(minutes(1));
  EXPECT_TRUE(take().empty());
  pass(days(1));
  EXPECT_EQ(take(), Times{"2026-11-28T09:00"});
}

TEST_F(SchedulesTest, neither_lose_nor_repeat_anything_behind_a_restart) {
  add("morning", "0 9 * * *");
  open();
  pass(hours(1));
  open();
  EXPECT_EQ(take(), Times{"2026-11-27T09:00"});
  steady_.advance(days(1));
  open();
  EXPECT_EQ(take(), Times{"2026-11-28T09:00"});
}

TEST_F(SchedulesTest, make_one_of_what_was_missed_or_each) {
  add("one", "0 9 * * *");
  add("all", "0 10 * * *", Missed::each);
  open();
  pass(days(3));
  auto done = take();
  std::ranges::sort(done);
  EXPECT_EQ(done, (Times{"2026-11-27T10:00", "2026-11-28T10:00", "2026-11-29T09:00", "2026-11-29T10:00"}));
}

TEST_F(SchedulesTest, follow_a_clock_that_jumps_and_are_due_once_all_the_same) {
  add("hourly", "0 * * * *");
  open();
  pass(hours(1));
  EXPECT_EQ(take(), Times{"2026-11-27T09:00"});
  clock_.jump(-hours(1));
  pass(minutes(1));
  EXPECT_TRUE(take().empty());
  pass(hours(1));
  EXPECT_TRUE(take().empty()) << "09:00 comes again, and was";
  pass(hours(1));
  EXPECT_EQ(take(), Times{"2026-11-27T10:00"});
  clock_.jump(days(3653));
  pass(minutes(1));
  EXPECT_EQ(take(), Times{"2036-11-27T10:00"});
  clock_.jump(-days(3653));
  look();
  pass(hours(1));
  EXPECT_EQ(take(), Times{"2026-11-27T11:00"}) << "it does not sleep for ten years";
}

TEST_F(SchedulesTest, begin_anew_where_the_place_or_the_rule_is_another) {
  add("morning", "0 9 * * *");
  open();
  zone_ = "Asia/Kolkata";  // 13:30 there
  pass(minutes(30));
  EXPECT_TRUE(take().empty());
  pass(hours(20));
  EXPECT_EQ(take(), Times{"2026-11-28T03:30"});
}

TEST_F(SchedulesTest, are_of_the_places_that_they_are_for) {
  const auto tenant = TenantId::parse("acme"), house = TenantId::of_operator();
  const auto is_of = [&](work::Where where, const TenantId& place) {
    return work::schedules::is_of({.name = "x", .rule = Rule::parse("* * * * *"), .kind = "tick", .where = where},
                                  place);
  };
  EXPECT_TRUE(is_of(work::Where::tenants, tenant));
  EXPECT_FALSE(is_of(work::Where::tenants, house));
  EXPECT_FALSE(is_of(work::Where::operator_, tenant));
  EXPECT_TRUE(is_of(work::Where::operator_, house));
  EXPECT_TRUE(is_of(work::Where::both, tenant));
  EXPECT_THROW(
      {
        add("twice", "* * * * *");
        add("twice", "* * * * *");
      },
      Error);
}

}  // namespace
}  // namespace frontdesk::platform
