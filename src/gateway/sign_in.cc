#include "gateway/sign_in.h"

#include "base/crypto.h"
#include "base/error.h"
#include "base/text.h"

namespace frontdesk::gateway {
namespace {

constexpr std::size_t kTokenBytesMax = 2000;

std::string_view bearer_token(const net::Request& request) {
  constexpr std::string_view kScheme = "bearer ";
  const auto header = request.headers.get("authorization");
  const bool is_bearer = text::equal_ignoring_case(header.substr(0, kScheme.size()), kScheme);
  if (header.empty() || !is_bearer) {
    throw Error(Kind::unauthenticated, "sign-in/missing",
                "Send a key or token in the header \"Authorization: Bearer …\".");
  }
  return text::trim(header.substr(kScheme.size()));
}

Error unknown() {
  return {Kind::unauthenticated, "sign-in/unknown", "The key or token is not known, or has expired. Sign in again."};
}

}  // namespace

platform::Caller SignIn::caller_of(const net::Request& request) const {
  const auto token = bearer_token(request);
  if (token.size() > kTokenBytesMax) throw unknown();
  auto caller = token.starts_with("pk_") ? find_by_key_(token) : credentials_.caller_of(token);
  if (caller) return *std::move(caller);
  if (is_operator(token)) {
    throw Error(Kind::forbidden, "sign-in/not-for-operators",
                "The operator key opens no tenant; POST /v1/sessions makes a token for one.");
  }
  throw unknown();
}

void SignIn::demand_operator(const net::Request& request) const {
  const auto token = bearer_token(request);
  if (is_operator(token)) return;
  if (token.size() <= kTokenBytesMax && credentials_.caller_of(token)) {
    throw Error(Kind::forbidden, "sign-in/operators-only", "This needs the operator key.");
  }
  throw unknown();
}

bool SignIn::is_operator(std::string_view token) const {
  return !operator_key_.empty() && crypto::equal_in_constant_time(token, operator_key_);
}

}  // namespace frontdesk::gateway
