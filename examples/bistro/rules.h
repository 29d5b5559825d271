#pragma once

#include <optional>
#include <string>
#include <vector>

#include "house.h"

// Who sits where and when, and how far an order is: decisions without a database or a clock.
namespace bistro {

inline constexpr int kSittingMinutes = 120;
inline constexpr int kLastSeatingMinutes = 60;  // before closing
inline constexpr int kDaysAheadMax = 180;

struct Sitting {
  TimeOfDay starts;
  TimeOfDay ends;
  bool overlaps(const Sitting& other) const { return starts < other.ends && other.starts < ends; }
};

// A table that is taken for a while.
struct Taken {
  std::string table;
  Sitting sitting;
};

// Two hours, or until closing; nothing where guests cannot come in at that time.
std::optional<Sitting> sitting_at(const std::optional<Hours>& hours, TimeOfDay time);

// The smallest free table that seats the guests.
const Table* choose_table(const Location& location, int guests, const Sitting& sitting,
                          const std::vector<Taken>& taken);

// Up to three other times on the same day, nearest first, in the order of the day.
std::vector<TimeOfDay> alternatives(const Location& location, Day day, TimeOfDay wanted, int guests,
                                    TimeOfDay not_before, const std::vector<Taken>& taken);

enum class Stage { received, in_the_kitchen, on_its_way, ready, delivered, collected };
std::string_view to_string(Stage stage);

struct Order {
  int number = 0;
  std::string location;
  bool is_delivery = true;
  std::string items;
  std::int64_t placed_at = 0;  // ms since 1970
  int kitchen_minutes = 0;
  int travel_minutes = 0;  // for a takeaway: how long it waits on the counter
};

struct Progress {
  Stage stage;
  int eta_minutes;  // until it is with the guest, or ready to be collected; 0 when it is
  double share;     // of the whole way, 0 to 1
};
Progress progress_of(const Order& order, std::int64_t now_ms);
// One sentence for the guest.
std::string sentence_of(const Order& order, const Progress& progress);

}  // namespace bistro
