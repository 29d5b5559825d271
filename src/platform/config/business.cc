#include "platform/config/business.h"

#include "base/tenant_id.h"
#include "base/zone.h"

namespace frontdesk::platform::config {
namespace {

void check_client_id(const Checked& document, Findings& findings) {
  const auto name = document["client_id"].text();
  if (TenantId::is_valid(name)) return;
  findings.error("/client_id", fmt::format("\"{}\" cannot be the name of a tenant.", name),
                 "Use lower-case letters, digits and inner hyphens, at most 63 characters.");
}

}  // namespace

void check_zone(std::string_view name, const std::string& pointer, Findings& findings) {
  if (Zone::find(name)) return;
  findings.error(pointer, fmt::format("No time zone is named \"{}\".", name),
                 "Write a name of the IANA data base: Europe/Rome, America/New_York.");
}

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

std::vector<Section> identity_sections() {
  std::vector<Section> sections{
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
  for (auto& section : sections) {
    section.chapter = Chapter::business;
    section.read = [at = "/" + section.key, is_text = section.schema["type"] == Value("string")](const Value& member) {
      if (is_text) return void(from_value<std::string>(member, {}, at));
      from_value<std::int64_t>(member, {}, at);
    };
  }
  return sections;
}

}  // namespace frontdesk::platform::config
