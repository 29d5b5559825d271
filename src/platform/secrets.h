#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/tenant_id.h"
#include "base/value.h"

namespace frontdesk::platform {

// Turns references ("secret:NAME", NAME of capital letters, digits and "_") into what they stand for. A secret belongs
// to one tenant, or to the operator who lends it to tenants by name, and goes to the hosts that its entry lists and to
// no other. Safe from any thread. Callers use the value at once and never log, store or return it.
class Secrets {
 public:
  virtual ~Secrets() = default;
  // For a request to this URL. Throws Error{invalid, "secrets/not-a-reference"} or {unavailable, "secrets/missing"}, in
  // the same words whether nobody has such a secret, another tenant or the operator has it, or it is for other hosts.
  virtual std::string resolve(const TenantId& tenant, std::string_view reference, std::string_view url) const = 0;

  // A sentence where resolve would throw; empty where there is a secret.
  std::optional<std::string> problem_with(const TenantId& tenant, std::string_view reference,
                                          std::string_view url) const;
};

bool is_secret_reference(std::string_view text);

// True where a text looks like a key that somebody pasted ("sk-…", "ghp_…", "-----BEGIN", a long run of mixed letters
// and digits). `secret:NAME` never does.
bool looks_like_a_secret(std::string_view text);

// Reads <folder>/secrets.json, of mode 0600, whenever something is asked for:
//   {"tenants": {"bistro": {"NAME": {"value": "…", "hosts": ["api.example.com", "127.0.0.1:8081"]}}},
//    "operator": {"NAME": {"value": "…", "lent": {"bistro": ["api.example.com"]}}}}
// A host without a port is its port 443 over TLS; with a port it is that one, with or without TLS. The operator's value
// may stand in the environment instead (FRONTDESK_SECRET_NAME); the tenant's own goes first.
class SecretsFile final : public Secrets {
 public:
  explicit SecretsFile(std::string folder) : path_(folder.empty() ? "" : folder + "/secrets.json") {}

  std::string resolve(const TenantId& tenant, std::string_view reference, std::string_view url) const override;

  // Throws where the file is there and no good: Error{forbidden, "secrets/file-open-to-others"} or {unavailable,
  // "secrets/file-malformed"}. What stands in it is not repeated. Tenants are never told; the operator is, at the
  // start.
  void check() const;

 private:
  Value read() const;
  std::string path_;
};

// The same table from a value; for tests. Throws as SecretsFile::check does.
std::unique_ptr<Secrets> fixed_secrets(Value table);

}  // namespace frontdesk::platform
