#include "dialog/module.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> dialog_schema();
}  // namespace frontdesk::embedded

namespace frontdesk::dialog {

store::Module module() { return {"dialog", embedded::dialog_schema()}; }

}  // namespace frontdesk::dialog
