#include "platform/config/config_store.h"

#include "base/error.h"

namespace frontdesk::platform::config {
namespace {

[[noreturn]] void refuse_unknown(const std::string& hash) {
  throw Error(Kind::not_found, "config/unknown-version",
              fmt::format("There is no version {}. List them with GET /v1/config/versions.", short_hash(hash)));
}

// A version is known by its content: a row that says otherwise was changed behind our back.
std::shared_ptr<const Config> config_of(const TenantId& tenant, const StoredVersion& stored) {
  auto config = make_config(stored.document);
  if (config->hash != stored.version.hash || config->tenant != tenant) {
    throw Error(Kind::internal, "config/altered",
                fmt::format("The stored version {} of {} is not what was deployed under its hash. Restore the tenant's "
                            "files from a backup, or deploy the tenant's file again.",
                            short_hash(stored.version.hash), tenant.text()));
  }
  return config;
}

// What is live is what was deployed last, and it is there.
void check_live(const TenantId& tenant, const std::optional<Live>& live, const std::vector<Deployment>& deployments,
                bool is_there) {
  const bool agrees =
      live ? !deployments.empty() && deployments.back().hash == live->hash && is_there : deployments.empty();
  if (agrees) return;
  throw Error(Kind::internal, "config/altered",
              fmt::format("What is live at {} is not what was deployed last: rows of its configuration were changed. "
                          "Restore the tenant's files from a backup, or deploy the tenant's file again.",
                          tenant.text()));
}

std::string key_of(const TenantId& tenant, std::string_view hash) { return fmt::format("{}/{}", tenant.text(), hash); }

// What the file asks to be learnt and kept ready is bounded for each tenant.
void refuse_too_many(const Quota& quota, Checking& checking) {
  if (!checking.document) return;
  const auto& intents = checking.document->value()["intents"];
  std::int64_t examples = 0;
  for (const auto& intent : intents.items()) examples += static_cast<std::int64_t>(intent["examples"].size());
  const auto& facts = checking.document->value()["facts"];  // learnt beside the intents
  for (const auto& fact : facts.items()) examples += static_cast<std::int64_t>(fact["questions"].size());
  const auto refuse = [&](std::string_view what, std::int64_t count, std::int64_t limit) {
    if (limit <= 0 || count <= limit) return;
    const auto place = checking.document->place_of("/intents", Spot::key);
    checking.findings.push_back({Severity::error, place.file, place.line, place.column, "/intents",
                                 fmt::format("The file has {} {}, and the quota is {}.", count, what, limit),
                                 "Join what means the same, or have the operator raise the quota."});
    checking.config = nullptr;
  };
  refuse("intents", static_cast<std::int64_t>(intents.size() + facts.size()), quota.intents);
  refuse("examples", examples, quota.examples);
}

// A file that was checked, as it is kept.
StoredVersion stored_of(const Checking& checking) {
  StoredVersion stored;
  stored.version.hash = checking.config->hash;
  const auto& sources = checking.document->sources();
  stored.yaml = sources.front().bytes;
  stored.bases.assign(sources.begin() + 1, sources.end());
  stored.document = checking.config->document;
  return stored;
}

}  // namespace

// What somebody else made live meanwhile is not taken back by a file that knows nothing of it.
void demand_parent(const std::string& parent, const std::optional<Live>& live) {
  if (parent.empty() || (live && live->hash == parent)) return;
  throw Error(Kind::conflict, "config/parent-not-live",
              live
                  ? fmt::format("Version {} of {} went live since this file was begun, so nothing was changed. Look at "
                                "the difference, and make the change in that version.",
                                short_hash(live->hash), live->by)
                  : "Nothing is live that this file could have been made from. Leave `parent` out.");
}

ConfigStore::ConfigStore(std::vector<Section> sections, const Secrets* secrets, Clock& clock, Log& log, Pool& pool,
                         Quotas quotas)
    : checker_(std::move(sections)),
      secrets_(secrets),
      clock_(clock),
      log_(log),
      pool_(pool),
      quotas_(std::move(quotas)) {}

void ConfigStore::check_size(const TenantId& tenant, const Upload& upload) const {
  const auto limit = quotas_.of(tenant).file_kb;
  auto bytes = upload.file.bytes.size();
  for (const auto& base : upload.bases) bytes += base.bytes.size();
  if (limit > 0 && bytes > static_cast<std::size_t>(limit) * 1024) {
    throw Error(Kind::exhausted, "quota/file-kb",
                fmt::format("The file has {} bytes with what it extends; the quota `file_kb` of {} is {} kB. Make it "
                            "smaller; the operator can raise the quota.",
                            bytes, tenant.text(), limit));
  }
}

void ConfigStore::check_versions(const TenantId& tenant, store::Reader& reader) const {
  const auto limit = quotas_.of(tenant).versions;
  if (limit <= 0 || versions::count(reader) <= limit) return;
  throw Error(
      Kind::exhausted, "quota/versions",
      fmt::format("{} keeps {} versions of its file, and its quota `versions` is that many. Roll back to one of "
                  "them, or have the operator raise it.",
                  tenant.text(), limit));
}

Task<Checking> ConfigStore::checked(TenantId tenant, Upload upload) {
  check_size(tenant, upload);
  auto owner = tenant.text();
  auto work = [this, tenant = std::move(tenant), upload = std::move(upload)](Effort& effort) mutable {
    return run_check(tenant, std::move(upload), effort);
  };
  co_return co_await pool_.run(std::move(owner), std::move(work));
}

Task<std::shared_ptr<const Config>> ConfigStore::configured(TenantId tenant,
                                                            std::shared_ptr<const StoredVersion> stored) {
  auto owner = tenant.text();
  auto work = [tenant = std::move(tenant), stored = std::move(stored)](Effort&) { return config_of(tenant, *stored); };
  co_return co_await pool_.run(std::move(owner), std::move(work));
}

Checking ConfigStore::run_check(const TenantId& tenant, Upload upload, Effort& effort) const {
  auto checking =
      checker_.check(std::move(upload.file), {load_from(std::move(upload.bases)), secrets_, tenant, &effort});
  refuse_too_many(quotas_.of(tenant), checking);
  return checking;
}

Task<std::vector<Finding>> ConfigStore::check(TenantId tenant, Upload upload) {
  auto checking = co_await checked(std::move(tenant), std::move(upload));
  co_return std::move(checking.findings);
}

Task<> ConfigStore::prepare(std::shared_ptr<const Config> config) {
  for (const auto& each : prepare_) co_await each(config);
}

Task<std::expected<Draft, std::vector<Finding>>> ConfigStore::draft(store::Tenant& tenant, Upload upload) {
  auto by = upload.by;
  auto checking = co_await checked(tenant.id(), std::move(upload));
  if (!checking.config) co_return std::unexpected(std::move(checking.findings));
  auto stored = stored_of(checking);
  stored.version.created_at = clock_.wall();
  stored.version.by = std::move(by);
  const auto before = co_await tenant.write([&stored](store::Transaction& transaction) {
    versions::keep_draft(transaction, stored);
    const auto live = versions::live(transaction);
    auto found = live ? versions::find(transaction, live->hash) : std::nullopt;
    return found ? std::move(found->document) : Value();
  });
  Draft draft{stored.version.hash, {}, std::move(checking.findings)};
  if (before.is_object()) {
    auto work = [before, after = std::move(stored.document)](Effort& effort) {
      return differences(before, after, effort);
    };
    draft.changes = co_await pool_.run(tenant.id().text(), std::move(work));
  }
  co_return draft;
}

Task<std::vector<Activation>> ConfigStore::history(store::Tenant& tenant, std::size_t limit) {
  co_return co_await tenant.read([limit](store::Reader& reader) { return versions::history(reader, limit); });
}

Task<std::expected<Deployed, std::vector<Finding>>> ConfigStore::deploy(store::Tenant& tenant, Upload upload) {
  auto note = upload.note;
  auto by = upload.by;
  const auto parent = upload.parent;
  const auto beside = std::move(upload.beside);
  auto checking = co_await checked(tenant.id(), std::move(upload));
  if (!checking.config) co_return std::unexpected(std::move(checking.findings));
  const auto config = checking.config;
  co_await prepare(config);

  auto stored = stored_of(checking);
  stored.version.created_at = clock_.wall();
  stored.version.by = by;
  stored.version.note = note;
  struct Written {
    versions::Added added;
    bool was_live = false;
    std::int64_t deployment = 0;
  };
  const auto& id = tenant.id();
  const auto written = co_await tenant.write([&](store::Transaction& transaction) {
    const auto live = versions::live(transaction);
    demand_parent(parent, live);
    auto version = stored;
    version.version.parent = live ? live->hash : "";
    const auto deployments = versions::deployments(transaction);
    const bool was_live = live && live->hash == version.version.hash && !deployments.empty() &&
                          deployments.back().hash == version.version.hash;
    Written result{versions::add(transaction, version), was_live, 0};
    if (result.added.is_new) check_versions(id, transaction);
    result.deployment = result.was_live
                            ? versions::latest_deployment(transaction)
                            : versions::make_live(transaction, version.version.hash, false, version.version.created_at,
                                                  version.version.by, version.version.note);
    result.added.version.live = true;
    beside(transaction, {result.added.version, result.added.is_new, was_live, checking.findings});
    return result;
  });
  put_live(config, written.deployment);
  log_.info("config", written.was_live ? "deployed what was live already" : "deployed",
            Value::object({{"tenant", tenant.id().text()},
                           {"version", written.added.version.number},
                           {"hash", short_hash(config->hash)}}));
  co_return Deployed{written.added.version, written.added.is_new, written.was_live, std::move(checking.findings)};
}

// An earlier version is held against what a file must be today: the secrets, the sections and the rules may be others
// than when it was deployed.
Task<std::expected<std::shared_ptr<const Config>, std::vector<Finding>>> ConfigStore::check_again(store::Tenant& tenant,
                                                                                                  std::string hash) {
  auto stored = co_await version(tenant, std::move(hash));
  auto checking =
      co_await checked(tenant.id(), {{"config.yaml", std::move(stored.yaml)}, std::move(stored.bases), {}, {}});
  if (!checking.config) co_return std::unexpected(std::move(checking.findings));
  if (checking.config->hash != stored.version.hash) {
    throw Error(Kind::conflict, "config/reads-otherwise",
                fmt::format("The file of version {} means something else today than when it was deployed. Deploy it "
                            "as a new version.",
                            short_hash(stored.version.hash)));
  }
  co_return std::move(checking.config);
}

Task<std::expected<Version, std::vector<Finding>>> ConfigStore::rollback(store::Tenant& tenant,
                                                                         std::optional<std::string> to, std::string by,
                                                                         std::string note, Beside beside) {
  if (!to) {
    to = co_await tenant.read([](store::Reader& reader) { return rollback_target(versions::deployments(reader)); });
    if (!to) {
      throw Error(Kind::conflict, "config/no-earlier-version",
                  "Nothing else was live before, so there is nothing to go back to.");
    }
  }
  auto checked = co_await check_again(tenant, *to);
  if (!checked) co_return std::unexpected(std::move(checked.error()));
  const auto config = std::move(*checked);
  co_await prepare(config);
  const auto now = clock_.wall();
  std::int64_t deployment = 0;
  auto version = co_await tenant.write([&](store::Transaction& transaction) {
    const auto live = versions::live(transaction);
    const bool was_live = live && live->hash == config->hash;
    deployment = was_live ? versions::latest_deployment(transaction)
                          : versions::make_live(transaction, config->hash, true, now, by, note);
    auto found = versions::find(transaction, config->hash)->version;
    beside(transaction, {.version = found, .was_live = was_live});
    return found;
  });
  put_live(config, deployment);
  log_.info(
      "config", "rolled back",
      Value::object({{"tenant", tenant.id().text()}, {"version", version.number}, {"hash", short_hash(config->hash)}}));
  co_return version;
}

Task<std::vector<Version>> ConfigStore::versions(store::Tenant& tenant) {
  return tenant.read([](store::Reader& reader) { return versions::list(reader); });
}

Task<std::string> ConfigStore::complete(store::Tenant& tenant, std::string hash) {
  const auto found = co_await tenant.read([&hash](store::Reader& reader) { return versions::complete(reader, hash); });
  if (!found) refuse_unknown(hash);
  co_return *found;
}

Task<StoredVersion> ConfigStore::version(store::Tenant& tenant, std::string hash) {
  const auto whole = co_await complete(tenant, hash);
  auto found = co_await tenant.read([&whole](store::Reader& reader) { return versions::find(reader, whole); });
  const auto stored = std::make_shared<const StoredVersion>(std::move(*found));
  co_await configured(tenant.id(), stored);
  co_return *stored;
}

Task<Difference> ConfigStore::difference(store::Tenant& tenant, std::string from, std::string to) {
  const auto before = co_await version(tenant, from);
  const auto after = co_await version(tenant, to);
  auto work = [before = before.document, after = after.document](Effort& effort) {
    return differences(before, after, effort);
  };
  auto changes = co_await pool_.run(tenant.id().text(), std::move(work));
  co_return Difference{before.version.hash, after.version.hash, std::move(changes)};
}

Task<std::optional<Live>> ConfigStore::live_version(store::Tenant& tenant) {
  return tenant.read([](store::Reader& reader) { return versions::live(reader); });
}

Task<std::shared_ptr<const Config>> ConfigStore::live(store::Tenant& tenant) {
  if (auto known = cached(tenant.id())) co_return known;
  std::int64_t deployment = 0;
  const auto& id = tenant.id();
  auto stored = co_await tenant.read([&deployment, &id](store::Reader& reader) -> std::optional<StoredVersion> {
    const auto live = versions::live(reader);
    deployment = versions::latest_deployment(reader);
    auto found = live ? versions::find(reader, live->hash) : std::nullopt;
    check_live(id, live, versions::deployments(reader), found.has_value());
    return found;
  });
  if (!stored) co_return nullptr;
  const auto config = co_await configured(id, std::make_shared<const StoredVersion>(std::move(*stored)));
  co_await prepare(config);
  put_live(config, deployment);
  co_return cached(tenant.id());
}

Task<std::shared_ptr<const Config>> ConfigStore::load(store::Tenant& tenant, std::string hash) {
  const auto key = key_of(tenant.id(), hash);
  if (auto known = remembered(key)) co_return known;
  auto stored = co_await tenant.read([&hash](store::Reader& reader) {
    auto version = versions::find(reader, hash);
    return version ? std::move(version) : versions::find_draft(reader, hash);
  });
  if (!stored) refuse_unknown(hash);
  auto config = co_await configured(tenant.id(), std::make_shared<const StoredVersion>(std::move(*stored)));
  remember(key, config);
  co_return config;
}

void ConfigStore::forget(const TenantId& tenant) {
  const std::lock_guard lock(mutex_);
  live_.erase(tenant);
}

std::shared_ptr<const Config> ConfigStore::cached(const TenantId& tenant) const {
  const std::lock_guard lock(mutex_);
  const auto found = live_.find(tenant);
  return found == live_.end() ? nullptr : found->second.config;
}

void ConfigStore::put_live(std::shared_ptr<const Config> config, std::int64_t deployment) {
  const std::lock_guard lock(mutex_);
  by_hash_[key_of(config->tenant, config->hash)] = config;
  auto& entry = live_[config->tenant];
  if (entry.config && entry.deployment > deployment) return;  // a later deployment was faster
  entry = {config, deployment};
  tell_(*config);  // under the lock, so that the last word is that of the latest deployment
}

std::shared_ptr<const Config> ConfigStore::remembered(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_hash_.find(key);
  return found == by_hash_.end() ? nullptr : found->second.lock();
}

void ConfigStore::remember(const std::string& key, const std::shared_ptr<const Config>& config) {
  const std::lock_guard lock(mutex_);
  std::erase_if(by_hash_, [](const auto& entry) { return entry.second.expired(); });
  by_hash_[key] = config;
}

}  // namespace frontdesk::platform::config
