#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/sessions.h"
#include "platform/config/config_store.h"
#include "platform/register.h"

namespace frontdesk::app {

// What sign-in and lists must know of a tenant at any moment, without opening its place: of one that is asleep it is
// what was so when it was put to rest. Safe from any thread.
class TenantCards {
 public:
  TenantCards(const platform::Register& registered, const platform::config::ConfigStore& configs)
      : registered_(registered), configs_(configs) {}

  bool is_served(const TenantId& id) const;
  bool has_web(const TenantId& id) const;
  bool shows_trace(const TenantId& id) const;
  // Those whose data are there.
  std::vector<gateway::TenantEntry> entries() const;

 private:
  platform::Sleeper card_of(const TenantId& id) const;

  const platform::Register& registered_;
  const platform::config::ConfigStore& configs_;
};

// What is to be known of a configuration that is live.
platform::Sleeper card_of(const TenantId& id, const platform::config::Config* live);

}  // namespace frontdesk::app
