#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/value.h"
#include "platform/config/hours.h"
#include "platform/config/schema_of.h"
#include "platform/config/section.h"

namespace frontdesk::platform::config {

// A branch of the tenant.
struct Location {
  std::string id;
  std::string name;
  std::optional<std::string> address;
  std::optional<std::string> phone;
  std::optional<std::string> manager;
  std::optional<Value> hours;  // a day each; see opening_hours
  std::optional<std::string> time_zone;
  std::optional<std::string> country;
  std::vector<std::string> synonyms;

  OpeningHours opening_hours() const;
};
BOOST_DESCRIBE_STRUCT(Location, (), (id, name, address, phone, manager, hours, time_zone, country, synonyms))
std::vector<Note> notes(const Location*);

// Of opening hours, and what is wrong with those at a pointer.
Value hours_schema();
void check_hours(const Value& hours, const std::string& pointer, Findings& findings);

// schema_version, client_id, use_case_id, name, extends, system_prompt.
std::vector<Section> identity_sections();
Section locations_section();

inline constexpr int kSchemaVersion = 1;

}  // namespace frontdesk::platform::config
