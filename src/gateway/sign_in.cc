#include "gateway/sign_in.h"

#include "base/crypto.h"
#include "base/error.h"
#include "base/text.h"
#include "platform/people/permissions.h"
#include "platform/people/user.h"

namespace frontdesk::gateway {
namespace {

constexpr std::size_t kTokenBytesMax = 2000;

Error unknown() {
  return {Kind::unauthenticated, "sign-in/unknown", "The key or token is not known, or has expired. Sign in again."};
}

}  // namespace

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

SignedIn SignIn::sign_in(const net::Request& request) const {
  const auto token = bearer_token(request);
  if (auto found = find(token)) return *std::move(found);
  if (is_operator(token)) {
    throw Error(Kind::forbidden, "sign-in/not-for-operators",
                "The operator key opens no tenant; POST /v1/sessions makes a token for one.");
  }
  throw unknown();
}

std::optional<SignedIn> SignIn::find(std::string_view token) const {
  if (token.size() > kTokenBytesMax) return std::nullopt;
  if (token.starts_with("pk_")) {
    auto caller = find_by_key_(token);
    return caller ? std::optional<SignedIn>({*std::move(caller), {}}) : std::nullopt;
  }
  if (find_person_) {
    if (auto caller = find_person_(token)) return SignedIn{*std::move(caller), {}};
  }
  auto found = credentials_.sign_in(token);
  if (found && found->caller.principal.starts_with("visitor:") && shows_trace_ && shows_trace_(found->caller.tenant)) {
    found->caller.permissions.emplace_back("conversation.trace");
  }
  return found;
}

SignIn::Standing SignIn::look_again(std::string_view token, const platform::Caller& caller) const {
  const auto found = find(token);
  if (!found || found->caller.tenant != caller.tenant || found->caller.principal != caller.principal) {
    return Standing::withdrawn;
  }
  if (serves_ && !serves_(caller.tenant)) return Standing::withdrawn;
  for (const auto& permission : caller.permissions) {
    if (!found->caller.may({permission})) return Standing::withdrawn;
  }
  return found->fresh_token.empty() ? Standing::as_it_was : Standing::to_be_renewed;
}

platform::Caller SignIn::demand_operator(const net::Request& request, bool by_key_only) const {
  constexpr auto kHouse = platform::people::permissions::kHouse;
  const auto token = bearer_token(request);
  platform::Caller caller{TenantId::of_operator(), "operator", {std::string(kHouse.name)}, {}};
  if (is_operator(token)) return caller;
  const auto found = find(token);
  if (!found) throw unknown();
  if (!by_key_only && found->caller.may(kHouse)) {
    caller.principal = found->caller.principal;
    caller.name = found->caller.name;
    return caller;
  }
  throw Error(Kind::forbidden, "sign-in/operators-only",
              by_key_only ? "This needs the operator key." : "This needs the operator key, or an operator_admin.");
}

void SignIn::demand_fresh_proof(const net::Request& request, const platform::Caller& caller) const {
  if (platform::people::user_id_in(caller.principal).empty()) return;
  if (is_proved_ && is_proved_(bearer_token(request))) return;
  throw Error(Kind::forbidden, "people/step-up-needed",
              "This needs your password once more: POST it to /v1/session/step-up, and repeat the request before its "
              "fresh_until.");
}

bool SignIn::is_operator(std::string_view token) const {
  return !operator_key_.empty() && crypto::equal_in_constant_time(token, operator_key_);
}

}  // namespace frontdesk::gateway
