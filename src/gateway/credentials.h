#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "gateway/credential_time.h"
#include "platform/rights.h"

namespace frontdesk::gateway {

struct StaffSession {
  std::string token;  // st_…
  Timestamp expires_at;
};

struct CredentialOptions {
  std::chrono::seconds visitor_life = std::chrono::hours(24 * 30);
  Timestamp at_least;  // what the credentials' time had come to before this process
};

// Whom a token stands for.
struct SignedIn {
  platform::Caller caller;
  std::string fresh_token;  // to be used from here on; empty until half of the old one's life is over
};

// Makes and checks the tokens that the server itself gives out. They are signed, not stored: whoever changes the
// secret takes them all back.
class Credentials {
 public:
  // `secret`: at least 32 bytes that nobody can guess. Throws Error{invalid, "sign-in/weak-secret"}.
  Credentials(std::string secret, const Clock& clock, platform::Rights rights, CredentialOptions options = {});

  // For one conversation of one tenant. It expires, and is renewed by use.
  std::string visitor_token(const TenantId& tenant, std::string_view conversation) const;
  // For the people of one tenant, who may do whatever the visitor of any conversation may, and more.
  StaffSession staff_session(const TenantId& tenant, std::string_view name, std::chrono::seconds life) const;

  // Nothing where the token is not ours, was changed, or has expired.
  std::optional<SignedIn> sign_in(std::string_view token) const;
  Timestamp time() const { return time_.now(); }

 private:
  std::string sign(std::string_view prefix, std::string_view claims) const;
  std::optional<std::string> claims_of(std::string_view token, std::string_view prefix) const;
  std::optional<SignedIn> visitor(std::string_view claims) const;
  std::optional<SignedIn> staff(std::string_view claims) const;

  std::string secret_;
  platform::Rights rights_;
  CredentialOptions options_;
  CredentialTime time_;
};

}  // namespace frontdesk::gateway
