#include "gateway/credentials.h"

#include <charconv>

#include "base/crypto.h"
#include "base/error.h"

namespace frontdesk::gateway {
namespace {

constexpr std::string_view kVisitor = "vt_";
constexpr std::string_view kStaff = "st_";

std::string mac(std::string_view secret, std::string_view prefix, std::string_view claims) {
  const auto digest = crypto::hmac_sha256(secret, std::string(prefix) + std::string(claims));
  return crypto::base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

// Takes what stands before the next colon; the last field takes the rest.
std::string_view take_field(std::string_view& claims) {
  const auto end = claims.find(':');
  const auto field = claims.substr(0, end);
  claims.remove_prefix(end == std::string_view::npos ? claims.size() : end + 1);
  return field;
}

std::optional<platform::Caller> visitor(std::string_view claims) {
  const auto tenant = take_field(claims);
  const auto rights = take_field(claims);
  if (!TenantId::is_valid(tenant) || claims.empty()) return std::nullopt;
  platform::Caller caller{TenantId::parse(tenant), "visitor:" + std::string(claims), {"conversation.own"}};
  if (rights == "trace") caller.permissions.emplace_back("conversation.trace");
  return caller;
}

std::optional<platform::Caller> staff(std::string_view claims, Timestamp now) {
  const auto tenant = take_field(claims);
  const auto expiry = take_field(claims);
  std::int64_t expires_ms = 0;
  std::from_chars(expiry.data(), expiry.data() + expiry.size(), expires_ms);
  if (!TenantId::is_valid(tenant) || expires_ms <= now.ms) return std::nullopt;
  return platform::Caller{TenantId::parse(tenant),
                          "staff:" + std::string(claims),
                          {"conversations.create", "conversation.own", "conversation.trace", "conversations.read",
                           "conversations.act", "config.read", "config.write"}};
}

}  // namespace

Credentials::Credentials(std::string secret, const Clock& clock) : secret_(std::move(secret)), clock_(clock) {
  if (secret_.size() < 32)
    throw Error(Kind::invalid, "sign-in/weak-secret", "The server's secret needs at least 32 bytes.");
}

std::string Credentials::visitor_token(const TenantId& tenant, std::string_view conversation, bool with_trace) const {
  return sign(kVisitor, fmt::format("{}:{}:{}", tenant.text(), with_trace ? "trace" : "", conversation));
}

StaffSession Credentials::staff_session(const TenantId& tenant, std::string_view name,
                                        std::chrono::seconds life) const {
  const Timestamp expires_at{clock_.wall().ms + std::chrono::milliseconds(life).count()};
  return {sign(kStaff, fmt::format("{}:{}:{}", tenant.text(), expires_at.ms, name)), expires_at};
}

std::optional<platform::Caller> Credentials::caller_of(std::string_view token) const {
  if (const auto claims = claims_of(token, kVisitor)) return visitor(*claims);
  if (const auto claims = claims_of(token, kStaff)) return staff(*claims, clock_.wall());
  return std::nullopt;
}

std::string Credentials::sign(std::string_view prefix, std::string_view claims) const {
  return fmt::format("{}{}.{}", prefix, crypto::base64url(claims), mac(secret_, prefix, claims));
}

std::optional<std::string> Credentials::claims_of(std::string_view token, std::string_view prefix) const {
  if (!token.starts_with(prefix)) return std::nullopt;
  const auto dot = token.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  auto claims = crypto::from_base64url(token.substr(prefix.size(), dot - prefix.size()));
  if (!claims || !crypto::equal_in_constant_time(mac(secret_, prefix, *claims), token.substr(dot + 1)))
    return std::nullopt;
  return claims;
}

}  // namespace frontdesk::gateway
