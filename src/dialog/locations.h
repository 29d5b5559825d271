#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/value.h"
#include "base/zone.h"
#include "platform/config/section_of.h"

namespace frontdesk::dialog {

// A branch of the tenant.
struct Location {
  std::string id;
  std::string name;
  std::string address;  // this and what follows: empty, or null, where the file does not say it
  std::string phone;
  std::string manager;
  Value hours = {};  // a day each
  std::string time_zone;
  std::string country;
  std::vector<std::string> synonyms;
  Zone zone = {};  // not in the file: its own, or the tenant's, or UTC
};
BOOST_DESCRIBE_STRUCT(Location, (), (id, name, address, phone, manager, hours, time_zone, country, synonyms))
std::vector<platform::config::Note> notes(const Location*);

platform::config::Section locations_section();
std::vector<Location> read_locations(const Value& document);

// By whose clock the tenant goes: its own zone; where it says none, that of the first location that says one, else UTC.
Zone zone_of(const Value& document);

}  // namespace frontdesk::dialog
