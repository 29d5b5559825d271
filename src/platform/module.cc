#include "platform/module.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> platform_schema();
}

namespace frontdesk::platform {

store::Module module() { return {"platform", embedded::platform_schema()}; }

}  // namespace frontdesk::platform
