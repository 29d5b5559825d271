#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/tenant_id.h"
#include "base/transport.h"
#include "engines/webhooks/types.h"
#include "net/client.h"
#include "platform/retry.h"

// What is decided about webhooks without asking anybody; as https://www.standardwebhooks.com says.
namespace frontdesk::engines::webhooks {

// One behind the other, 24 attempts take about two days and a half.
inline constexpr platform::RetryPolicy kRetry{.attempts_max = 24,
                                              .first_wait = std::chrono::seconds(5),
                                              .wait_max = std::chrono::hours(6),
                                              .told_wait_max = std::chrono::hours(6)};
inline constexpr std::chrono::seconds kAnswerMax{15};
inline constexpr std::chrono::hours kOldSecretKept{24};
inline constexpr std::chrono::hours kFailingMax{24 * 5};  // then it is disabled
inline constexpr std::size_t kHooksMax = 20;              // of a place
inline constexpr std::int64_t kDeliveriesKept = 1'000;    // of a hook, and all that wait
inline constexpr std::size_t kBodyMax = 64 * 1024;

// 32 bytes, derived, so that no database holds them: from the key of the house, place, hook and generation.
std::string secret_of(std::string_view key, const TenantId& place, const Hook& hook, std::int64_t generation);
// As people hand it on, "whsec_…".
std::string printed(std::string_view secret);
// How long the secret before this one is good, too.
std::optional<Timestamp> old_secret_until(const Hook& hook);
// Those that are good, the newest first.
std::vector<std::string> secrets_of(std::string_view key, const TenantId& place, const Hook& hook, Timestamp now);

// The field webhook-signature: one "v1,…" for each secret.
std::string signatures_of(const std::vector<std::string>& secrets, std::string_view message, Timestamp at,
                          std::string_view body);
// The same for each attempt, and of no other message.
std::string message_id_of(const TenantId& place, const Hook& hook, std::int64_t event);

// Whether the operator has named this place of a tenant's, so that it may be private and be without TLS.
using IsNamed = std::function<bool(const TenantId& tenant, const Endpoint& endpoint)>;
// Throws Error{invalid, "webhooks/bad-url"}.
void demand_url(std::string_view url, const TenantId& place, const IsNamed& is_named);

// What of an event's data its contract names. Throws Error{internal, "webhooks/not-as-published"}.
Value told_of(const platform::Published& published, const Value& data);

// How an attempt ended.
struct Answer {
  std::int64_t status = 0;
  std::string error;       // empty: it was taken
  bool is_of_help = true;  // to try it again
  bool is_gone = false;    // whoever is there wants nothing more, ever
  std::optional<std::chrono::milliseconds> retry_after;
};
Answer answer_of(const net::ClientResponse& response, Timestamp now);
Answer answer_of(const Error& error);

}  // namespace frontdesk::engines::webhooks
