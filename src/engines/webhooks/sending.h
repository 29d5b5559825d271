#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engines/webhooks/rules.h"
#include "platform/engine.h"

namespace frontdesk::engines::webhooks {

// What sending stands on; all of it outlives the work.
struct Sending {
  std::vector<platform::Published> catalogue;
  std::string key;                                             // of the house, from which secrets are derived
  std::function<net::Client&(const TenantId& tenant)> client;  // guarded: of this tenant's requests
  Clock& clock;

  const platform::Published* find(std::string_view type) const;
};

// The events of the catalogue become deliveries, one for each hook that wants them. An event "webhook.test" is for the
// hook that it is about, and for no other.
std::vector<platform::Hearer> hearers(const Sending& sending);

// Puts a delivery on its way, also one that was before.
void ask(platform::Writing& writing, const Delivery& delivery);

// Sends one delivery, at least once, always under the same webhook-id. It is tried again as kRetry says; each attempt
// is written down. Where nothing has arrived for kFailingMax, or the answer is 410, the hook is disabled, and an event
// "webhook.disabled" says so.
platform::work::Kind sending_of(std::shared_ptr<const Sending> sending);

}  // namespace frontdesk::engines::webhooks
