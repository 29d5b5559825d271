#include <algorithm>
#include <optional>

#include "tools.h"

// The airline's own rules (policy.md of tau's airline domain): flights, reservations, users.
namespace frontdesk::tau {
namespace {

constexpr auto kFlights = "flights";
constexpr auto kReservations = "reservations";
constexpr auto kUsers = "users";
constexpr std::int64_t kInsurance = 30;  // a passenger
constexpr std::int64_t kBag = 50;

struct Reservation {
  std::string id;
  Value value;

  std::string user_id() const { return std::string(value["user_id"].text()); }
  std::int64_t passengers() const { return static_cast<std::int64_t>(value["passengers"].size()); }
};

Reservation find_reservation(const Draft& draft, const Value& arguments) {
  auto id = text_of(arguments, "reservation_id");
  return {id, record(draft, kReservations, id, "user not found")};  // the client's own wording
}

Value save(Draft& draft, const Reservation& reservation) {
  draft.put(kReservations, reservation.id, reservation.value);
  return reservation.value;
}

Value payment_entry(std::string_view id, Value amount) {
  return Value::object({{"payment_id", id}, {"amount", std::move(amount)}});
}

// The fields of one day of a flight, where that day can be sold.
const Value& sellable_day(const Value& flight, std::string_view number, std::string_view date) {
  const auto* day = flight["dates"].find(date);
  if (!day) throw Refusal{fmt::format("flight {} not found on date {}", number, date)};
  if ((*day)["status"].text() != "available")
    throw Refusal{fmt::format("flight {} not available on date {}", number, date)};
  return *day;
}

// A segment as a reservation holds it, at today's fare; there must be seats for all, though none is counted down.
Value price_segment(const Draft& draft, const Value& asked, std::string_view cabin, std::int64_t passengers) {
  const auto number = text_of(asked, "flight_number");
  const auto date = text_of(asked, "date");
  const auto* flight = draft.find(kFlights, number);
  if (!flight) throw Refusal{fmt::format("flight {} not found", number)};
  const auto& day = sellable_day(*flight, number, date);
  if (day["available_seats"][cabin].integer() < passengers)
    throw Refusal{fmt::format("not enough seats on flight {}", number)};
  return asked.with("price", day["prices"][cabin])
      .with("origin", (*flight)["origin"])
      .with("destination", (*flight)["destination"]);
}

Value total_fares(const Value& segments) {
  Value total = 0;
  for (const auto& segment : segments.items()) total = sum(total, segment["price"]);
  return total;
}

// A changed amount of a gift card, and a used certificate taken away.
Value after_payment(const Value& user, std::string_view payment_id, const Value& amount) {
  const auto& methods = user["payment_methods"];
  const auto& method = methods[payment_id];
  const auto source = method["source"].text();
  if (source == "gift_card") {
    const auto reduced = method.with("amount", sum(method["amount"], negative(amount)));
    return user.with("payment_methods", methods.with(payment_id, reduced));
  }
  return source == "certificate" ? user.with("payment_methods", methods.without(payment_id)) : user;
}

Value checked_payments(const Value& user, const Value& payments) {
  Value paid = 0;
  for (const auto& payment : payments.items()) {
    const auto id = text_of(payment, "payment_id");
    const auto* method = user["payment_methods"].find(id);
    if (!method) throw Refusal{fmt::format("payment method {} not found", id)};
    const auto source = (*method)["source"].text();
    const bool has_balance = source == "gift_card" || source == "certificate";
    if (has_balance && (*method)["amount"].number() < payment["amount"].number()) {
      throw Refusal{fmt::format("not enough balance in payment method {}", id)};
    }
    paid = sum(paid, payment["amount"]);
  }
  return paid;
}

std::string new_reservation_id(const Draft& draft) {
  for (const auto* id : {"HATHAT", "HATHAU", "HATHAV"}) {
    if (!draft.find(kReservations, id)) return id;
  }
  throw Refusal{"too many reservations"};
}

Value book_reservation(Draft& draft, const Value& arguments) {
  const auto user_id = text_of(arguments, "user_id");
  auto user = record(draft, kUsers, user_id, "user not found");
  const auto id = new_reservation_id(draft);
  const auto cabin = text_of(arguments, "cabin");
  const auto& passengers = required(arguments, "passengers");
  const auto heads = static_cast<std::int64_t>(passengers.size());

  Value segments = Value::list();
  for (const auto& asked : required(arguments, "flights").items())
    segments = segments.push(price_segment(draft, asked, cabin, heads));
  Value price = product(total_fares(segments), heads);
  if (text_of(arguments, "insurance") == "yes") price = sum(price, kInsurance * heads);
  price = sum(price, product(required(arguments, "nonfree_baggages"), kBag));

  const auto& payments = required(arguments, "payment_methods");
  const auto paid = checked_payments(user, payments);
  if (paid != price) {
    throw Refusal{
        fmt::format("payment amount does not add up, total price is {}, but paid {}", as_text(price), as_text(paid))};
  }
  for (const auto& payment : payments.items())
    user = after_payment(user, payment["payment_id"].text(), payment["amount"]);

  const auto reservation = Value::object({{"reservation_id", id},
                                          {"user_id", user_id},
                                          {"origin", required(arguments, "origin")},
                                          {"destination", required(arguments, "destination")},
                                          {"flight_type", required(arguments, "flight_type")},
                                          {"cabin", cabin},
                                          {"flights", segments},
                                          {"passengers", passengers},
                                          {"payment_history", payments},
                                          {"created_at", "2024-05-15T15:00:00"},
                                          {"total_baggages", required(arguments, "total_baggages")},
                                          {"nonfree_baggages", required(arguments, "nonfree_baggages")},
                                          {"insurance", required(arguments, "insurance")}});
  draft.put(kUsers, user_id, user.with("reservations", user["reservations"].push(id)));
  return save(draft, {id, reservation});
}

Value cancel_reservation(Draft& draft, const Value& arguments) {
  auto reservation = find_reservation(draft, arguments);
  const auto paid = reservation.value["payment_history"];
  auto history = paid;
  for (const auto& entry : paid.items())
    history = history.push(payment_entry(entry["payment_id"].text(), negative(entry["amount"])));
  reservation.value = reservation.value.with("payment_history", history).with("status", "cancelled");
  return save(draft, reservation);
}

// Takes the difference of a change from one payment method and notes it; nothing where there is no difference.
void settle(Draft& draft, Reservation& reservation, const std::string& payment_id, const Value& difference) {
  const auto user_id = reservation.user_id();
  const auto user = record(draft, kUsers, user_id, "user not found");
  const auto* method = user["payment_methods"].find(payment_id);
  if (!method) throw Refusal{"payment method not found"};
  const auto source = (*method)["source"].text();
  if (source == "certificate") throw Refusal{"certificate cannot be used to update reservation"};
  if (source == "gift_card" && (*method)["amount"].number() < difference.number())
    throw Refusal{"gift card balance is not enough"};
  if (difference.number() == 0) return;
  if (source == "gift_card") draft.put(kUsers, user_id, after_payment(user, payment_id, difference));
  reservation.value = reservation.value.with(
      "payment_history", reservation.value["payment_history"].push(payment_entry(payment_id, difference)));
}

const Value* kept_segment(const Reservation& reservation, const Value& asked, std::string_view cabin) {
  if (reservation.value["cabin"].text() != cabin) return nullptr;
  const auto segments = reservation.value["flights"].items();
  const auto found = std::ranges::find_if(segments, [&](const Value& segment) {
    return segment["flight_number"] == asked["flight_number"] && segment["date"] == asked["date"];
  });
  return found == segments.end() ? nullptr : &*found;
}

Value update_reservation_flights(Draft& draft, const Value& arguments) {
  auto reservation = find_reservation(draft, arguments);
  const auto cabin = text_of(arguments, "cabin");
  Value segments = Value::list();
  for (const auto& asked : required(arguments, "flights").items()) {
    if (const auto* kept = kept_segment(reservation, asked, cabin)) {
      const auto& flight = record(draft, kFlights, text_of(asked, "flight_number"), "flight not found");
      segments = segments.push(asked.with("price", (*kept)["price"])
                                   .with("origin", flight["origin"])
                                   .with("destination", flight["destination"]));
    } else {
      segments = segments.push(price_segment(draft, asked, cabin, reservation.passengers()));
    }
  }
  const auto change = sum(total_fares(segments), negative(total_fares(reservation.value["flights"])));
  settle(draft, reservation, text_of(arguments, "payment_id"), product(change, reservation.passengers()));
  reservation.value = reservation.value.with("flights", segments);
  return save(draft, reservation);
}

Value update_reservation_baggages(Draft& draft, const Value& arguments) {
  auto reservation = find_reservation(draft, arguments);
  const auto& paid_bags = required(arguments, "nonfree_baggages");
  const auto more = std::max<std::int64_t>(0, paid_bags.integer() - reservation.value["nonfree_baggages"].integer());
  settle(draft, reservation, text_of(arguments, "payment_id"), kBag * more);
  reservation.value = reservation.value.with("total_baggages", required(arguments, "total_baggages"))
                          .with("nonfree_baggages", paid_bags);
  return save(draft, reservation);
}

Value update_reservation_passengers(Draft& draft, const Value& arguments) {
  auto reservation = find_reservation(draft, arguments);
  const auto& passengers = required(arguments, "passengers");
  if (static_cast<std::int64_t>(passengers.size()) != reservation.passengers())
    throw Refusal{"number of passengers does not match"};
  reservation.value = reservation.value.with("passengers", passengers);
  return save(draft, reservation);
}

Value send_certificate(Draft& draft, const Value& arguments) {
  const auto user_id = text_of(arguments, "user_id");
  const auto& user = record(draft, kUsers, user_id, "user not found");
  const auto& amount = required(arguments, "amount");
  for (const auto* id : {"certificate_3221322", "certificate_3221323", "certificate_3221324"}) {
    if (user["payment_methods"].contains(id)) continue;
    const auto certificate = Value::object({{"source", "certificate"}, {"amount", amount}, {"id", id}});
    draft.put(kUsers, user_id, user.with("payment_methods", user["payment_methods"].with(id, certificate)));
    return fmt::format("Certificate {} added to user {} with amount {}.", id, user_id, as_text(amount));
  }
  throw Refusal{"too many certificates"};
}

// A flight as a search lists it: the days replaced by the fields of one day.
Value listed(const Value& flight, const Value& day) { return flight.without("dates").merged(day); }

const Value* available_day(const Value& flight, std::string_view date) {
  const auto* day = flight["dates"].find(date);
  return day && (*day)["status"].text() == "available" ? day : nullptr;
}

void each_flight(const Draft& draft, std::string_view end, std::string_view airport,
                 const std::function<void(const Value&)>& visit) {
  draft.each(kFlights, [&](const std::string&, const Value& flight) {
    if (flight[end].text() == airport) visit(flight);
  });
}

Value search_direct_flight(Draft& draft, const Value& arguments) {
  const auto destination = text_of(arguments, "destination");
  const auto date = text_of(arguments, "date");
  ListBuilder found;
  each_flight(draft, "origin", text_of(arguments, "origin"), [&](const Value& flight) {
    const auto* day = flight["destination"].text() == destination ? available_day(flight, date) : nullptr;
    if (day) found.add(listed(flight, *day));
  });
  return found.build();
}

// The tables hold days of May 2024 only.
std::string next_day(std::string_view date) {
  const auto day = (date[8] - '0') * 10 + (date[9] - '0') + 1;
  return fmt::format("{}{:02}", date.substr(0, 8), day);
}

Value search_onestop_flight(Draft& draft, const Value& arguments) {
  const auto destination = text_of(arguments, "destination");
  const auto date = text_of(arguments, "date");
  if (date.size() != 10) throw Refusal{"the date must be given as YYYY-MM-DD"};
  ListBuilder found;
  each_flight(draft, "origin", text_of(arguments, "origin"), [&](const Value& first) {
    const auto arrival = first["scheduled_arrival_time_est"].text();
    const auto date_onward = arrival.find("+1") == std::string_view::npos ? date : next_day(date);
    const auto* first_day = available_day(first, date);
    if (!first_day) return;
    each_flight(draft, "origin", first["destination"].text(), [&](const Value& second) {
      if (second["destination"].text() != destination || arrival > second["scheduled_departure_time_est"].text())
        return;
      if (!available_day(second, date_onward)) return;
      // The system answers the onward leg with the seats and fares of the day that was asked for.
      found.add(Value::list({listed(first, *first_day).with("date", date),
                             listed(second, second["dates"][date]).with("date", date_onward)}));
    });
  });
  return found.build();
}

}  // namespace

Tools airline_tools(Value airports) {
  const auto get_reservation = [](Draft& draft, const Value& arguments) {
    return find_reservation(draft, arguments).value;
  };
  const auto get_user = [](Draft& draft, const Value& arguments) {
    return record(draft, kUsers, text_of(arguments, "user_id"), "user not found");
  };
  Tools tools{
      {"book_reservation", {true, book_reservation}},
      {"cancel_reservation", {true, cancel_reservation}},
      {"get_reservation_details", {false, get_reservation}},
      {"get_user_details", {false, get_user}},
      {"list_all_airports", {false, [airports](Draft&, const Value&) { return airports; }}},
      {"search_direct_flight", {false, search_direct_flight}},
      {"search_onestop_flight", {false, search_onestop_flight}},
      {"send_certificate", {true, send_certificate}},
      {"update_reservation_baggages", {true, update_reservation_baggages}},
      {"update_reservation_flights", {true, update_reservation_flights}},
      {"update_reservation_passengers", {true, update_reservation_passengers}},
  };
  add_common_tools(tools);
  return tools;
}

}  // namespace frontdesk::tau
