#include "app/sections.h"

#include "ai/config.h"
#include "dialog/sections.h"
#include "platform/config/config.h"

namespace frontdesk::app {

std::vector<platform::config::Section> all_sections(std::optional<dialog::Floor> floor) {
  auto sections = platform::config::platform_sections();
  sections.push_back(ai::models_section());
  for (auto& section : dialog::dialog_sections(std::move(floor))) sections.push_back(std::move(section));
  return sections;
}

}  // namespace frontdesk::app
