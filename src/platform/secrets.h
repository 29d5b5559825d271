#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/tenant_id.h"

namespace frontdesk::platform {

// Turns references ("secret:NAME", NAME of capital letters, digits and "_") into what they stand for. Safe from any
// thread. Callers use the value at once and never log, store or return it.
class Secrets {
 public:
  virtual ~Secrets() = default;
  // Throws Error{invalid, "secrets/not-a-reference"} or {unavailable, "secrets/missing"}; both name the reference only.
  virtual std::string resolve(const TenantId& tenant, std::string_view reference) const = 0;

  // A sentence where resolve would throw; empty where there is a secret.
  std::optional<std::string> problem_with(const TenantId& tenant, std::string_view reference) const;
};

bool is_secret_reference(std::string_view text);

// True where a text looks like a key that somebody pasted ("sk-…", "ghp_…", "-----BEGIN", a long run of mixed letters
// and digits). `secret:NAME` never does.
bool looks_like_a_secret(std::string_view text);

// Looks for NAME in the environment (FRONTDESK_SECRET_NAME), then in <folder>/secrets.json: {"NAME": "…"} for all
// tenants,
// {"tenant": {"NAME": "…"}} for one, which goes first. The file is read when something is asked for and must be of mode
// 0600: Error{forbidden, "secrets/file-open-to-others"}.
std::unique_ptr<Secrets> environment_and_file_secrets(std::string folder);

// A fixed table; for tests and for checks that know what there is.
std::unique_ptr<Secrets> fixed_secrets(std::map<std::string, std::string, std::less<>> values);

}  // namespace frontdesk::platform
