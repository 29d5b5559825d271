#include "dialog/policies.h"

namespace frontdesk::dialog {

Policies::Policies(const std::vector<Policy>& policies) {
  for (const auto& policy : policies) policies_.push_back({policy, cel::Expression::parse(policy.when)});
}

std::optional<PolicyRefusal> Policies::refusal(std::string_view tool, const Value& scope) const {
  for (const auto& [policy, when] : policies_) {
    if (policy.tool && *policy.tool != tool) continue;
    const auto result = when.try_evaluate(scope, cel::Equality::of_one_type);
    if (result && result->is_bool() && !result->boolean()) continue;
    std::string why;
    if (!result) why = result.error().problem;
    if (result && !result->is_bool()) why = "it is neither true nor false";
    return PolicyRefusal{policy.id, policy.refuse, std::move(why)};
  }
  return std::nullopt;
}

}  // namespace frontdesk::dialog
