#pragma once

#include <functional>
#include <string>

#include "platform/action.h"

namespace frontdesk::platform {

// An action of ours that bots may call, as it is known before anything of its engine is made: a tenant's file names it
// in place of an endpoint of the tenant's own. What no engine offers, no bot may call.
struct Offer {
  std::string name;         // of the action, "contacts.note"
  std::string description;  // for models, where the tenant's file says nothing else
  Value input_schema;
  Value output_schema;  // null: any value
  Effect effect = Effect::idempotent_write;
  Permission permission;  // granted to bots by the offer
};

// The action that keeps the offer.
inline Action kept(const Offer& offer, std::function<Task<ActionResult>(ActionCall call)> run) {
  return {.name = offer.name,
          .description = offer.description,
          .input_schema = offer.input_schema,
          .output_schema = offer.output_schema,
          .effect = offer.effect,
          .permission = std::string(offer.permission.name),
          .run = std::move(run)};
}

}  // namespace frontdesk::platform
