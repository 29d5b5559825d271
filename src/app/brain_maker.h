#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "ai/intents.h"
#include "ai/recorded.h"
#include "app/tenant_clients.h"
#include "dialog/brain.h"
#include "platform/actions/actions.h"
#include "platform/breaker.h"
#include "platform/config/config.h"
#include "platform/http_tool.h"
#include "platform/look_ups.h"
#include "platform/rights.h"
#include "platform/secrets.h"
#include "store/database.h"

namespace frontdesk::app {

// What all brains of this process share.
struct BrainServices {
  TenantClients& clients;
  Clock& clock;
  Random& random;
  Spans* spans;  // who is told of calls of tools and models; null: nobody
  Log& log;
  platform::Breakers& breakers;
  platform::LookUps& look_ups;
  const platform::Secrets& secrets;
  ai::FindRecording recordings;  // for the provider `recorded`
  platform::Suspect suspect;     // is told of tools that do not do what they say; may be empty
  platform::Actions& actions;    // of ours, that tools may be
  const platform::Rights& rights;
  std::string back_office;  // where the demo's tools are; empty: where its file says
};

using ConfigPtr = std::shared_ptr<const platform::config::Config>;

// A brain with the classifier that was trained for it, as bytes to be kept; empty where it was stored already.
struct MadeBrain {
  std::shared_ptr<const dialog::Brain> brain;
  std::string trained;
};

// Makes a version of a tenant's configuration ready to talk: its tools, its classifier (trained once and stored by the
// version's hash), its models. Configurations that teach the same, of whichever tenants, share one classifier as long
// as one of them is in use: it is nearly all of what a brain takes.
class BrainMaker {
 public:
  BrainMaker(BrainServices services) : services_(services) {}

  // The stored classifier; nothing where none was trained yet, or only one of an older kind.
  Task<std::optional<std::string>> stored_model(store::Tenant& tenant, std::string hash) const;
  // Takes up to seconds where there is no stored classifier: belongs on a pool.
  MadeBrain make(const platform::config::Config& config, const std::optional<std::string>& stored,
                 dialog::FindSafeguards safeguards, Effort& effort) const;
  Task<> keep_model(store::Tenant& tenant, std::string hash, std::string bytes) const;

  // The classifier of a configuration, whether it goes live or not. Belongs on a pool.
  std::shared_ptr<const ai::IntentModel> train(const platform::config::Config& config, Effort& effort) const;

 private:
  std::shared_ptr<const ai::IntentModel> train(const platform::config::Config& config,
                                               const dialog::DialogConfig& dialog, Effort& effort) const;
  // By what it is taught; null where nobody uses one.
  std::shared_ptr<const ai::IntentModel> in_use(const std::string& lesson) const;
  void share(const std::string& lesson, const std::shared_ptr<const ai::IntentModel>& model) const;
  std::vector<platform::Action> tools(const platform::config::Config& config) const;

  BrainServices services_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::weak_ptr<const ai::IntentModel>> models_;
};

}  // namespace frontdesk::app
