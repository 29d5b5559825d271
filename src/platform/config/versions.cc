#include "platform/config/versions.h"

#include <algorithm>

#include "base/json.h"

namespace frontdesk::platform::config {
namespace {

constexpr store::Sql kList{
    "SELECT number, hash, parent, created_at, created_by, note, "
    "EXISTS (SELECT 1 FROM config_live AS l WHERE l.environment = $1 AND l.hash = v.hash) "
    "FROM config_versions AS v ORDER BY number DESC"};
constexpr store::Sql kFind{
    "SELECT number, hash, parent, created_at, created_by, note, "
    "EXISTS (SELECT 1 FROM config_live AS l WHERE l.environment = 'prod' AND l.hash = v.hash), yaml, bases, document "
    "FROM config_versions AS v WHERE hash = $1"};
constexpr store::Sql kComplete{"SELECT hash FROM config_versions WHERE substr(hash, 1, length($1)) = $1 LIMIT 2"};
constexpr store::Sql kLive{"SELECT hash, deployed_at, deployed_by FROM config_live WHERE environment = $1"};
constexpr store::Sql kDeployments{
    "SELECT hash, is_rollback FROM config_deployments WHERE environment = $1 ORDER BY number"};
constexpr store::Sql kCount{"SELECT COUNT(*) FROM config_versions"};
constexpr store::Sql kAdd{
    "INSERT INTO config_versions (number, hash, parent, created_at, created_by, note, yaml, bases, document) "
    "SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8 FROM config_versions"};
constexpr store::Sql kTakeText{"UPDATE config_versions SET yaml = $2, bases = $3, document = $4 WHERE hash = $1"};
constexpr store::Sql kMakeLive{
    "INSERT INTO config_live (environment, hash, deployed_at, deployed_by) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (environment) DO UPDATE SET hash = excluded.hash, deployed_at = excluded.deployed_at, "
    "deployed_by = excluded.deployed_by"};
constexpr store::Sql kRecord{
    "INSERT INTO config_deployments (number, environment, hash, is_rollback, deployed_at, deployed_by, note) "
    "SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3, $4, $5, $6 FROM config_deployments RETURNING number"};
constexpr store::Sql kLatest{"SELECT COALESCE(MAX(number), 0) FROM config_deployments WHERE environment = $1"};

constexpr store::Sql kHistory{
    "SELECT d.number, d.hash, v.number, d.is_rollback, d.deployed_at, d.deployed_by, d.note "
    "FROM config_deployments AS d JOIN config_versions AS v ON v.hash = d.hash "
    "WHERE d.environment = $1 ORDER BY d.number DESC LIMIT $2"};
constexpr store::Sql kKeepDraft{
    "INSERT INTO config_drafts (hash, created_at, created_by, yaml, bases, document) VALUES ($1, $2, $3, $4, $5, $6) "
    "ON CONFLICT (hash) DO UPDATE SET created_at = excluded.created_at, created_by = excluded.created_by, "
    "yaml = excluded.yaml, bases = excluded.bases"};
constexpr store::Sql kDropDrafts{
    "DELETE FROM config_drafts WHERE hash NOT IN "
    "(SELECT hash FROM config_drafts ORDER BY created_at DESC, hash LIMIT $1)"};
constexpr store::Sql kFindDraft{
    "SELECT created_at, created_by, yaml, bases, document FROM config_drafts WHERE hash = $1"};

Version read_version(const store::Row& row) {
  return {row.integer(0),           std::string(row.text(1)), std::string(row.text(2)), Timestamp{row.integer(3)},
          std::string(row.text(4)), std::string(row.text(5)), row.integer(6) != 0};
}

std::int64_t read_number(const store::Row& row) { return row.integer(0); }

std::string print_sources(const std::vector<Source>& sources) {
  ListBuilder list;
  for (const auto& source : sources) list.add(Value::object({{"name", source.name}, {"yaml", source.bytes}}));
  return json::print(list.build());
}

std::vector<Source> read_sources(std::string_view text) {
  std::vector<Source> sources;
  for (const auto& source : json::parse(text).items()) {
    sources.push_back({std::string(source["name"].text()), std::string(source["yaml"].text())});
  }
  return sources;
}

}  // namespace

std::optional<std::string> rollback_target(const std::vector<Deployment>& deployments) {
  std::vector<std::string> line;  // what was deployed and not taken back
  for (const auto& deployment : deployments) {
    auto keep = line.empty() ? 0 : line.size() - 1;  // up to where the same was live last, before what is live now
    while (keep > 0 && line[keep - 1] != deployment.hash) --keep;
    if (deployment.is_rollback && keep > 0) {
      line.resize(keep);
    } else if (line.empty() || line.back() != deployment.hash) {
      line.push_back(deployment.hash);
    }
  }
  if (line.size() < 2) return {};
  return line[line.size() - 2];
}

namespace versions {

std::vector<Version> list(store::Reader& reader, std::string_view environment) {
  return reader.all(kList, read_version, environment);
}

std::optional<StoredVersion> find(store::Reader& reader, std::string_view hash) {
  const auto read = [](const store::Row& row) {
    return StoredVersion{read_version(row), std::string(row.text(7)), read_sources(row.text(8)),
                         json::parse(row.text(9))};
  };
  return reader.one(kFind, read, hash);
}

std::optional<Live> live(store::Reader& reader, std::string_view environment) {
  const auto read = [](const store::Row& row) {
    return Live{std::string(row.text(0)), Timestamp{row.integer(1)}, std::string(row.text(2))};
  };
  return reader.one(kLive, read, environment);
}

std::vector<Deployment> deployments(store::Reader& reader, std::string_view environment) {
  const auto read = [](const store::Row& row) { return Deployment{std::string(row.text(0)), row.integer(1) != 0}; };
  return reader.all(kDeployments, read, environment);
}

std::optional<std::string> complete(store::Reader& reader, std::string_view beginning) {
  if (beginning.size() < 6) return {};
  const auto found = reader.all(kComplete, [](const store::Row& row) { return std::string(row.text(0)); }, beginning);
  return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

std::int64_t count(store::Reader& reader) { return reader.one(kCount, read_number).value_or(0); }

Added add(store::Transaction& transaction, const StoredVersion& given) {
  const auto& version = given.version;
  const auto bases = print_sources(given.bases);
  const auto document = json::print(given.document);
  const bool is_new = transaction.run(kTakeText, version.hash, given.yaml, bases, document) == 0;
  if (is_new) {
    const auto parent = version.parent.empty() ? std::optional<std::string>() : version.parent;
    transaction.run(kAdd, version.hash, parent, version.created_at.ms, version.by, version.note, given.yaml, bases,
                    document);
  }
  return {find(transaction, version.hash)->version, is_new};
}

std::vector<Activation> history(store::Reader& reader, std::size_t limit, std::string_view environment) {
  const auto read = [](const store::Row& row) {
    return Activation{row.integer(0),   std::string(row.text(1)), row.integer(2),          row.integer(3) != 0,
                      {row.integer(4)}, std::string(row.text(5)), std::string(row.text(6))};
  };
  return reader.all(kHistory, read, environment, limit);
}

void keep_draft(store::Transaction& transaction, const StoredVersion& draft) {
  const auto& version = draft.version;
  transaction.run(kKeepDraft, version.hash, version.created_at.ms, version.by, draft.yaml, print_sources(draft.bases),
                  json::print(draft.document));
  transaction.run(kDropDrafts, kDraftsKept);
}

std::optional<StoredVersion> find_draft(store::Reader& reader, std::string_view hash) {
  const auto read = [&hash](const store::Row& row) {
    StoredVersion draft;
    draft.version.hash = hash;
    draft.version.created_at = {row.integer(0)};
    draft.version.by = row.text(1);
    draft.yaml = row.text(2);
    draft.bases = read_sources(row.text(3));
    draft.document = json::parse(row.text(4));
    return draft;
  };
  return reader.one(kFindDraft, read, hash);
}

std::int64_t latest_deployment(store::Reader& reader, std::string_view environment) {
  return reader.one(kLatest, read_number, environment).value_or(0);
}

std::int64_t make_live(store::Transaction& transaction, std::string_view hash, bool is_rollback, Timestamp at,
                       std::string_view by, std::string_view note, std::string_view environment) {
  transaction.run(kMakeLive, environment, hash, at.ms, by);
  return transaction.one(kRecord, read_number, environment, hash, is_rollback ? 1 : 0, at.ms, by, note).value_or(0);
}

}  // namespace versions
}  // namespace frontdesk::platform::config
