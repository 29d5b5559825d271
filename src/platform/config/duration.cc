#include "platform/config/duration.h"

#include <charconv>
#include <cstdint>

#include "base/text.h"

namespace frontdesk::platform::config {

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  std::int64_t count = 0;
  const auto [rest, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
  const auto digits = rest - text.data();
  if (problem != std::errc() || count < 0 || digits > 9 || text.starts_with('-')) return {};
  auto unit = text.substr(static_cast<std::size_t>(digits));
  if (unit.starts_with(' ')) unit.remove_prefix(1);
  constexpr std::pair<std::string_view, std::int64_t> kUnits[] = {
      {"ms", 1}, {"s", 1'000}, {"min", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
  constexpr std::int64_t kLongest = 36'525LL * 86'400'000;
  for (const auto& [name, ms] : kUnits) {
    if (unit == name && count * ms <= kLongest) return std::chrono::milliseconds(count * ms);
  }
  return {};
}

}  // namespace frontdesk::platform::config
