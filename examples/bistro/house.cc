#include "house.h"

#include <algorithm>

namespace bistro {
namespace {

using Allergens = std::span<const std::string_view>;

constexpr std::string_view kGlutenMilk[] = {"gluten", "milk"};
constexpr std::string_view kGluten[] = {"gluten"};
constexpr std::string_view kGlutenEggsMilk[] = {"gluten", "eggs", "milk"};
constexpr std::string_view kGlutenMilkCelery[] = {"gluten", "milk", "celery"};
constexpr std::string_view kGlutenMilkNuts[] = {"gluten", "milk", "nuts"};
constexpr std::string_view kGlutenMilkPineNuts[] = {"gluten", "milk", "pine nuts"};
constexpr std::string_view kMilkCelery[] = {"milk", "celery"};
constexpr std::string_view kMilk[] = {"milk"};
constexpr std::string_view kMilkNuts[] = {"milk", "nuts"};
constexpr std::string_view kMustard[] = {"mustard"};
constexpr std::string_view kFish[] = {"fish"};
constexpr std::string_view kFishMilk[] = {"fish", "milk"};

// The two kitchens cook by recipes of their own, so the same dish need not hold the same.
constexpr Dish kHarborMenu[] = {{"bruschetta", kGluten},
                                {"insalata", kMustard},
                                {"margherita", kGlutenMilk},
                                {"carbonara", kGlutenEggsMilk, true},
                                {"lasagne", kGlutenMilkCelery, true},
                                {"pesto", kGlutenMilkPineNuts},
                                {"risotto", kMilkCelery},
                                {"branzino", kFish},
                                {"tiramisu", kGlutenEggsMilk},
                                {"panna cotta", kMilk}};
constexpr Dish kOldTownMenu[] = {{"bruschetta", kGluten},
                                 {"insalata", {}},
                                 {"margherita", kGlutenMilk},
                                 {"carbonara", kGlutenEggsMilk, true},
                                 {"lasagne", kGlutenMilk, true},
                                 {"pesto", kGlutenMilkNuts},
                                 {"risotto", kMilk},
                                 {"branzino", kFishMilk},
                                 {"tiramisu", kGlutenEggsMilk},
                                 {"panna cotta", kMilkNuts}};

constexpr Table kHarborTables[] = {{"H1", 2}, {"H2", 2}, {"H3", 4}, {"H4", 4}, {"H5", 6}, {"H6", 8}, {"H7", 12}};
constexpr Table kOldTownTables[] = {{"T1", 2}, {"T2", 2}, {"T3", 2}, {"T4", 4}, {"T5", 4}, {"T6", 6}, {"T7", 12}};

constexpr Hours from_to(int opens_hour, int opens_minute, int closes_hour) {
  return {{opens_hour * 60 + opens_minute}, {closes_hour * 60}};
}

constexpr Location kLocations[] = {
    {"harbor",
     "Harbor",
     kHarborTables,
     {std::nullopt, from_to(11, 30, 22), from_to(11, 30, 22), from_to(11, 30, 22), from_to(11, 30, 23),
      from_to(11, 30, 23), from_to(11, 30, 21)},
     kHarborMenu},
    {"old-town",
     "Old Town",
     kOldTownTables,
     {from_to(17, 0, 23), from_to(17, 0, 23), from_to(17, 0, 23), from_to(17, 0, 23), from_to(12, 0, 24),
      from_to(12, 0, 24), from_to(12, 0, 22)},
     kOldTownMenu},
};

}  // namespace

std::span<const Location> locations() { return kLocations; }

const Location* find_location(std::string_view id) {
  const auto found = std::ranges::find(kLocations, id, &Location::id);
  return found == std::end(kLocations) ? nullptr : found;
}

}  // namespace bistro
