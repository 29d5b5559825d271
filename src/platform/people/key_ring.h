#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/people/directory.h"

namespace frontdesk::platform::people {

// The API keys of the place that a caller speaks for: a tenant's, or the operator's. Safe from any thread.
class KeyRing {
 public:
  explicit KeyRing(Directory& directory) : directory_(directory) {}

  struct Made {
    ApiKey key;
    std::string token;  // ak_…, told this once
  };
  // `days`: how long it lasts; 0 is for good. Throws Error{forbidden, "keys/not-yours-to-give"} for a permission that
  // the caller does not have.
  Task<Made> make(Caller caller, std::string name, std::vector<std::string> permissions, std::int64_t days);
  // Those in whose name the words are; all for none.
  std::vector<ApiKey> list(const Caller& caller, std::string_view words = {}) const;
  // Throws Error{not_found, "keys/unknown"}.
  Task<> revoke(Caller caller, std::string id);

 private:
  Directory& directory_;
};

}  // namespace frontdesk::platform::people
