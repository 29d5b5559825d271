#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "platform/caller.h"

namespace frontdesk::gateway {

struct StaffSession {
  std::string token;  // st_…
  Timestamp expires_at;
};

// Makes and checks the tokens that the server itself gives out. They are signed, not stored: whoever changes the
// secret takes them all back.
class Credentials {
 public:
  // `secret`: at least 32 bytes that nobody can guess. Throws Error{invalid, "sign-in/weak-secret"}.
  Credentials(std::string secret, const Clock& clock);

  // For one conversation of one tenant. `with_trace`: its visitor may also see what the bot did.
  std::string visitor_token(const TenantId& tenant, std::string_view conversation, bool with_trace) const;
  // For the people of one tenant, who may do whatever the visitor of any conversation may, and more.
  StaffSession staff_session(const TenantId& tenant, std::string_view name, std::chrono::seconds life) const;

  // Nothing where the token is not ours, was changed, or has expired.
  std::optional<platform::Caller> caller_of(std::string_view token) const;

 private:
  std::string sign(std::string_view prefix, std::string_view claims) const;
  std::optional<std::string> claims_of(std::string_view token, std::string_view prefix) const;

  std::string secret_;
  const Clock& clock_;
};

}  // namespace frontdesk::gateway
