#include "desk.h"

#include <algorithm>

#include "base/describe.h"
#include "base/error.h"
#include "base/text.h"

namespace bistro::desk {
namespace {

using frontdesk::Error;
using frontdesk::Kind;
using frontdesk::ListBuilder;

constexpr std::int64_t kGuestsMax = 12;
constexpr std::size_t kNameMax = 80;
constexpr std::size_t kPhoneMax = 30;
constexpr std::size_t kNoteMax = 400;

struct FindTable {
  std::string location;
  std::string date;
  std::string time;
  std::int64_t guests = 0;
};
BOOST_DESCRIBE_STRUCT(FindTable, (), (location, date, time, guests))

struct BookTable {
  std::string location;
  std::string date;
  std::string time;
  std::int64_t guests = 0;
  std::string name;
  std::optional<std::string> phone;
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(BookTable, (), (location, date, time, guests, name, phone, note))

struct FindBooking {
  std::optional<std::string> code;
  std::optional<std::string> phone;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(FindBooking, (), (code, phone, name))

struct MoveBooking {
  std::string code;
  std::string name;
  std::string date;
  std::string time;
  std::optional<std::int64_t> guests;
  std::optional<std::string> note;  // comes to what is noted already
};
BOOST_DESCRIBE_STRUCT(MoveBooking, (), (code, name, date, time, guests, note))

struct CancelBooking {
  std::string code;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(CancelBooking, (), (code, name))

struct OrderStatus {
  std::string order;
};
BOOST_DESCRIBE_STRUCT(OrderStatus, (), (order))

struct Allergens {
  std::string location;
  std::optional<std::string> dish;
  std::optional<std::vector<std::string>> without;  // told apart: the dishes that hold none of these, and the others
};
BOOST_DESCRIBE_STRUCT(Allergens, (), (location, dish, without))

template <class T>
T read(const Value& arguments) {
  return frontdesk::from_value<T>(arguments, {frontdesk::Unknown::refuse, frontdesk::Missing::refuse});
}

[[noreturn]] void refuse_argument(const char* pointer, std::string detail) {
  throw Error(Kind::invalid, "arguments", std::move(detail)).at(pointer);
}

const Location& location_of(std::string_view id) {
  const auto* location = find_location(id);
  if (!location)
    refuse_argument("/location", fmt::format("There is no location '{}'; there are harbor and old-town.", id));
  return *location;
}

// A time that guests may ask for: it exists, lies ahead and within half a year, and the house is open.
struct Wish {
  const Location& location;
  Day day;
  Sitting sitting;
  int guests;
};

[[noreturn]] void refuse_closed(const Location& location, Day day) {
  const auto& hours = location.hours(day);
  if (!hours) throw Error(Kind::conflict, "closed", fmt::format("{} is closed on {}.", location.name, day.spoken()));
  const TimeOfDay last{hours->closes.minute - kLastSeatingMinutes};
  throw Error(Kind::conflict, "closed",
              fmt::format("On {} {} is open from {} to {}; the last table is at {}.", day.spoken(), location.name,
                          hours->opens.text(), hours->closes.text(), last.text()));
}

Wish wish_of(const Location& location, const std::string& date, const std::string& time, std::int64_t guests,
             const Now& now) {
  const auto day = Day::parse(date);
  if (!day) refuse_argument("/date", fmt::format("'{}' is no day; write YYYY-MM-DD.", date));
  const auto starts = TimeOfDay::parse(time);
  if (!starts) refuse_argument("/time", fmt::format("'{}' is no time; write HH:MM.", time));
  if (guests < 1 || guests > kGuestsMax)
    refuse_argument("/guests", fmt::format("A table seats 1 to {} guests.", kGuestsMax));
  if (*day < now.day || (*day == now.day && *starts < now.time)) {
    throw Error(Kind::conflict, "in-the-past", fmt::format("{} at {} has passed.", day->spoken(), starts->text()));
  }
  if (day->since_1970 > now.day.since_1970 + kDaysAheadMax) {
    throw Error(Kind::conflict, "too-far-ahead", fmt::format("Tables can be booked {} days ahead.", kDaysAheadMax));
  }
  const auto sitting = sitting_at(location.hours(*day), *starts);
  if (!sitting) refuse_closed(location, *day);
  return {location, *day, *sitting, static_cast<int>(guests)};
}

std::vector<TimeOfDay> other_times(const Wish& wish, const Now& now, const std::vector<Taken>& taken) {
  const TimeOfDay not_before = wish.day == now.day ? now.time : TimeOfDay{0};
  return alternatives(wish.location, wish.day, wish.sitting.starts, wish.guests, not_before, taken);
}

std::string listed(const std::vector<TimeOfDay>& times) {
  std::string text;
  for (std::size_t i = 0; i < times.size(); ++i) {
    text += i == 0 ? "" : i + 1 == times.size() ? " and " : ", ";
    text += times[i].text();
  }
  return text;
}

const Table& table_for(const Wish& wish, const Now& now, const std::vector<Taken>& taken) {
  if (const auto* table = choose_table(wish.location, wish.guests, wish.sitting, taken)) return *table;
  const auto times = other_times(wish, now, taken);
  const auto full = fmt::format("{} has no table for {} on {} at {}", wish.location.name, wish.guests,
                                wish.day.spoken(), wish.sitting.starts.text());
  throw Error(
      Kind::conflict, "fully-booked",
      times.empty() ? full + ", nor around that time." : fmt::format("{}; {} would be free.", full, listed(times)));
}

// A code has four digits and can be guessed, so the name must go with it; whether a code exists is told to nobody.
Booking booked(Reader& reader, const std::string& code, std::string_view name) {
  const auto booking = bistro::find_booking(reader, code);
  if (!booking || booking->status != "booked" ||
      !frontdesk::text::equal_ignoring_case(booking->name, frontdesk::text::trim(name))) {
    throw Error(Kind::not_found, "unknown-booking", fmt::format("There is no booking {} in this name.", code));
  }
  return *booking;
}

bool is_over(const Booking& booking, const Now& now) {
  return booking.day < now.day || (booking.day == now.day && booking.sitting.starts < now.time);
}

// What is over is not changed any more: guests who were there, or were not, are a matter for the house.
void refuse_over(const Booking& booking, const Now& now) {
  if (!is_over(booking, now)) return;
  throw Error(Kind::conflict, "over",
              fmt::format("Booking {} was for {} at {}, which has passed; it cannot be changed any more.", booking.code,
                          booking.day.spoken(), booking.sitting.starts.text()));
}

std::string digits_of(std::string_view phone) {
  std::string digits;
  for (const char c : phone)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

// One guest writes the country's prefix and another does not, so the last digits are compared.
bool is_same_phone(std::string_view one, std::string_view other) {
  constexpr std::size_t kDigits = 7;
  const auto a = digits_of(one), b = digits_of(other);
  if (a.size() < kDigits || b.size() < kDigits) return false;
  const auto length = std::min(a.size(), b.size());
  return a.substr(a.size() - std::min(length, kDigits)) == b.substr(b.size() - std::min(length, kDigits));
}

// The next booking in this name to come.
Booking booked_by_phone(Reader& reader, const Now& now, std::string_view phone, std::string_view name) {
  for (auto& booking : bookings_of(reader, frontdesk::text::trim(name), now.day)) {
    if (booking.status == "booked" && is_same_phone(booking.phone, phone)) return std::move(booking);
  }
  throw Error(Kind::not_found, "unknown-booking", "There is no booking to come in this name with this phone number.");
}

Change change_of(const Booking& booking, const char* verb) {
  return {0,
          booking.changed_at,
          booking.location,
          booking.day.iso(),
          booking.code,
          fmt::format("{}: {} for {} on {} at {}, table {}", verb, booking.name, booking.guests, booking.day.spoken(),
                      booking.sitting.starts.text(), booking.table)};
}

std::string note_with(const std::string& noted, const std::optional<std::string>& more) {
  const std::string said(frontdesk::text::trim(more.value_or("")));
  const auto all = noted.empty() || said.empty() ? noted + said : noted + "; " + said;
  if (frontdesk::text::count_code_points(all) > kNoteMax)
    refuse_argument("/note", fmt::format("All that is noted has at most {} characters.", kNoteMax));
  return all;
}

std::optional<Order> order_named(Reader& reader, std::string_view number) {
  const bool is_number = number.size() == 4 && number.find_first_not_of("0123456789") == std::string_view::npos;
  return is_number ? find_order(reader, std::stoi(std::string(number))) : std::nullopt;
}

// What a recipe tells of a dish, beside what all are labelled with.
bool holds(const Dish& dish, std::string_view what) {
  const auto has = [&](std::string_view allergen) {
    return std::ranges::find(dish.allergens, allergen) != dish.allergens.end();
  };
  if (what == "meat") return dish.has_meat;
  if (what == "vegetarian") return dish.has_meat || has("fish");
  if (what == "vegan") return dish.has_meat || has("fish") || has("milk") || has("eggs");
  return has(what);
}

// A dish is safe only from what the recipes tell of.
void refuse_unrecorded(const std::vector<std::string>& asked) {
  constexpr std::string_view kRecorded[] = {"gluten", "milk",    "eggs", "nuts",       "pine nuts", "celery",
                                            "fish",   "mustard", "meat", "vegetarian", "vegan"};
  for (const auto& each : asked) {
    if (std::ranges::find(kRecorded, each) == std::end(kRecorded))
      throw Error(Kind::not_found, "unrecorded", fmt::format("The recipes do not tell of {}.", each));
  }
}

Value told(const Dish& dish, bool tells_meat) {
  ListBuilder list;
  for (const auto allergen : dish.allergens) list.add(allergen);
  if (tells_meat && dish.has_meat) list.add("meat");
  return Value::object({{"dish", dish.name}, {"allergens", list.build()}});
}

}  // namespace

Value find_table(Reader& reader, const Now& now, const Value& arguments) {
  const auto asked = read<FindTable>(arguments);
  const auto wish = wish_of(location_of(asked.location), asked.date, asked.time, asked.guests, now);
  const auto taken = taken_on(reader, asked.location, wish.day);
  if (const auto* table = choose_table(wish.location, wish.guests, wish.sitting, taken)) {
    return Value::object({{"available", true}, {"table", table->name}, {"alternatives", Value::list()}});
  }
  ListBuilder times;
  for (const auto time : other_times(wish, now, taken)) times.add(time.text());
  return Value::object({{"available", false}, {"alternatives", times.build()}});
}

Value book_table(Transaction& transaction, const Now& now, frontdesk::Random& random, const Value& arguments) {
  const auto asked = read<BookTable>(arguments);
  const std::string name(frontdesk::text::trim(asked.name));
  if (name.empty() || frontdesk::text::count_code_points(name) > kNameMax) {
    refuse_argument("/name", fmt::format("A name has 1 to {} characters.", kNameMax));
  }
  const auto phone = asked.phone.value_or("");
  if (phone.size() > kPhoneMax)
    refuse_argument("/phone", fmt::format("A phone number has at most {} characters.", kPhoneMax));
  const auto wish = wish_of(location_of(asked.location), asked.date, asked.time, asked.guests, now);
  const auto& table = table_for(wish, now, taken_on(transaction, asked.location, wish.day));

  const Booking booking{.code = new_code(transaction, random),
                        .location = asked.location,
                        .day = wish.day,
                        .sitting = wish.sitting,
                        .guests = wish.guests,
                        .name = name,
                        .phone = phone,
                        .note = note_with({}, asked.note),
                        .table = std::string(table.name),
                        .status = "booked",
                        .changed_at = now.ms};
  add_booking(transaction, booking);
  note_change(transaction, change_of(booking, "Booked"));
  return booking.to_value();
}

Value find_booking(Reader& reader, const Now& now, const Value& arguments) {
  const auto asked = read<FindBooking>(arguments);
  if (!asked.code && !asked.phone)
    refuse_argument("/code", "A booking is found by its code, or by the phone number left with it.");
  const auto booking =
      asked.code ? booked(reader, *asked.code, asked.name) : booked_by_phone(reader, now, *asked.phone, asked.name);
  return booking.to_value().with("over", is_over(booking, now));
}

Value move_booking(Transaction& transaction, const Now& now, frontdesk::Random&, const Value& arguments) {
  const auto asked = read<MoveBooking>(arguments);
  auto booking = booked(transaction, asked.code, asked.name);
  refuse_over(booking, now);
  const auto wish =
      wish_of(location_of(booking.location), asked.date, asked.time, asked.guests.value_or(booking.guests), now);
  const auto& table = table_for(wish, now, taken_on(transaction, booking.location, wish.day, booking.code));
  booking.day = wish.day;
  booking.sitting = wish.sitting;
  booking.guests = wish.guests;
  booking.note = note_with(booking.note, asked.note);
  booking.table = table.name;
  booking.changed_at = now.ms;
  save_booking(transaction, booking);
  note_change(transaction, change_of(booking, "Moved"));
  return booking.to_value();
}

Value cancel_booking(Transaction& transaction, const Now& now, frontdesk::Random&, const Value& arguments) {
  const auto asked = read<CancelBooking>(arguments);
  auto booking = booked(transaction, asked.code, asked.name);
  refuse_over(booking, now);
  booking.status = "cancelled";
  booking.changed_at = now.ms;
  save_booking(transaction, booking);
  note_change(transaction, change_of(booking, "Cancelled"));
  return booking.to_value();
}

Value order_status(Reader& reader, const Now& now, const Value& arguments) {
  const auto asked = read<OrderStatus>(arguments);
  const auto order = order_named(reader, asked.order);
  if (!order) throw Error(Kind::not_found, "unknown-order", fmt::format("There is no order {}.", asked.order));
  const auto progress = progress_of(*order, now.ms);
  return Value::object({{"order", asked.order},
                        {"status", to_string(progress.stage)},
                        {"text", sentence_of(*order, progress)},
                        {"eta_minutes", progress.eta_minutes}});
}

bool is_put_away(Reader& reader, const Now& now, const Value& arguments) {
  const auto order = order_named(reader, arguments["order"].text());
  if (!order) return false;
  const auto stage = progress_of(*order, now.ms).stage;
  return stage == Stage::delivered || stage == Stage::collected;
}

Value allergens(Reader&, const Now&, const Value& arguments) {
  const auto asked = read<Allergens>(arguments);
  const auto& location = location_of(asked.location);
  const auto without = asked.without.value_or(std::vector<std::string>());
  refuse_unrecorded(without);
  const bool is_of_meat = std::ranges::any_of(
      without, [](const auto& each) { return each == "meat" || each == "vegetarian" || each == "vegan"; });
  ListBuilder dishes, others;
  bool is_in_dish = false;
  for (const auto& dish : location.menu) {
    if (asked.dish && !frontdesk::text::equal_ignoring_case(*asked.dish, dish.name)) continue;
    const bool is_held = std::ranges::any_of(without, [&](const auto& each) { return holds(dish, each); });
    is_in_dish = is_in_dish || (is_held && asked.dish);
    (is_held && !asked.dish ? others : dishes).add(told(dish, is_of_meat));
  }
  auto free = dishes.build();
  if (asked.dish && free.size() == 0)
    throw Error(Kind::not_found, "unknown-dish",
                fmt::format("{} has no dish '{}' on its menu.", location.name, *asked.dish));
  auto found = Value::object({{"dishes", std::move(free)}, {"others", others.build()}});
  // Whether the one dish that is asked about has any of it.
  return asked.dish && !without.empty() ? found.with("holds", is_in_dish) : found;
}

std::string new_code(Reader& reader, frontdesk::Random& random) {
  constexpr int kTries = 1'000;
  for (int i = 0; i < kTries; ++i) {
    auto code = fmt::format("LUME-{:04}", 1'000 + random.next() % 9'000);
    if (!bistro::find_booking(reader, code)) return code;
  }
  throw Error(Kind::exhausted, "no-code-left", "Nearly all booking codes are in use.");
}

}  // namespace bistro::desk
