#include "platform/config/business.h"

#include <set>

#include "base/tenant_id.h"
#include "base/zone.h"

namespace frontdesk::platform::config {
namespace {

const char* const kIdPattern = "^[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?$";

constexpr std::string_view kZonePattern = "^[A-Z][A-Za-z_]*(/[A-Za-z0-9_+-]+){0,2}$";
constexpr std::string_view kCountry =
    "ISO 3166 code: whose telephone numbers need no prefix. Without it the country of the phone is taken.";
constexpr std::string_view kCountryPattern = "^[A-Z]{2}$";

void check_client_id(const Checked& document, Findings& findings) {
  const auto name = document["client_id"].text();
  if (TenantId::is_valid(name)) return;
  findings.error("/client_id", fmt::format("\"{}\" cannot be the name of a tenant.", name),
                 "Use lower-case letters, digits and inner hyphens, at most 63 characters.");
}

void check_zone(std::string_view name, const std::string& pointer, Findings& findings) {
  if (Zone::find(name)) return;
  findings.error(pointer, fmt::format("No time zone is named \"{}\".", name),
                 "Write a name of the IANA data base: Europe/Rome, America/New_York.");
}

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
    if (location->time_zone) check_zone(*location->time_zone, join(pointer, "time_zone"), findings);
    if (location->hours) check_hours(*location->hours, pointer + "/hours", findings);
  }
}

}  // namespace

Value hours_schema() {
  ObjectBuilder days;
  for (const auto day : kWeekdays) {
    days.set(Value(day), Value::object({{"type", Value::list({"string", "array"})},
                                        {"items", Value::object({{"type", "string"}})},
                                        {"examples", Value::list({"11:30-22:00", "closed"})}}));
  }
  return Value::object({{"type", "object"}, {"additionalProperties", false}, {"properties", days.build()}});
}

void check_hours(const Value& hours, const std::string& pointer, Findings& findings) {
  std::vector<HoursProblem> problems;
  parse_hours(hours, problems);
  for (auto& found : problems)
    findings.error(pointer + found.pointer, std::move(found.problem), std::move(found.remedy));
}

OpeningHours Location::opening_hours() const {
  std::vector<HoursProblem> problems;
  return parse_hours(hours.value_or(Value()), problems);
}

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

std::vector<Section> identity_sections() {
  return {
      {"schema_version",
       Value::object({{"description", "Version of this file's format; always 1."},
                      {"type", "integer"},
                      {"const", kSchemaVersion}}),
       true},
      {"client_id",
       Value::object({{"description", "Names the tenant: lower-case letters, digits and inner hyphens, at most 63."},
                      {"type", "string"}}),
       true, check_client_id},
      {"use_case_id", Value::object({{"description", "Names what is automated, for reports."},
                                     {"type", "string"},
                                     {"pattern", kIdPattern},
                                     {"examples", Value::list({"guest-service"})}})},
      {"name",
       Value::object({{"description", "What customers call the business."}, {"type", "string"}, {"minLength", 1}})},
      {"country", Value::object({{"description", kCountry},
                                 {"type", "string"},
                                 {"pattern", kCountryPattern},
                                 {"examples", Value::list({"IT"})}})},
      {"time_zone",
       Value::object(
           {{"description", "IANA name: whose clocks go for every location that says no other. Without it UTC."},
            {"type", "string"},
            {"pattern", kZonePattern},
            {"examples", Value::list({"Europe/Rome"})}}),
       false,
       [](const Checked& document, Findings& findings) {
         if (document.is_sound("/time_zone")) check_zone(document["time_zone"].text(), "/time_zone", findings);
       }},
      {"extends", Value::object({{"description",
                                  "A more general file (relative to this one), or a pack, whose content is taken over "
                                  "where this file says nothing else."},
                                 {"type", "string"},
                                 {"minLength", 1}})},
      {"system_prompt",
       Value::object({{"description", "What a language model is told about its task, before every conversation."},
                      {"type", "string"}})},
  };
}

Section locations_section() {
  return {"locations", schema_of<std::vector<Location>>("The branches of the business."), false, check_locations};
}

}  // namespace frontdesk::platform::config
