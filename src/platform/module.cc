#include "platform/module.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> platform_schema();
std::span<const base::EmbeddedFile> platform_operator_schema();
}  // namespace frontdesk::embedded

namespace frontdesk::platform {

store::Module module() { return {"platform", embedded::platform_schema()}; }

store::Module operator_module() {
  return {"platform_operator", embedded::platform_operator_schema(), store::Scope::operator_};
}

}  // namespace frontdesk::platform
