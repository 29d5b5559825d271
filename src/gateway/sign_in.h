#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/credentials.h"
#include "net/http.h"
#include "platform/caller.h"

namespace frontdesk::gateway {

// The caller for a publishable key (pk_…), or nothing.
using FindByKey = std::function<std::optional<platform::Caller>(std::string_view publishable_key)>;

// The caller for a session of a user (us_…) or an API key (ak_…), or nothing.
using FindPerson = std::function<std::optional<platform::Caller>(std::string_view token)>;

// Whether a tenant lets its visitors see what the bot did.
using ShowsTrace = std::function<bool(const TenantId& tenant)>;

// Whether a tenant is served at all.
using Serves = std::function<bool(const TenantId& tenant)>;

// Whether the token is of a user's session whose password was given a moment ago.
using IsProved = std::function<bool(std::string_view token)>;

// Who sends a request, by its header "Authorization: Bearer …".
class SignIn {
 public:
  SignIn(const Credentials& credentials, std::string operator_key, FindByKey find_by_key, ShowsTrace shows_trace = {},
         FindPerson find_person = {}, Serves serves = {}, IsProved is_proved = {})
      : credentials_(credentials),
        operator_key_(std::move(operator_key)),
        find_by_key_(std::move(find_by_key)),
        shows_trace_(std::move(shows_trace)),
        find_person_(std::move(find_person)),
        serves_(std::move(serves)),
        is_proved_(std::move(is_proved)) {}

  // Throws Error{unauthenticated, "sign-in/…"}; for the operator key Error{forbidden, "sign-in/not-for-operators"}, as
  // it belongs to no tenant.
  SignedIn sign_in(const net::Request& request) const;

  // Whether what let this caller in still does, with all that it then gave, and the tenant is served.
  enum class Standing { as_it_was, to_be_renewed, withdrawn };
  Standing look_again(std::string_view token, const platform::Caller& caller) const;

  // Who asks, with no more than "house.manage". Throws Error{unauthenticated | forbidden, "sign-in/…"} unless the
  // request carries the operator key or, where it need not be the key, the token of somebody who may that.
  platform::Caller demand_operator(const net::Request& request, bool by_key_only) const;

  // For what needs a fresh proof of who acts. Throws Error{forbidden, "people/step-up-needed"} for a user whose
  // password was given too long ago. A key is the proof itself, as is what the operator key has opened.
  void demand_fresh_proof(const net::Request& request, const platform::Caller& caller) const;

 private:
  bool is_operator(std::string_view token) const;
  std::optional<SignedIn> find(std::string_view token) const;

  const Credentials& credentials_;
  std::string operator_key_;
  FindByKey find_by_key_;
  ShowsTrace shows_trace_;
  FindPerson find_person_;
  Serves serves_;
  IsProved is_proved_;
};

// The token of "Authorization: Bearer …". Throws Error{unauthenticated, "sign-in/missing"}.
std::string_view bearer_token(const net::Request& request);

}  // namespace frontdesk::gateway
