#include "rules.h"

#include <algorithm>
#include <cmath>

namespace bistro {
namespace {

constexpr int kReceivedMinutes = 2;
constexpr int kAlternativeStepMinutes = 30;
constexpr int kAlternativesFarthestMinutes = 180;
constexpr std::size_t kAlternativesMax = 3;

bool is_free(const Table& table, const Sitting& sitting, const std::vector<Taken>& taken) {
  return std::ranges::none_of(
      taken, [&](const Taken& other) { return other.table == table.name && other.sitting.overlaps(sitting); });
}

}  // namespace

std::optional<Sitting> sitting_at(const std::optional<Hours>& hours, TimeOfDay time) {
  if (!hours || time < hours->opens || time.minute > hours->closes.minute - kLastSeatingMinutes) return std::nullopt;
  return Sitting{time, {std::min(time.minute + kSittingMinutes, hours->closes.minute)}};
}

const Table* choose_table(const Location& location, int guests, const Sitting& sitting,
                          const std::vector<Taken>& taken) {
  // Smallest first: a party of two at a table for eight is what a full evening is made of.
  for (const auto& table : location.tables) {
    if (table.seats >= guests && is_free(table, sitting, taken)) return &table;
  }
  return nullptr;
}

std::vector<TimeOfDay> alternatives(const Location& location, Day day, TimeOfDay wanted, int guests,
                                    TimeOfDay not_before, const std::vector<Taken>& taken) {
  std::vector<TimeOfDay> found;
  const auto try_time = [&](int minute) {
    const TimeOfDay time{minute};
    if (found.size() == kAlternativesMax || minute < 0 || time < not_before) return;
    const auto sitting = sitting_at(location.hours(day), time);
    if (sitting && choose_table(location, guests, *sitting, taken)) found.push_back(time);
  };
  for (int away = kAlternativeStepMinutes; away <= kAlternativesFarthestMinutes; away += kAlternativeStepMinutes) {
    try_time(wanted.minute - away);
    try_time(wanted.minute + away);
  }
  std::ranges::sort(found);
  return found;
}

std::string_view to_string(Stage stage) {
  switch (stage) {
    case Stage::received:
      return "received";
    case Stage::in_the_kitchen:
      return "in the kitchen";
    case Stage::on_its_way:
      return "on its way";
    case Stage::ready:
      return "ready";
    case Stage::delivered:
      return "delivered";
    case Stage::collected:
      return "collected";
  }
  return "received";
}

Progress progress_of(const Order& order, std::int64_t now_ms) {
  const double minutes = std::max(0.0, static_cast<double>(now_ms - order.placed_at) / 60'000.0);
  const int cooked = kReceivedMinutes + order.kitchen_minutes;
  const int done = cooked + order.travel_minutes;
  const int promised = order.is_delivery ? done : cooked;
  const int eta = std::max(0, static_cast<int>(std::ceil(promised - minutes)));
  const double share = std::min(1.0, minutes / done);
  if (minutes < kReceivedMinutes) return {Stage::received, eta, share};
  if (minutes < cooked) return {Stage::in_the_kitchen, eta, share};
  if (minutes < done) return {order.is_delivery ? Stage::on_its_way : Stage::ready, eta, share};
  return {order.is_delivery ? Stage::delivered : Stage::collected, 0, 1.0};
}

std::string sentence_of(const Order& order, const Progress& progress) {
  const auto* location = find_location(order.location);
  const auto name = location ? location->name : std::string_view(order.location);
  const auto what = fmt::format("Order {} ({})", order.number, order.items);
  const auto minutes = fmt::format("{} {}", progress.eta_minutes, progress.eta_minutes == 1 ? "minute" : "minutes");
  const auto* promise = order.is_delivery ? "should be with you" : "can be collected";
  switch (progress.stage) {
    case Stage::received:
      return fmt::format("{} has just come in at {} and {} in about {}.", what, name, promise, minutes);
    case Stage::in_the_kitchen:
      return fmt::format("{} is in the kitchen at {} and {} in about {}.", what, name, promise, minutes);
    case Stage::on_its_way:
      return fmt::format("{} has left {} and should be with you in about {}.", what, name, minutes);
    case Stage::ready:
      return fmt::format("{} is ready: you can collect it at {}.", what, name);
    case Stage::delivered:
      return fmt::format("{} has been delivered.", what);
    case Stage::collected:
      return fmt::format("{} has been collected at {}.", what, name);
  }
  return what;
}

}  // namespace bistro
