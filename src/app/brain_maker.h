#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "ai/intents.h"
#include "ai/recorded.h"
#include "dialog/brain.h"
#include "net/client.h"
#include "platform/breaker.h"
#include "platform/config/config.h"
#include "platform/secrets.h"
#include "store/database.h"

namespace frontdesk::app {

// What all brains of this process share.
struct BrainServices {
  net::Client& client;
  Clock& clock;
  Random& random;
  Log& log;
  platform::Breakers& breakers;
  const platform::Secrets& secrets;
  ai::FindRecording recordings;  // for the provider `recorded`
};

// Makes a version of a tenant's configuration ready to talk: its tools, its classifier (trained once and stored by the
// version's hash), its models. Blocks for milliseconds while it trains.
class BrainMaker {
 public:
  BrainMaker(BrainServices services) : services_(services) {}
  Task<std::shared_ptr<const dialog::Brain>> make(store::Tenant& tenant,
                                                  std::shared_ptr<const platform::config::Config> config) const;

 private:
  Task<std::shared_ptr<const ai::IntentModel>> classifier(store::Tenant& tenant, const platform::config::Config& config,
                                                          const dialog::DialogConfig& dialog) const;
  std::vector<platform::Action> tools(const platform::config::Config& config) const;

  BrainServices services_;
};

}  // namespace frontdesk::app
