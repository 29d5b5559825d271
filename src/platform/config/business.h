#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/value.h"
#include "platform/config/hours.h"
#include "platform/config/section.h"

namespace frontdesk::platform::config {

// Of opening hours, and what is wrong with those at a pointer.
Value hours_schema();
void check_hours(const Value& hours, const std::string& pointer, Findings& findings);

// Of a time zone and a country, wherever a file names one.
inline constexpr std::string_view kZonePattern = "^[A-Z][A-Za-z_]*(/[A-Za-z0-9_+-]+){0,2}$";
inline constexpr std::string_view kCountryPattern = "^[A-Z]{2}$";
inline constexpr std::string_view kCountry =
    "ISO 3166 code: whose telephone numbers need no prefix. Without it the country of the phone is taken.";
void check_zone(std::string_view name, const std::string& pointer, Findings& findings);

// What tenants and their locations are named by.
inline constexpr std::string_view kIdPattern = "^[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?$";

// schema_version, client_id, use_case_id, name, extends, system_prompt.
std::vector<Section> identity_sections();

inline constexpr int kSchemaVersion = 1;

}  // namespace frontdesk::platform::config
