#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <vector>

#include "ai/intents.h"
#include "dialog/heard_turns.h"
#include "engines/automation/service.h"
#include "platform/route.h"

namespace frontdesk::engines::automation {

// Gives the conversations of a tenant; Error{not_found} where there is no such tenant.
using FindConversations = std::function<Task<dialog::Conversations*>(TenantId tenant)>;
// Trains the classifier that a configuration would talk with. Belongs on the pool.
using TrainIntents =
    std::function<std::shared_ptr<const ai::IntentModel>(const config::Config& config, Effort& effort)>;

struct LearningParts {
  config::ConfigStore& configs;
  OpenTenant open;
  FindConversations find;
  TrainIntents train;
  Pool& pool;
  Clock& clock;
};

// Puts right what was misread. A correction is one more example in a draft of the tenant's file, which goes live as any
// version does; nothing is learnt that is not in the file. The draft is the caller's to keep.
class Learning {
 public:
  explicit Learning(LearningParts parts) : parts_(std::move(parts)) {}

  // What customers said in the last days, how it was read, and what was not answered, in groups of what is alike.
  Task<Value> turns(platform::Caller caller, int days);

  // The draft with the sentence as an example of an intent, a question of a fact, or of an answer that is new; or with
  // some of its words as another name for something of the file (naming.h). Refuses
  // what teaches nothing: Error{conflict, "learning/known-already"} and {conflict, "learning/contradicts"}; also
  // {not_found, "learning/unknown-intent"} and {conflict, "learning/inherited", "learning/name-taken"}.
  // Findings where the draft has errors.
  Task<std::expected<Value, std::vector<config::Finding>>> teach(platform::Caller caller, Value body);

  // What customers said in the last month, read by what is live and by the draft: the turns that would be taken
  // otherwise, and those that would tell something else.
  Task<std::expected<Value, std::vector<config::Finding>>> preview(platform::Caller caller, Value body);

 private:
  LearningParts parts_;
};

std::vector<platform::Route> learning_routes(Learning& learning);

}  // namespace frontdesk::engines::automation
