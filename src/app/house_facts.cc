#include "ai/config.h"
#include "app/engines.h"
#include "dialog/module.h"
#include "dialog/sections.h"
#include "graph/threads.h"
#include "platform/config/config.h"
#include "platform/module.h"

namespace frontdesk::app {

std::vector<store::Module> all_modules() {
  std::vector modules{platform::module(), platform::operator_module(), graph::schema(), dialog::module()};
  for (const auto& engine : all_engines())
    modules.insert(modules.end(), engine.facts.tables.begin(), engine.facts.tables.end());
  return modules;
}

std::vector<platform::Grant> all_grants() {
  std::vector<platform::Grant> grants;
  for (const auto& engine : all_engines())
    grants.insert(grants.end(), engine.facts.grants.begin(), engine.facts.grants.end());
  return grants;
}

std::vector<platform::config::Section> all_sections(std::optional<dialog::Floor> floor) {
  auto sections = platform::config::platform_sections();
  sections.push_back(ai::models_section());
  for (auto& section : dialog::dialog_sections(std::move(floor))) sections.push_back(std::move(section));
  for (const auto& engine : all_engines())
    sections.insert(sections.end(), engine.facts.sections.begin(), engine.facts.sections.end());
  return sections;
}

}  // namespace frontdesk::app
