#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ai/intents.h"
#include "base/pool.h"
#include "dialog/conversations.h"
#include "dialog/safeguards.h"
#include "engines/tenants/keeping.h"
#include "net/client.h"
#include "platform/actions/actions.h"
#include "platform/config/config_store.h"
#include "platform/engine.h"
#include "platform/files/library.h"
#include "platform/people/colleagues.h"
#include "platform/register.h"
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
  std::function<Task<platform::Place*>(TenantId tenant)> place;     // the same, with what is due in it
  platform::Actions& actions;                                       // of all engines, once they are made
  platform::people::Colleagues colleagues;
  std::string console;             // its address, for letters; empty where nobody is written to
  bool two_people_deploy = false;  // a tenant's file goes live when a second person has approved it
  platform::Register& registered;
  engines::tenants::Keeping keeping;  // the places of tenants in this process
  std::function<Task<dialog::Conversations*>(TenantId tenant)> conversations;
  std::function<Task<dialog::Guardian*>(TenantId tenant)> guardian;
  std::function<std::vector<std::string>(const TenantId& tenant)> web_keys;
  std::function<std::string(const TenantId& tenant, const std::string& conversation)> visitor_token;
  std::function<std::shared_ptr<const ai::IntentModel>(const platform::config::Config& config, Effort& effort)> train;
  platform::files::Library* library = nullptr;
  std::vector<platform::Published> catalogue;  // of all engines
  std::string webhooks_key;
  std::function<net::Client&(const TenantId& tenant)> client;  // for requests on a tenant's behalf
  std::function<bool(const TenantId& tenant, const Endpoint& endpoint)> is_private_host;
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
std::vector<platform::Published> all_published();
std::vector<platform::Offer> all_offers();
// The members of a tenant's file. With a floor, a file that is laxer than it is refused.
std::vector<platform::config::Section> all_sections(std::optional<dialog::Floor> floor = {});

}  // namespace frontdesk::app
