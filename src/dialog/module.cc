#include "dialog/module.h"

#include "graph/threads.h"
#include "platform/module.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> dialog_schema();
}  // namespace frontdesk::embedded

namespace frontdesk::dialog {

store::Module module() { return {"dialog", embedded::dialog_schema()}; }

std::vector<store::Module> modules_up_to_here() {
  auto modules = platform::modules();
  modules.insert(modules.end(), {graph::schema(), module()});
  return modules;
}

}  // namespace frontdesk::dialog
