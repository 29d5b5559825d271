#include "platform/config/kept.h"

#include "platform/config/duration.h"

namespace frontdesk::platform::config {

std::vector<Note> notes(const Integration*) {
  return {
      {"type", "Kind of the other system.", true, Value::object({{"minLength", 1}})},
      {"name", "Tells two of one kind apart."},
      {"config", "What that kind needs; keys and passwords as secret:NAME.", false,
       Value::object({{"type", "object"}})},
  };
}

std::vector<Note> notes(const Privacy*) {
  return {
      {"personal_fields", "Arguments of tools that hold personal data."},
      {"notice", "What customers are told about their data."},
  };
}

std::vector<Note> notes(const Retention*) {
  const auto duration = Value::object({{"pattern", kDurationPattern}});
  return {
      {"conversations", "How long resolved conversations are kept, for example 365d.", false, duration},
      {"traces", "How long traces are kept, for example 30d.", false, duration},
  };
}

Section integrations_section() {
  return unread_section<std::vector<Integration>>("integrations", "Other systems beside the tools.",
                                                  "connects to no other system but the tools", Chapter::tools);
}

Section privacy_section() {
  return unread_section<Privacy>("privacy", "What is done with personal data.", "treats all customers' data alike",
                                 Chapter::limits);
}

Section retention_section() {
  return unread_section<Retention>("retention", "How long things are kept.", "removes nothing by itself",
                                   Chapter::limits);
}

}  // namespace frontdesk::platform::config
