#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <string>

#include "base/tenant_id.h"

namespace frontdesk::platform {

// How much one tenant may use of what all share; the operator's to say (config/frontdesk.yaml). 0 is no limit.
struct Quota {
  std::int64_t conversations_per_hour = 20'000;  // opened
  std::int64_t messages_per_minute = 6'000;      // of customers
  std::int64_t conversations = 5'000'000;        // kept
  std::int64_t stored_mb = 20'000;               // of the tenant's database
  std::int64_t versions = 1'000;                 // of its file, kept
  std::int64_t file_kb = 1'000;                  // of its file with what it extends
  std::int64_t intents = 500;
  std::int64_t examples = 20'000;  // of all intents
};
BOOST_DESCRIBE_STRUCT(Quota, (),
                      (conversations_per_hour, messages_per_minute, conversations, stored_mb, versions, file_kb,
                       intents, examples))

// The quotas of all tenants.
struct Quotas {
  Quota all;
  std::map<std::string, Quota, std::less<>> of_tenants;  // in place of `all`

  const Quota& of(const TenantId& tenant) const {
    const auto found = of_tenants.find(tenant.text());
    return found == of_tenants.end() ? all : found->second;
  }
};

}  // namespace frontdesk::platform
