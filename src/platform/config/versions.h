#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "platform/config/document.h"
#include "store/database.h"

// What is kept of a tenant's versions. All of it runs inside the tenant's transactions.
namespace frontdesk::platform::config {

inline constexpr std::string_view kProduction = "prod";

struct Version {
  std::int64_t number = 0;  // 1, 2, 3 …
  std::string hash;
  std::string parent;  // hash of what was live when it was made; "" for the first
  Timestamp created_at;
  std::string by;
  std::string note;
  bool live = false;
};

struct StoredVersion {
  Version version;
  std::string yaml;           // as it was last given, with its comments
  std::vector<Source> bases;  // what it extends
  Value document;             // resolved
};

struct Live {
  std::string hash;
  Timestamp deployed_at;
  std::string by;
};

struct Deployment {
  std::string hash;
  bool is_rollback = false;
};

// One time that something went live.
struct Activation {
  std::int64_t number = 0;  // 1, 2, 3 …, a greater one is the later
  std::string hash;
  std::int64_t version = 0;
  bool is_rollback = false;
  Timestamp at;
  std::string by;
  std::string note;
};

// The version that a rollback without a name goes to, given all deployments in their order: the one that was live
// before the live one was deployed. Empty where there is none.
std::optional<std::string> rollback_target(const std::vector<Deployment>& deployments);

namespace versions {

std::vector<Version> list(store::Reader& reader, std::string_view environment = kProduction);  // newest first
std::optional<StoredVersion> find(store::Reader& reader, std::string_view hash);
std::optional<Live> live(store::Reader& reader, std::string_view environment = kProduction);
std::vector<Deployment> deployments(store::Reader& reader, std::string_view environment = kProduction);
std::int64_t count(store::Reader& reader);
// The full hash that begins with these digits (at least 6); empty where none or several do.
std::optional<std::string> complete(store::Reader& reader, std::string_view beginning);

struct Added {
  Version version;
  bool is_new = false;
};
// Keeps the version under its hash; one that is there already keeps its number and takes over the newer text.
Added add(store::Transaction& transaction, const StoredVersion& version);
// Both give the number of the deployment; a greater one is the later.
std::int64_t make_live(store::Transaction& transaction, std::string_view hash, bool is_rollback, Timestamp at,
                       std::string_view by, std::string_view note, std::string_view environment = kProduction);
std::vector<Activation> history(store::Reader& reader, std::size_t limit,
                                std::string_view environment = kProduction);  // newest first
// A file that is tried out: kept beside the versions until kDraftsKept later ones came. One that is kept already is the
// latest again.
inline constexpr std::size_t kDraftsKept = 8;
void keep_draft(store::Transaction& transaction, const StoredVersion& draft);
std::optional<StoredVersion> find_draft(store::Reader& reader, std::string_view hash);
std::int64_t latest_deployment(store::Reader& reader, std::string_view environment = kProduction);

}  // namespace versions
}  // namespace frontdesk::platform::config
