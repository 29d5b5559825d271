#include "engines/automation/errors.h"

namespace frontdesk::engines::automation::errors {

Error nothing_live() {
  return {Kind::not_found, "config/none-live", "Nothing is deployed for this tenant yet; deploy a tenant file first."};
}

Error missing_parameter(std::string_view name) {
  return Error(Kind::invalid, "automation/missing-parameter",
               fmt::format("The query needs \"{}\": the hash of a version.", name))
      .at(std::string(name));
}

}  // namespace frontdesk::engines::automation::errors
