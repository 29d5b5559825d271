#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "calendar.h"

// What stands in the two restaurants and does not change from day to day: rooms, hours, menu.
namespace bistro {

struct Table {
  std::string_view name;
  int seats;
};

struct Hours {
  TimeOfDay opens;
  TimeOfDay closes;
};

struct Dish {
  std::string_view name;
  std::span<const std::string_view> allergens;
  bool has_meat = false;
};

struct Location {
  std::string_view id;
  std::string_view name;
  std::span<const Table> tables;             // smallest first
  std::array<std::optional<Hours>, 7> week;  // Monday first; nothing: closed
  std::span<const Dish> menu;

  const std::optional<Hours>& hours(Day day) const { return week[static_cast<std::size_t>(day.weekday())]; }
};

std::span<const Location> locations();
const Location* find_location(std::string_view id);  // nullptr where there is none

}  // namespace bistro
