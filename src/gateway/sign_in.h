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

// Whether a tenant lets its visitors see what the bot did.
using ShowsTrace = std::function<bool(const TenantId& tenant)>;

// Who sends a request, by its header "Authorization: Bearer …".
class SignIn {
 public:
  SignIn(const Credentials& credentials, std::string operator_key, FindByKey find_by_key, ShowsTrace shows_trace = {})
      : credentials_(credentials),
        operator_key_(std::move(operator_key)),
        find_by_key_(std::move(find_by_key)),
        shows_trace_(std::move(shows_trace)) {}

  // Throws Error{unauthenticated, "sign-in/…"}; for the operator key Error{forbidden, "sign-in/not-for-operators"}, as
  // it belongs to no tenant.
  SignedIn sign_in(const net::Request& request) const;

  // Whether what let this caller in still does, and with all that it then gave.
  enum class Standing { as_it_was, to_be_renewed, withdrawn };
  Standing look_again(std::string_view token, const platform::Caller& caller) const;

  // Throws Error{unauthenticated | forbidden, "sign-in/…"} unless the request carries the operator key.
  void demand_operator(const net::Request& request) const;

 private:
  bool is_operator(std::string_view token) const;
  std::optional<SignedIn> find(std::string_view token) const;

  const Credentials& credentials_;
  std::string operator_key_;
  FindByKey find_by_key_;
  ShowsTrace shows_trace_;
};

// The token of "Authorization: Bearer …". Throws Error{unauthenticated, "sign-in/missing"}.
std::string_view bearer_token(const net::Request& request);

}  // namespace frontdesk::gateway
