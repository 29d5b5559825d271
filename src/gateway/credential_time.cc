#include "gateway/credential_time.h"

#include <charconv>

#include "base/crypto.h"
#include "base/error.h"
#include "base/text.h"

namespace frontdesk::gateway {
namespace {

constexpr std::size_t kFileBytesMax = 200;

std::int64_t milliseconds_of(Moment moment) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(moment.time_since_epoch()).count();
}

// With a digest, so that a damaged digit is no time far ahead.
std::string line_of(Timestamp time) {
  const auto digits = std::to_string(time.ms);
  return digits + " " + crypto::sha256_hex(digits).substr(0, 16) + "\n";
}

std::optional<Timestamp> time_in(std::string_view line) {
  Timestamp time;
  std::from_chars(line.data(), line.data() + line.size(), time.ms);
  if (time.ms <= 0 || line != line_of(time)) return std::nullopt;
  return time;
}

}  // namespace

CredentialTime::CredentialTime(const Clock& clock, Timestamp at_least)
    : clock_(clock), ahead_ms_(std::max(clock.wall().ms, at_least.ms) - milliseconds_of(clock.now())) {}

Timestamp CredentialTime::now() const {
  const auto steady = milliseconds_of(clock_.now());
  const auto ahead = clock_.wall().ms - steady;
  auto most = ahead_ms_.load();
  while (ahead > most && !ahead_ms_.compare_exchange_weak(most, ahead)) {
  }
  return {steady + std::max(ahead, most)};
}

std::optional<Timestamp> CredentialTimeFile::load() {
  try {
    if (!files_.exists(path_)) return std::nullopt;
    std::string text(kFileBytesMax, '\0');
    text.resize(files_.open(path_, false)->read(0, text));
    if (const auto time = time_in(text)) return time;
    log_.warning("gateway", "the file of the credentials' time is damaged and was not used",
                 Value::object({{"file", path_}, {"remedy", "None is needed: the next save replaces it."}}));
  } catch (const Error& error) {
    log_.warning("gateway", "the file of the credentials' time cannot be read",
                 Value::object({{"file", path_}, {"cause", error.detail}}));
  }
  return std::nullopt;
}

void CredentialTimeFile::save(Timestamp time) {
  try {
    const auto fresh = path_ + ".new";
    const auto line = line_of(time);
    {
      const auto file = files_.open(fresh, true);
      file->truncate(0);
      file->write(0, line);
    }
    files_.rename(fresh, path_);
  } catch (const Error& error) {
    log_.warning("gateway", "the credentials' time was not saved",
                 Value::object({{"file", path_}, {"cause", error.detail}}));
  }
}

}  // namespace frontdesk::gateway
