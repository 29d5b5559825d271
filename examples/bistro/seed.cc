#include "seed.h"

#include <array>

#include "desk.h"

namespace bistro {
namespace {

using frontdesk::Random;

constexpr int kDaysSeeded = 21;
constexpr int kLiveOrders = 5;
constexpr std::int64_t kMinute = 60'000;

constexpr std::array kGuests{"Moreau", "Okonkwo", "Lindqvist", "Tanaka",  "Rossi",    "Novak",   "Castillo", "Haddad",
                             "Byrne",  "Petrov",  "Almeida",   "Fischer", "Nakamura", "O'Neill", "Silva",    "Kowalski",
                             "Mensah", "Ito",     "Dupont",    "Weber",   "Costa",    "Larsen",  "Singh",    "Marino"};
constexpr std::array kItems{"2 × margherita, tiramisu", "carbonara, insalata",    "lasagne, panna cotta",
                            "risotto, bruschetta",      "3 × margherita",         "pesto, carbonara, tiramisu",
                            "branzino, insalata",       "2 × lasagne, bruschetta"};

int between(Random& random, int least, int most) {
  return least + static_cast<int>(random.next() % static_cast<std::uint64_t>(most - least + 1));
}

template <class List>
auto any_of(Random& random, const List& list) {
  return list[random.next() % list.size()];
}

// Evenings fill up first, weekends most of all.
int share_taken_percent(Day day, int minute) {
  const bool evening = minute >= 18 * 60;
  const bool weekend = day.weekday() >= 4;
  return evening ? (weekend ? 60 : 45) : (weekend ? 40 : 25);
}

void seed_table(Transaction& transaction, const Location& location, const Table& table, Day day, std::int64_t at,
                Random& random) {
  const auto& hours = location.hours(day);
  if (!hours) return;
  int minute = hours->opens.minute + 30 * between(random, 0, 3);
  while (const auto sitting = sitting_at(hours, {minute})) {
    if (between(random, 1, 100) <= share_taken_percent(day, minute)) {
      const int least = table.seats > 2 ? table.seats / 2 : 1;
      add_booking(transaction, {.code = desk::new_code(transaction, random),
                                .location = std::string(location.id),
                                .day = day,
                                .sitting = *sitting,
                                .guests = between(random, least, table.seats),
                                .name = any_of(random, kGuests),
                                .phone = "",
                                .note = "",
                                .table = std::string(table.name),
                                .status = "booked",
                                .changed_at = at});
      minute = sitting->ends.minute;
    }
    minute += 30 * between(random, 0, 2) + 30;
  }
}

Order random_order(int number, std::int64_t placed_at, Random& random) {
  const bool is_delivery = random.next() % 3 != 0;
  return {number,
          std::string(any_of(random, locations()).id),
          is_delivery,
          any_of(random, kItems),
          placed_at,
          between(random, 10, 18),
          is_delivery ? between(random, 10, 25) : 20};
}

}  // namespace

void seed(Transaction& transaction, const Now& now, Random& random) {
  constexpr frontdesk::store::Sql kCount{"SELECT count(*) FROM bookings"};
  const auto count = transaction.one(kCount, [](const frontdesk::store::Row& row) { return row.integer(0); });
  if (count.value_or(0) > 0) return;
  // What stands in the book was not changed just now.
  const auto at = now.ms - 60 * kMinute;
  for (int ahead = 0; ahead < kDaysSeeded; ++ahead) {
    for (const auto& location : locations()) {
      for (const auto& table : location.tables) {
        seed_table(transaction, location, table, Day{now.day.since_1970 + ahead}, at, random);
      }
    }
  }
  // Orders from this morning on; the last ones are still under way.
  constexpr int kFirst = 1001;
  constexpr int kLast = 1042;
  for (int number = kFirst; number <= kLast; ++number) {
    const auto minutes_ago = (kLast - number) * 6 + 4;
    add_order(transaction, random_order(number, now.ms - minutes_ago * kMinute, random));
  }
}

void place_order(Transaction& transaction, const Now& now, Random& random) {
  const auto order = random_order(next_order_number(transaction), now.ms, random);
  add_order(transaction, order);
  note_change(transaction, {0, now.ms, order.location, "", std::to_string(order.number),
                            fmt::format("Order {}: {}", order.number, order.items)});
}

void refresh_orders(Transaction& transaction, const Now& now, Random& random) {
  constexpr std::int64_t kLately = 30 * kMinute;
  for (auto live = static_cast<int>(orders_since(transaction, now.ms - kLately).size()); live < kLiveOrders; ++live) {
    const auto placed_at = now.ms - (kLiveOrders - live) * 4 * kMinute;
    add_order(transaction, random_order(next_order_number(transaction), placed_at, random));
  }
}

}  // namespace bistro
