#include "gateway/credentials.h"

#include <charconv>

#include "base/crypto.h"
#include "base/error.h"

namespace frontdesk::gateway {
namespace {

using platform::Role;

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

// What a token says of tenant and expiry; the claims keep what stands behind. Nothing where it has expired.
struct Grant {
  TenantId tenant;
  Timestamp expires_at;
};

std::optional<Grant> take_grant(std::string_view& claims, Timestamp now) {
  const auto tenant = take_field(claims);
  const auto expiry = take_field(claims);
  Timestamp expires_at;
  std::from_chars(expiry.data(), expiry.data() + expiry.size(), expires_at.ms);
  if (!TenantId::is_valid(tenant) || expires_at <= now) return std::nullopt;
  return Grant{TenantId::parse(tenant), expires_at};
}

}  // namespace

Credentials::Credentials(std::string secret, const Clock& clock, platform::Rights rights, CredentialOptions options)
    : secret_(std::move(secret)), rights_(std::move(rights)), options_(options), time_(clock, options.at_least) {
  if (secret_.size() < 32)
    throw Error(Kind::invalid, "sign-in/weak-secret", "The server's secret needs at least 32 bytes.");
}

std::string Credentials::visitor_token(const TenantId& tenant, std::string_view conversation) const {
  const auto expires_ms = time_.now().ms + std::chrono::milliseconds(options_.visitor_life).count();
  return sign(kVisitor, fmt::format("{}:{}:{}", tenant.text(), expires_ms, conversation));
}

StaffSession Credentials::staff_session(const TenantId& tenant, std::string_view name,
                                        std::chrono::seconds life) const {
  const Timestamp expires_at{time_.now().ms + std::chrono::milliseconds(life).count()};
  return {sign(kStaff, fmt::format("{}:{}:{}", tenant.text(), expires_at.ms, name)), expires_at};
}

std::optional<SignedIn> Credentials::sign_in(std::string_view token) const {
  if (const auto claims = claims_of(token, kVisitor)) return visitor(*claims);
  if (const auto claims = claims_of(token, kStaff)) return staff(*claims);
  return std::nullopt;
}

std::optional<SignedIn> Credentials::visitor(std::string_view claims) const {
  const auto now = time_.now();
  const auto grant = take_grant(claims, now);
  if (!grant || claims.empty()) return std::nullopt;
  SignedIn visitor{{grant->tenant, "visitor:" + std::string(claims), rights_.of(Role::visitor)}, {}};
  const auto life_ms = std::chrono::milliseconds(options_.visitor_life).count();
  if (grant->expires_at.ms - now.ms <= life_ms / 2) visitor.fresh_token = visitor_token(grant->tenant, claims);
  return visitor;
}

std::optional<SignedIn> Credentials::staff(std::string_view claims) const {
  const auto grant = take_grant(claims, time_.now());
  if (!grant) return std::nullopt;
  return SignedIn{{grant->tenant, "staff:" + std::string(claims), rights_.of(Role::tenant_admin)}, {}};
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
