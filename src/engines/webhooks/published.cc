#include "engines/webhooks/published.h"

namespace frontdesk::engines::webhooks {

std::vector<platform::Published> published() {
  return {{.type = kTest,
           .description = "Somebody wanted to see whether what is sent arrives. Sent to one webhook only.",
           .schema = R"({"type": "object", "additionalProperties": false, "required": ["webhook"],
             "properties": {"webhook": {"type": "string"}}})"}};
}

}  // namespace frontdesk::engines::webhooks
