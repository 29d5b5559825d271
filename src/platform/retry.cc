#include "platform/retry.h"

#include <charconv>
#include <ctime>
#include <string>

#include "base/text.h"

namespace frontdesk::platform {

bool is_of_no_help_to_repeat(const Error& error) {
  switch (error.kind) {
    case Kind::invalid:
    case Kind::unauthenticated:
    case Kind::forbidden:
    case Kind::not_found:
    case Kind::conflict:
      return true;
    case Kind::exhausted:
    case Kind::unavailable:
    case Kind::timeout:
    case Kind::internal:
      return false;
  }
  return false;
}

std::chrono::milliseconds backoff(const RetryPolicy& policy, int attempt, Random& random) {
  auto wait = policy.first_wait;
  for (int i = 1; i < attempt && wait < policy.wait_max; ++i) wait *= 2;
  wait = std::min(wait, policy.wait_max);
  return std::chrono::milliseconds(
      static_cast<std::int64_t>(static_cast<double>(wait.count()) * (0.5 + random.uniform() / 2)));
}

std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view field, Timestamp now) {
  const auto text = text::trim(field);
  if (text.empty()) return std::nullopt;
  std::int64_t seconds = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (code == std::errc() && end == text.data() + text.size()) {
    constexpr std::int64_t kDay = 86'400;
    if (seconds < 0) return std::nullopt;
    return std::chrono::seconds(std::min(seconds, kDay));
  }
  std::tm parts{};
  const std::string date(text);
  const auto* const rest = strptime(date.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (!rest || *rest != '\0') return std::nullopt;
  const auto at_ms = static_cast<std::int64_t>(timegm(&parts)) * 1000;
  return std::chrono::milliseconds(std::max<std::int64_t>(at_ms - now.ms, 0));
}

}  // namespace frontdesk::platform
