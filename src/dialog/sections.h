#pragma once

#include <optional>
#include <vector>

#include "dialog/safeguards.h"
#include "platform/config/section.h"

namespace frontdesk::dialog {

// The dialog's members of the tenant's file; their schemas and what a schema cannot say. Without a floor the guards may
// be as lax as they like.
std::vector<platform::config::Section> dialog_sections(std::optional<Floor> floor = {});

// The part of them that says by which rules the bot works, whatever it talks about: locations, policies, when a person
// is fetched, budgets.
std::vector<platform::config::Section> rules_sections();

platform::config::Section conversations_section();
platform::config::Section facts_section();      // facts_section.cc
platform::config::Section languages_section();  // facts_section.cc

// What intents, facts, slots and steps are called.
Value word_schema();

}  // namespace frontdesk::dialog
