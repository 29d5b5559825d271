#include "gateway/secrets_file.h"

#include "base/json.h"

namespace frontdesk::gateway {
namespace {

constexpr auto kName = "secrets.json";

bool is_object(const std::string& bytes) {
  try {
    return json::parse(bytes).is_object();
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

std::optional<Error> look_at_secrets(Files& files, const std::string& folder, Fingerprints& fingerprints) {
  const auto path = fmt::format("{}/{}", folder, kName);
  if (!files.exists(path)) {
    if (!fingerprints.knows(kName)) return {};
    fingerprints.forget(kName);
    return Error(
        Kind::unavailable, "secrets/file-gone",
        fmt::format("{} was there at the last start and is gone: tools that need its secrets fail. Put it back, or "
                    "leave it out if that is meant; this is said once.",
                    path));
  }
  const auto bytes = read_whole(files, path);
  if (!is_object(bytes)) {
    return Error(Kind::unavailable, "secrets/file-malformed",
                 fmt::format("{} is no JSON object: tools that need its secrets fail. Mend it or put it back.", path));
  }
  const auto verdict = fingerprints.look(kName, bytes);
  if (verdict != Fingerprints::Verdict::same) fingerprints.remember(kName, bytes);
  if (verdict != Fingerprints::Verdict::other) return {};
  return Error(
      Kind::unavailable, "secrets/file-changed",
      fmt::format("{0} is not what {1}/{2} knows of it. If nobody changed it since the last start, put it back from a "
                  "backup (or {2}, where that is the older one); this is said once.",
                  path, folder, Fingerprints::kFile));
}

}  // namespace frontdesk::gateway
