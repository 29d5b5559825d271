#pragma once

#include <map>
#include <string>

#include "simulated_guest.h"

namespace frontdesk::dialog::testing {

// The bookings of a simulated business: each that is made has a code of its own, and is found, changed and cancelled by
// that. Every table is free.
class Books {
 public:
  explicit Books(SimulatedBusiness& business) {
    for (const std::string name : {"find_table", "book_table", "find_booking", "move_booking", "cancel_booking"}) {
      platform::Action action;
      action.run = [this, name](platform::ActionCall call) { return answer(*this, name, std::move(call)); };
      business.systems[name] = std::move(action);
    }
  }
  Books(const Books&) = delete;

  const Value& operator[](const std::string& code) const { return all_.at(code); }

 private:
  static Task<platform::ActionResult> answer(Books& self, std::string name, platform::ActionCall call) {
    const auto& given = call.arguments;
    if (name == "find_table") co_return platform::ActionResult{json::parse(R"({"available":true,"table":"T4"})")};
    if (name == "book_table") {
      const auto code = fmt::format("LUME-{}", self.next_++);
      self.all_[code] = given.merged(Value::object({{"code", code}, {"table", "T4"}, {"status", "booked"}}));
      co_return platform::ActionResult{self.all_[code]};
    }
    const auto found = self.all_.find(std::string(given["code"].text()));
    if (found == self.all_.end() || found->second["status"].text() == "cancelled")
      throw Error(Kind::not_found, "tool/unknown-booking", "There is no such booking.");
    if (name == "move_booking") found->second = found->second.merged(given);
    if (name == "cancel_booking") found->second = found->second.with("status", "cancelled");
    co_return platform::ActionResult{found->second};
  }

  std::map<std::string, Value> all_;
  int next_ = 1001;
};

// One who has booked a table for 4 at Old Town on Thursday 3 December at 18:00: LUME-1001.
struct Booked : Guest {
  explicit Booked(const std::string& wish = "book a table for 4 on 3 December at 6pm at Old Town, Ana Lopez",
                  const std::string& yes = "yes")
      : Guest(four_languages()), books(business) {
    say(wish);
    say(yes);
  }

  Books books;
};

}  // namespace frontdesk::dialog::testing
