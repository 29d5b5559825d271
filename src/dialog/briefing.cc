#include "dialog/briefing.h"

#include "dialog/calendar.h"
#include "dialog/template.h"

namespace frontdesk::dialog {
namespace {

std::string line_of(const Location& location) {
  const auto& record = location.record;
  auto line = fmt::format("- {} (id {})", location.name, location.id);
  if (record["address"].is_text()) line += fmt::format(", {}", record["address"].text());
  if (record["phone"].is_text()) line += fmt::format(", phone {}", record["phone"].text());
  if (record["time_zone"].is_text()) line += fmt::format(", time zone {}", record["time_zone"].text());
  if (record["hours"].is_object()) line += fmt::format(". Open {}", spoken_hours(record["hours"]));
  return line + ".\n";
}

}  // namespace

std::string briefing(const DialogConfig& config, Timestamp now) {
  const auto today = Date::of(now);
  const auto minutes = now.ms / 60'000 % (24 * 60);
  auto text = fmt::format("It is {} {} ({}), {:02}:{:02} UTC. Dates and times go by this clock.\n", today.spoken(),
                          today.year, today.iso(), minutes / 60, minutes % 60);
  if (!config.business.empty()) text += fmt::format("The business is {}.\n", config.business);
  for (const auto& location : config.locations) text += line_of(location);
  return text;
}

}  // namespace frontdesk::dialog
