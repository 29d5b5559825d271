#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ai/intents.h"
#include "base/pool.h"
#include "dialog/conversations.h"
#include "dialog/safeguards.h"
#include "platform/config/config_store.h"
#include "platform/engine.h"
#include "platform/rights.h"

namespace frontdesk::app {

// What the house has for engines. Each is given what it names, and never this.
struct House {
  Clock& clock;
  Random& random;
  Log& log;
  Pool& pool;
  platform::config::ConfigStore& configs;
  std::function<Task<store::Tenant*>(TenantId tenant)> make_place;  // and opens one that is there
  std::function<Task<store::Tenant*>(TenantId tenant)> find_place;  // Error{not_found} where there is none
  std::function<Task<dialog::Conversations*>(TenantId tenant)> conversations;
  std::function<Task<dialog::Guardian*>(TenantId tenant)> guardian;
  std::function<std::vector<std::string>(const TenantId& tenant)> web_keys;
  std::function<std::string(const TenantId& tenant, const std::string& conversation)> visitor_token;
  std::function<std::shared_ptr<const ai::IntentModel>(const platform::config::Config& config, Effort& effort)> train;
};

// One line of the list.
struct EngineEntry {
  platform::Facts facts;
  platform::Engine (*make)(const House& house);
};

// The engines of this program: the only list of them.
const std::vector<EngineEntry>& all_engines();

// What the list says, together with what is below the engines.
std::vector<store::Module> all_modules();
std::vector<platform::Grant> all_grants();
// The members of a tenant's file. With a floor, a file that is laxer than it is refused.
std::vector<platform::config::Section> all_sections(std::optional<dialog::Floor> floor = {});

}  // namespace frontdesk::app
