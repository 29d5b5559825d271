#include "engines/webhooks/rules.h"

#include "base/crypto.h"
#include "base/error.h"
#include "base/json.h"
#include "base/json_schema.h"
#include "platform/address_guard.h"

namespace frontdesk::engines::webhooks {
namespace {

std::string_view bytes_of(const crypto::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Error bad_url(std::string detail) { return Error(Kind::invalid, "webhooks/bad-url", std::move(detail)).at("/url"); }

Endpoint endpoint_of(std::string_view url) {
  try {
    return net::Url::parse(url).endpoint;
  } catch (const Error& error) {
    throw bad_url(error.detail);
  }
}

}  // namespace

std::string secret_of(std::string_view key, const TenantId& place, const Hook& hook, std::int64_t generation) {
  const auto what = fmt::format("webhook\n{}\n{}\n{}", place.text(), hook.id, generation);
  return std::string(bytes_of(crypto::hmac_sha256(key, what)));
}

std::string printed(std::string_view secret) { return "whsec_" + crypto::base64(secret); }

std::optional<Timestamp> old_secret_until(const Hook& hook) {
  if (!hook.rotated_at) return std::nullopt;
  return Timestamp{hook.rotated_at->ms + std::chrono::milliseconds(kOldSecretKept).count()};
}

std::vector<std::string> secrets_of(std::string_view key, const TenantId& place, const Hook& hook, Timestamp now) {
  std::vector<std::string> secrets{secret_of(key, place, hook, hook.generation)};
  if (const auto until = old_secret_until(hook); until && now < *until)
    secrets.push_back(secret_of(key, place, hook, hook.generation - 1));
  return secrets;
}

std::string signatures_of(const std::vector<std::string>& secrets, std::string_view message, Timestamp at,
                          std::string_view body) {
  const auto content = fmt::format("{}.{}.{}", message, at.ms / 1000, body);
  std::string signatures;
  for (const auto& secret : secrets) {
    const auto sum = crypto::hmac_sha256(secret, content);
    signatures += fmt::format("{}v1,{}", signatures.empty() ? "" : " ", crypto::base64(bytes_of(sum)));
  }
  return signatures;
}

std::string message_id_of(const TenantId& place, const Hook& hook, std::int64_t event) {
  const auto digest = crypto::sha256(fmt::format("{}\n{}\n{}", place.text(), hook.id, event));
  return "msg_" + crypto::base64url(bytes_of(digest).substr(0, 18));
}

void demand_url(std::string_view url, const TenantId& place, const IsNamed& is_named) {
  const auto endpoint = endpoint_of(url);
  if (is_named(place, endpoint)) return;
  if (!endpoint.tls)
    throw bad_url("It must begin with https://: what is told may be about people, and goes over other people's wires.");
  const auto word = platform::why_refused(endpoint.host, {});
  const bool is_name = word == "no address";  // what it stands for is looked at with each connection
  if (!word.empty() && !is_name)
    throw bad_url(fmt::format("{} is no place on the public network ({}).", endpoint.host, word));
}

Value told_of(const platform::Published& published, const Value& data) {
  const auto schema = json::parse(published.schema);
  ObjectBuilder told;
  for (const auto& member : schema["properties"].members())
    if (const auto* value = data.find(member.key())) told.set(member.name, *value);
  auto all = told.build();
  if (const auto findings = JsonSchema::compile(schema).check(all); !findings.empty())
    throw Error(Kind::internal, "webhooks/not-as-published",
                fmt::format("An event {} is not as its contract says. {}", published.type, to_text(findings)));
  return all;
}

Answer answer_of(const net::ClientResponse& response, Timestamp now) {
  const auto status = response.status;
  if (status >= 200 && status < 300) return {.status = status, .error = {}};
  Answer answer{.status = status, .error = fmt::format("The answer was {}, and not of the kind 2xx.", status)};
  if (status >= 300 && status < 400) answer.error += " Redirects are not followed: give the address where they lead.";
  answer.is_gone = status == 410;
  answer.is_of_help = !answer.is_gone;
  answer.retry_after = platform::parse_retry_after(response.headers.get("retry-after"), now);
  return answer;
}

Answer answer_of(const Error& error) {
  return {.error = fmt::format("{}: {}", error.slug, error.detail), .is_of_help = error.can_be_retried()};
}

}  // namespace frontdesk::engines::webhooks
