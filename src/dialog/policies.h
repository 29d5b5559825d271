#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/cel.h"
#include "dialog/config.h"

namespace frontdesk::dialog {

// Why a policy refuses a call.
struct PolicyRefusal {
  std::string id;
  Value refuse;     // what the customer is told: a wording
  std::string why;  // for the trace: empty where the condition holds, else why it could not be decided
};

// The policies of one version, parsed once.
class Policies {
 public:
  explicit Policies(const std::vector<Policy>& policies);

  // The first one that refuses a call of the tool. They fail closed: where a condition names a value that is missing or
  // of another type than it is compared with, the call is refused.
  std::optional<PolicyRefusal> refusal(std::string_view tool, const Value& scope) const;

 private:
  struct Parsed {
    Policy policy;
    cel::Expression when;
  };
  std::vector<Parsed> policies_;
};

}  // namespace frontdesk::dialog
