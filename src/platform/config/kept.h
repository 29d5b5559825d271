#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/value.h"
#include "platform/config/section_of.h"

// What is checked and kept, and nothing acts on it yet: other systems, personal data, how long things are kept. An
// engine that acts on one of them takes the section with it.
namespace frontdesk::platform::config {

struct Integration {
  std::string type;
  std::optional<std::string> name;
  std::optional<Value> config;
};
BOOST_DESCRIBE_STRUCT(Integration, (), (type, name, config))
std::vector<Note> notes(const Integration*);

struct Privacy {
  std::vector<std::string> personal_fields;
  std::optional<std::string> notice;
};
BOOST_DESCRIBE_STRUCT(Privacy, (), (personal_fields, notice))
std::vector<Note> notes(const Privacy*);

struct Retention {
  std::optional<std::string> conversations;
  std::optional<std::string> traces;
};
BOOST_DESCRIBE_STRUCT(Retention, (), (conversations, traces))
std::vector<Note> notes(const Retention*);

Section integrations_section();
Section privacy_section();
Section retention_section();

}  // namespace frontdesk::platform::config
