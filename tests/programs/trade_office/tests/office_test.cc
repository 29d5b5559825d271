#include "office.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/yaml.h"

namespace frontdesk::trade {
namespace {

constexpr auto kFile = R"(
records:
  visit:
    code: {field: id, prefix: "V-", first: 100}
    rows:
      - {id: V-1, name: Ana Ruiz, phone: "+49 151 5550123", place: north, date: "2026-11-27", time: "10:00", status: booked}
      - {id: V-2, name: Ben Okafor, phone: "0151 5550124", place: north, date: "2026-11-26", time: "15:00", status: booked}
calendars:
  rooms:
    place: place
    hours: {north: {thu: ["09:00-18:00"], fri: ["09:00-12:00"]}}
    last_minutes: 30
    every_minutes: 30
    closed: ["2026-12-25"]
    taken: [{place: north, date: "2026-11-27", from: "09:30", to: "10:30"}]
tools:
  look: {does: free, calendar: rooms}
  find: {does: find, record: visit, by: [name, phone], where: {status: booked}, missing: {slug: unknown, detail: No such visit.}}
  book: {does: create, record: visit, calendar: rooms, set: {status: booked}}
  move: {does: change, record: visit, by: [name, phone], take: [date, time], calendar: rooms, missing: {slug: unknown, detail: No such visit.}}
  cancel:
    does: change
    record: visit
    by: [name, phone]
    set: {status: cancelled}
    missing: {slug: unknown, detail: No such visit.}
    refuse: [{when: record.date == today, slug: too-late, detail: Not today.}]
)";

Value object(const char* text) { return yaml::parse(text).value; }

class OfficeOfRooms : public testing::Test {
 protected:
  std::string slug_of(const std::string& tool, const char* arguments, const std::string& key = "") {
    try {
      office_.call(tool, object(arguments), key);
    } catch (const Refusal& refusal) {
      return refusal.slug;
    }
    return "";
  }
  Office office_{object(kFile), "2026-11-26"};
};

TEST_F(OfficeOfRooms, finds_a_record_as_a_clerk_would) {
  const auto found = office_.call("find", object(R"({name: "ana RUIZ", phone: "01515550123"})"), "");
  EXPECT_EQ(found["id"].text(), "V-1");
  EXPECT_EQ(slug_of("find", R"({name: Ana Ruiz, phone: "0151 5550124"})"), "unknown");
  EXPECT_EQ(slug_of("find", R"({name: "", phone: "0151 5550123"})"), "unknown");
}

TEST_F(OfficeOfRooms, keeps_hours_and_what_is_taken) {
  EXPECT_EQ(slug_of("look", R"({place: north, date: "2026-11-27", time: "12:00"})"), "closed");
  EXPECT_EQ(slug_of("look", R"({place: north, date: "2026-11-28", time: "10:00"})"), "closed");
  EXPECT_EQ(slug_of("look", R"({place: north, date: "2026-11-25", time: "10:00"})"), "past");
  EXPECT_EQ(slug_of("look", R"({place: north, date: "2026-12-25", time: "10:00"})"), "closed");
  const auto taken = office_.call("look", object(R"({place: north, date: "2026-11-27", time: "10:00"})"), "");
  EXPECT_EQ(taken, object(R"({available: false, alternatives: ["10:30", "09:00", "11:00"]})"));
  EXPECT_EQ(slug_of("book", R"({place: north, date: "2026-11-27", time: "10:00", name: Eva})"), "taken");
  EXPECT_TRUE(office_.writes().empty());
}

TEST_F(OfficeOfRooms, writes_once_for_a_key) {
  const auto wish = object(R"({place: north, date: "2026-11-26", time: "17:00", name: Eva, phone: "1234567"})");
  const auto first = office_.call("book", wish, "k1");
  EXPECT_EQ(office_.call("book", wish, "k1"), first);
  EXPECT_EQ(first["id"].text(), "V-100");
  EXPECT_EQ(slug_of("book", R"({place: north, date: "2026-11-26", time: "16:00", name: Eva})", "k1"), "key-reused");
  ASSERT_EQ(office_.writes().size(), 1U);
  EXPECT_TRUE(office_.writes()[0].before.is_null());
  EXPECT_EQ(office_.writes()[0].after["status"].text(), "booked");
}

TEST_F(OfficeOfRooms, changes_what_may_be_changed_and_keeps_the_rest) {
  const auto moved = office_.call(
      "move", object(R"({name: Ana Ruiz, phone: "0151 5550123", date: "2026-12-04", time: "11:00"})"), "k");
  EXPECT_EQ(moved["date"].text(), "2026-12-04");
  EXPECT_EQ(moved["phone"].text(), "+49 151 5550123");
  EXPECT_EQ(slug_of("cancel", R"({name: Ben Okafor, phone: "0151 5550124"})", "k2"), "too-late");
  office_.call("cancel", object(R"({name: Ana Ruiz, phone: "0151 5550123"})"), "k3");
  EXPECT_EQ(slug_of("find", R"({name: Ana Ruiz, phone: "0151 5550123"})"), "unknown");
  EXPECT_EQ(office_.writes().size(), 2U);
}

TEST(Almanac, refuses_what_is_no_day) {
  EXPECT_THROW(days_of("2026-02-30"), Error);
  EXPECT_THROW(days_of("tomorrow"), Error);
  EXPECT_EQ(days_of("1970-01-02"), 1);
}

}  // namespace
}  // namespace frontdesk::trade
