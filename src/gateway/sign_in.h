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

// Who sends a request, by its header "Authorization: Bearer …".
class SignIn {
 public:
  SignIn(const Credentials& credentials, std::string operator_key, FindByKey find_by_key)
      : credentials_(credentials), operator_key_(std::move(operator_key)), find_by_key_(std::move(find_by_key)) {}

  // Throws Error{unauthenticated, "sign-in/…"}; for the operator key Error{forbidden, "sign-in/not-for-operators"}, as
  // it belongs to no tenant.
  platform::Caller caller_of(const net::Request& request) const;

  // Throws Error{unauthenticated | forbidden, "sign-in/…"} unless the request carries the operator key.
  void demand_operator(const net::Request& request) const;

 private:
  bool is_operator(std::string_view token) const;

  const Credentials& credentials_;
  std::string operator_key_;
  FindByKey find_by_key_;
};

}  // namespace frontdesk::gateway
