#include "dialog/locations.h"

#include <set>

#include "platform/config/business.h"

namespace frontdesk::dialog {

using platform::config::check_hours;
using platform::config::check_zone;
using platform::config::Checked;
using platform::config::Findings;
using platform::config::hours_schema;
using platform::config::join;
using platform::config::kCountry;
using platform::config::kCountryPattern;
using platform::config::kIdPattern;
using platform::config::kZonePattern;
using platform::config::Note;
using platform::config::Section;

namespace {

void check_locations(const Checked& document, Findings& findings) {
  std::set<std::string, std::less<>> seen;
  for (std::size_t i = 0; i < document["locations"].size(); ++i) {
    const auto pointer = join("/locations", i);
    const auto location = document.read<Location>(pointer);
    if (!location) continue;
    if (!seen.insert(location->id).second) {
      findings.error(join(pointer, "id"), fmt::format("Two locations have the id \"{}\".", location->id),
                     "Give each location an id of its own.");
    }
    if (!location->time_zone.empty()) check_zone(location->time_zone, join(pointer, "time_zone"), findings);
    if (!location->hours.is_null()) check_hours(location->hours, pointer + "/hours", findings);
  }
}

// A name that is none was refused when the file was checked; what is served since before that goes by UTC.
std::optional<Zone> zone_named(std::string_view name) { return name.empty() ? std::nullopt : Zone::find(name); }

}  // namespace

std::vector<Note> notes(const Location*) {
  return {
      {"id", "Names the location in tools, slots and conversations.", true,
       Value::object({{"pattern", kIdPattern}, {"examples", Value::list({"old-town"})}})},
      {"name", "What customers call it.", true, Value::object({{"minLength", 1}})},
      {"address", "Where it is, as it is told to customers."},
      {"phone", "In quotes, since it may begin with +.", false,
       Value::object({{"pattern", "^\\+?[0-9 ()./-]{3,30}$"}, {"examples", Value::list({"+1 555 0110"})}})},
      {"manager", "Who is in charge."},
      {"hours",
       "Opening hours, a day each: \"11:30-22:00\", a list of such spans, or closed. A day that is not named is "
       "closed.",
       false, hours_schema()},
      {"time_zone",
       "IANA name, for example Europe/Rome: whose clocks its days and times go by. Without it the tenant's.", false,
       Value::object({{"pattern", kZonePattern}})},
      {"country", kCountry, false, Value::object({{"pattern", kCountryPattern}})},
      {"synonyms", "What customers call it too; its name and address need not be repeated."},
  };
}

Section locations_section() {
  auto section = platform::config::section_of<std::vector<Location>>("locations", "The branches of the business.",
                                                                     platform::config::Chapter::business);
  section.check = check_locations;
  return section;
}

std::vector<Location> read_locations(const Value& document) {
  if (document["locations"].is_null()) return {};
  const auto of_tenant = zone_named(document["time_zone"].text()).value_or(Zone());
  auto locations = from_value<std::vector<Location>>(document["locations"], {}, "/locations");
  for (auto& location : locations) location.zone = zone_named(location.time_zone).value_or(of_tenant);
  return locations;
}

Zone zone_of(const Value& document) {
  if (auto own = zone_named(document["time_zone"].text())) return *own;
  for (const auto& location : document["locations"].items()) {
    if (auto zone = zone_named(location["time_zone"].text())) return *zone;
  }
  return {};
}

}  // namespace frontdesk::dialog
