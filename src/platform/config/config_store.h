#pragma once

#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/pool.h"
#include "base/task.h"
#include "platform/config/config.h"
#include "platform/config/diff.h"
#include "platform/config/versions.h"
#include "platform/quotas.h"
#include "store/database.h"

namespace frontdesk::platform::config {

struct Deployed {
  Version version;
  bool is_new = false;            // otherwise the same content was there before, under this number
  bool was_live = false;          // it was live already: nothing changed but perhaps comments
  std::vector<Finding> findings;  // warnings
};

// What is to be committed together with a deployment; called in its transaction, behind everything else.
using Beside = std::function<void(store::Transaction& transaction, const Deployed& deployed)>;

// A file that somebody wants to have checked or deployed, with the files that it extends by the names it gives them.
struct Upload {
  Source file;
  std::vector<Source> bases;
  std::string note;
  std::string by;
  std::string parent;  // hash of the version that it was made from and that must still be live; empty: whichever is
  Beside beside = [](store::Transaction&, const Deployed&) {};
};

// Throws Error{conflict, "config/parent-not-live"} where what a file was made from is not what is live.
void demand_parent(const std::string& parent, const std::optional<Live>& live);

// A file that may be tried out, without going live.
struct Draft {
  std::string hash;
  std::vector<Change> changes;    // against what is live; empty where nothing is
  std::vector<Finding> findings;  // warnings
};

struct Difference {
  std::string from;
  std::string to;
  std::vector<Change> changes;
};

// The versions of all tenants, and what is live, parsed and shared. What takes as long as a file is big runs on the
// pool. Safe from any thread.
class ConfigStore {
 public:
  // Gets ready for a configuration before it goes live in this process (the dialog trains its classifier). What it
  // throws stops the deployment.
  using BeforeLive = std::function<Task<>(std::shared_ptr<const Config> config)>;

  // `secrets` may be null; then whether they exist is not checked.
  ConfigStore(std::vector<Section> sections, const Secrets* secrets, Clock& clock, Log& log, Pool& pool,
              Quotas quotas = {});

  // Is told, on whichever thread it happens, what is live from now on.
  using AfterLive = std::function<void(const Config& config)>;

  // Called once each, before the first deployment.
  void before_live(BeforeLive prepare) { prepare_.push_back(std::move(prepare)); }
  void after_live(AfterLive tell) { tell_ = std::move(tell); }

  const Value& schema() const { return checker_.schema(); }

  // Throws Error{exhausted, "quota/file-kb"}; so does deploy, and there also "quota/versions".
  Task<std::vector<Finding>> check(TenantId tenant, Upload upload);

  // Everything that a deployment would look at, and nothing changed: the configuration where there are no errors.
  Task<Checking> examine(TenantId tenant, Upload upload) { return checked(std::move(tenant), std::move(upload)); }

  // The findings in place of a deployment where there are errors; then nothing was changed. Throws Error{conflict,
  // "config/parent-not-live"} where another version went live since.
  Task<std::expected<Deployed, std::vector<Finding>>> deploy(store::Tenant& tenant, Upload upload);

  // Checks a file as a deployment does and keeps it to be tried out: load() gives it by its hash. Nothing goes live.
  // The findings in place of it where there are errors.
  Task<std::expected<Draft, std::vector<Finding>>> draft(store::Tenant& tenant, Upload upload);
  // The latest times that something went live, newest first.
  Task<std::vector<Activation>> history(store::Tenant& tenant, std::size_t limit);

  // To a version by its hash or the beginning of it; without one, to what was live before the live one was deployed.
  // Throws Error{not_found, "config/unknown-version"}, {conflict, "config/no-earlier-version"}.
  // {conflict, "config/reads-otherwise"}. The version is checked as a deployment is: the findings in place of it where
  // there are errors today.
  Task<std::expected<Version, std::vector<Finding>>> rollback(
      store::Tenant& tenant, std::optional<std::string> to, std::string by, std::string note = {},
      Beside beside = [](store::Transaction&, const Deployed&) {});

  Task<std::vector<Version>> versions(store::Tenant& tenant);                            // newest first
  Task<StoredVersion> version(store::Tenant& tenant, std::string hash);                  // throws as rollback does
  Task<Difference> difference(store::Tenant& tenant, std::string from, std::string to);  // likewise
  Task<std::optional<Live>> live_version(store::Tenant& tenant);

  // What new conversations get; null where nothing was deployed. The first call reads it from the tenant's place.
  Task<std::shared_ptr<const Config>> live(store::Tenant& tenant);
  // What a conversation was pinned to, by its whole hash: a version, or a draft.
  Task<std::shared_ptr<const Config>> load(store::Tenant& tenant, std::string hash);

  // What is live of it is read anew when it is asked for.
  void forget(const TenantId& tenant);
  // Of what was loaded or deployed in this process; null or empty where there is none.
  std::shared_ptr<const Config> cached(const TenantId& tenant) const;

 private:
  struct Entry {
    std::shared_ptr<const Config> config;
    std::int64_t deployment = 0;
  };

  Task<Checking> checked(TenantId tenant, Upload upload);
  Task<std::expected<std::shared_ptr<const Config>, std::vector<Finding>>> check_again(store::Tenant& tenant,
                                                                                       std::string hash);
  Checking run_check(const TenantId& tenant, Upload upload, Effort& effort) const;
  void check_size(const TenantId& tenant, const Upload& upload) const;
  void check_versions(const TenantId& tenant, store::Reader& reader) const;
  // Checks what was stored, beside the loops.
  Task<std::shared_ptr<const Config>> configured(TenantId tenant, std::shared_ptr<const StoredVersion> stored);
  Task<std::string> complete(store::Tenant& tenant, std::string hash);
  Task<> prepare(std::shared_ptr<const Config> config);
  void put_live(std::shared_ptr<const Config> config, std::int64_t deployment);
  std::shared_ptr<const Config> remembered(const std::string& key) const;
  void remember(const std::string& key, const std::shared_ptr<const Config>& config);

  Checker checker_;
  const Secrets* secrets_;
  Clock& clock_;
  Log& log_;
  Pool& pool_;
  const Quotas quotas_;
  std::vector<BeforeLive> prepare_;
  AfterLive tell_ = [](const Config&) {};

  mutable std::mutex mutex_;
  std::map<TenantId, Entry> live_;
  std::map<std::string, std::weak_ptr<const Config>, std::less<>> by_hash_;  // "<tenant>/<hash>"
};

}  // namespace frontdesk::platform::config
