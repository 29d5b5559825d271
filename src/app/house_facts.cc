#include "ai/config.h"
#include "app/engines.h"
#include "dialog/module.h"
#include "dialog/sections.h"
#include "graph/threads.h"
#include "platform/config/config.h"
#include "platform/module.h"
#include "platform/people/people.h"
#include "platform/people/permissions.h"

namespace frontdesk::app {

std::vector<store::Module> all_modules() {
  auto modules = dialog::modules_up_to_here();
  for (const auto& engine : all_engines())
    modules.insert(modules.end(), engine.facts.tables.begin(), engine.facts.tables.end());
  return modules;
}

std::vector<platform::Grant> all_grants() {
  auto grants = platform::people::permissions::grants();
  for (const auto& engine : all_engines()) {
    for (auto& grant : platform::grants_of(engine.facts)) grants.push_back(grant);
  }
  return grants;
}

std::vector<platform::Published> all_published() {
  std::vector<platform::Published> all;
  for (const auto& engine : all_engines())
    all.insert(all.end(), engine.facts.publishes.begin(), engine.facts.publishes.end());
  return all;
}

std::vector<platform::Offer> all_offers() {
  std::vector<platform::Offer> offers;
  for (const auto& engine : all_engines())
    offers.insert(offers.end(), engine.facts.for_bots.begin(), engine.facts.for_bots.end());
  return offers;
}

std::vector<platform::config::Section> all_sections(std::optional<dialog::Floor> floor) {
  auto sections = platform::config::platform_sections(all_offers());
  sections.push_back(ai::models_section());
  for (auto& section : dialog::dialog_sections(std::move(floor))) sections.push_back(std::move(section));
  for (const auto& engine : all_engines())
    sections.insert(sections.end(), engine.facts.sections.begin(), engine.facts.sections.end());
  return sections;
}

}  // namespace frontdesk::app
