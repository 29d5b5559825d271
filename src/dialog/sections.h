#pragma once

#include <optional>
#include <vector>

#include "dialog/safeguards.h"
#include "platform/config/section.h"

namespace frontdesk::dialog {

// The dialog's members of the tenant's file: languages, facts, intents, flows, guards; their schemas and what a schema
// cannot say.
// Without a floor the guards may be as lax as they like.
std::vector<platform::config::Section> dialog_sections(std::optional<Floor> floor = {});

platform::config::Section facts_section();      // facts_section.cc
platform::config::Section languages_section();  // facts_section.cc

// What intents, facts, slots and steps are called.
Value word_schema();

}  // namespace frontdesk::dialog
