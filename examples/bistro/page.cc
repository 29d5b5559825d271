#include "page.h"

#include <algorithm>

#include "base/embedded.h"
#include "base/error.h"
#include "base/json.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> bistro_pages();
}

namespace bistro {

using frontdesk::Error;
using frontdesk::Kind;
using frontdesk::ListBuilder;
using frontdesk::Task;
using frontdesk::Value;
namespace net = frontdesk::net;

namespace {

constexpr std::int64_t kOrdersShownMs = 60 * 60'000;
constexpr int kChangesShown = 8;
constexpr int kChangesLookedAt = 50;

Value hours_value(const std::optional<Hours>& hours) {
  if (!hours) return nullptr;
  return Value::object({{"opens", hours->opens.minute}, {"closes", hours->closes.minute}});
}

Value booking_value(const Booking& booking) {
  return Value::object({{"code", booking.code},
                        {"table", booking.table},
                        {"name", booking.name},
                        {"guests", booking.guests},
                        {"note", booking.note},
                        {"starts", booking.sitting.starts.minute},
                        {"ends", booking.sitting.ends.minute},
                        {"status", booking.status},
                        {"changed_at", booking.changed_at}});
}

Value location_value(Reader& reader, const Location& location, Day day) {
  ListBuilder tables;
  for (const auto& table : location.tables) tables.add(Value::object({{"name", table.name}, {"seats", table.seats}}));
  ListBuilder bookings;
  for (const auto& booking : bookings_on(reader, location.id, day)) bookings.add(booking_value(booking));
  return Value::object({{"id", location.id},
                        {"name", location.name},
                        {"hours", hours_value(location.hours(day))},
                        {"tables", tables.build()},
                        {"bookings", bookings.build()}});
}

Value order_value(const Order& order, std::int64_t now_ms) {
  const auto progress = progress_of(order, now_ms);
  return Value::object({{"number", order.number},
                        {"location", order.location},
                        {"kind", order.is_delivery ? "delivery" : "takeaway"},
                        {"items", order.items},
                        {"placed_at", order.placed_at},
                        {"stage", to_string(progress.stage)},
                        {"share", progress.share},
                        {"eta_minutes", progress.eta_minutes}});
}

Value change_value(const Change& change, const Counter& counter) {
  return Value::object({{"id", change.id},
                        {"at", change.at},
                        {"time", counter.at({change.at}).time.text()},
                        {"location", change.location},
                        {"date", change.date},
                        {"code", change.code},
                        {"what", change.what}});
}

Value day_value(Reader& reader, Day day, const Counter& counter) {
  const auto now = counter.now();
  ListBuilder places;
  for (const auto& location : locations()) places.add(location_value(reader, location, day));
  ListBuilder orders;
  for (const auto& order : orders_since(reader, now.ms - kOrdersShownMs)) orders.add(order_value(order, now.ms));
  ListBuilder changes;
  Value booked;  // the newest change of the book, also where orders have come in since
  for (int shown = 0; const auto& change : last_changes(reader, kChangesLookedAt)) {
    if (shown++ < kChangesShown) changes.add(change_value(change, counter));
    if (booked.is_null() && !change.date.empty()) booked = change_value(change, counter);
  }
  return Value::object({{"now", Value::object({{"ms", now.ms}, {"date", now.day.iso()}, {"minute", now.time.minute}})},
                        {"date", day.iso()},
                        {"title", day.spoken()},
                        {"locations", places.build()},
                        {"orders", orders.build()},
                        {"changes", changes.build()},
                        {"booked", booked}});
}

std::string_view type_of(std::string_view name) {
  if (name.ends_with(".html")) return "text/html; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  return "application/octet-stream";
}

}  // namespace

Task<net::Response> DayView::show(std::string date) {
  const auto day = date.empty() ? counter_.now().day : Day::parse(date);
  if (!day) co_return problem_of(Error(Kind::invalid, "arguments", "The date is written YYYY-MM-DD.").at("/date"));
  const auto body = [&](Reader& reader) { return day_value(reader, *day, counter_); };
  auto response = net::Response::json(200, frontdesk::json::print(co_await tenant_.read(body)));
  response.headers.set("Cache-Control", "no-store");
  co_return response;
}

net::Response static_page(std::string_view path) {
  const auto name = path == "/" ? std::string_view("index.html") : path.substr(1);
  const auto files = frontdesk::embedded::bistro_pages();
  const auto file = std::ranges::find(files, name, &frontdesk::base::EmbeddedFile::name);
  if (file == files.end())
    return problem_of(Error(Kind::not_found, "not-found", fmt::format("There is nothing at {}.", path)));
  auto response = net::Response::text(200, std::string(file->bytes));
  response.headers.set("Content-Type", type_of(name));
  response.headers.set(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
      "base-uri 'none'; form-action 'none'; frame-ancestors 'self' http://127.0.0.1:* http://localhost:*");
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("Referrer-Policy", "no-referrer");
  response.headers.set("Cache-Control", "no-cache");
  return response;
}

}  // namespace bistro
