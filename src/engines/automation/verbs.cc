#include "engines/automation/verbs.h"

#include "engines/automation/permissions.h"
#include "platform/actions/actions.h"

namespace frontdesk::engines::automation {
namespace {

using platform::Action;
using platform::ActionCall;
using platform::ActionResult;

constexpr std::string_view kUpload = R"({"type": "object", "additionalProperties": false, "required": ["yaml"],
  "properties": {
    "yaml": {"type": "string"}, "file": {"type": "string", "maxLength": 400},
    "bases": {"type": "array", "maxItems": 8, "items": {"type": "object", "additionalProperties": false,
      "required": ["name", "yaml"],
      "properties": {"name": {"type": "string", "maxLength": 400}, "yaml": {"type": "string"}}}},
    "note": {"type": "string", "maxLength": 1000}, "parent": {"type": "string", "maxLength": 64},
    "by": {"type": "string", "maxLength": 80}}})";
constexpr std::string_view kRollback = R"({"type": "object", "additionalProperties": false,
  "properties": {"to": {"type": ["string", "null"], "maxLength": 64}, "note": {"type": "string", "maxLength": 1000},
    "by": {"type": "string", "maxLength": 80}}})";
constexpr std::string_view kStop = R"({"type": "object", "additionalProperties": false, "required": ["name", "reason"],
  "properties": {"name": {"type": "string", "minLength": 1, "maxLength": 200},
    "reason": {"type": "string", "minLength": 1, "maxLength": 400}}})";
constexpr std::string_view kResume = R"({"type": "object", "additionalProperties": false, "required": ["name"],
  "properties": {"name": {"type": "string"}}})";

using Verb = Task<ActionResult> (Service::*)(ActionCall call);

Action verb(Service& service, std::string name, std::string description, std::string_view schema, Verb run) {
  return platform::changing(std::move(name), std::move(description), schema, permissions::kWrite,
                            [&service, run](ActionCall call) { return (service.*run)(std::move(call)); });
}

}  // namespace

std::vector<Action> verbs(Service& service) {
  return {
      verb(service, "config.deploy", "Check the tenant's file and make it live.", kUpload, &Service::deploy),
      verb(service, "config.rollback", "Make an earlier version of the tenant's file live again.", kRollback,
           &Service::roll_back),
      verb(service, "tools.stop", "Have nobody call a tool, in no conversation.", kStop, &Service::stop_tool),
      verb(service, "tools.resume", "Let a tool be called again that was stopped.", kResume, &Service::resume_tool),
  };
}

}  // namespace frontdesk::engines::automation
