#include "platform/engagements/engagements.h"

#include <algorithm>

#include "base/describe.h"
#include "base/error.h"
#include "base/json.h"
#include "base/unicode.h"
#include "platform/paging.h"
#include "platform/work/job.h"

namespace frontdesk::platform::engagements {
namespace {

constexpr std::string_view kWake = "engagement.wake";

constexpr store::Sql kAddChange{
    "INSERT INTO engagement_changes (number, engagement, key, stage, actor, cause, reason, detail, until, at) "
    "SELECT COALESCE(MAX(number), 0) + 1, $1, CASE WHEN $2 = '' THEN '#' || CAST(COALESCE(MAX(number), 0) + 1 AS TEXT) "
    "ELSE '=' || $2 END, $3, $4, $5, $6, $7, $8, $9 FROM engagement_changes"};
constexpr store::Sql kSettled{"SELECT stage FROM engagement_changes WHERE engagement = $1 AND key = '=' || $2"};
constexpr store::Sql kOpened{
    "SELECT engagement FROM engagement_changes WHERE key = '=' || $1 AND stage = 'lead' ORDER BY number LIMIT 1"};
constexpr store::Sql kChanges{
    "SELECT number, stage, actor, cause, reason, detail, until, at FROM engagement_changes WHERE engagement = $1 "
    "ORDER BY number"};
constexpr store::Sql kWrite{
    "INSERT INTO engagements (id, number, client, contact, tenant, owner, stage, before_pause, since, until, "
    "opened_at, "
    "folded) SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM engagements WHERE "
    "true "
    "ON CONFLICT (id) DO UPDATE SET tenant = excluded.tenant, owner = excluded.owner, stage = excluded.stage, "
    "before_pause = excluded.before_pause, since = excluded.since, until = excluded.until"};

#define FD_ENGAGEMENT "id, number, client, contact, tenant, owner, stage, before_pause, since, until, opened_at"
constexpr store::Sql kFind{"SELECT " FD_ENGAGEMENT " FROM engagements WHERE id = $1"};
constexpr store::Sql kList{
    "SELECT " FD_ENGAGEMENT
    " FROM engagements WHERE ($1 = '' OR stage = $1) AND ($2 = '' OR folded LIKE $2 ESCAPE '!') AND "
    "($3 = 0 OR number < $3) ORDER BY number DESC LIMIT $4"};
constexpr store::Sql kCounts{"SELECT stage, COUNT(*) FROM engagements GROUP BY stage ORDER BY stage"};

std::string word(Stage stage) { return std::string(to_value(stage).text()); }
Stage stage_of(std::string_view word) { return from_value<Stage>(Value(word)); }

std::optional<Timestamp> time_in(const store::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(Timestamp{row.integer(column)});
}

std::optional<std::int64_t> ms_of(const std::optional<Timestamp>& time) {
  return time ? std::optional(time->ms) : std::nullopt;
}

Engagement read_engagement(const store::Row& row) {
  const auto text = [&](int column) { return std::string(row.text(column)); };
  Engagement engagement{.id = text(0),
                        .number = row.integer(1),
                        .client = text(2),
                        .contact = text(3),
                        .tenant = text(4),
                        .owner = text(5),
                        .stage = stage_of(row.text(6)),
                        .since = Timestamp{row.integer(8)},
                        .until = time_in(row, 9),
                        .opened_at = Timestamp{row.integer(10)}};
  if (!row.text(7).empty()) engagement.before_pause = stage_of(row.text(7));
  return engagement;
}

Change read_change(const store::Row& row) {
  return {.number = row.integer(0),
          .stage = stage_of(row.text(1)),
          .actor = std::string(row.text(2)),
          .cause = std::string(row.text(3)),
          .reason = std::string(row.text(4)),
          .detail = json::parse(row.text(5)),
          .until = time_in(row, 6),
          .at = Timestamp{row.integer(7)}};
}

void apply(Engagement& engagement, const Change& change) {
  const auto was = engagement.stage;
  const bool pauses = change.stage == Stage::paused;
  engagement.before_pause = pauses ? std::optional(was) : std::nullopt;
  engagement.stage = change.stage;
  engagement.since = change.at;
  engagement.until = change.until;
  if (change.detail["tenant"].is_text()) engagement.tenant = change.detail["tenant"].text();
  if (change.detail["owner"].is_text()) engagement.owner = change.detail["owner"].text();
}

void write(Writing& writing, const Engagement& engagement) {
  writing.sql.run(kWrite, engagement.id, engagement.client, engagement.contact, engagement.tenant, engagement.owner,
                  word(engagement.stage), engagement.before_pause ? word(*engagement.before_pause) : std::string(),
                  engagement.since.ms, ms_of(engagement.until), engagement.opened_at.ms,
                  unicode::lower(engagement.client));
}

void add(Writing& writing, const Engagement& engagement, std::string_view from, const Change& change,
         std::string_view key) {
  writing.sql.run(kAddChange, engagement.id, key, word(change.stage), change.actor, change.cause, change.reason,
                  json::print(change.detail), ms_of(change.until), change.at.ms);
  writing.announce({.type = "engagement.moved",
                    .subject = "engagement/" + engagement.id,
                    .data = Value::object({{"id", engagement.id},
                                           {"client", engagement.client},
                                           {"tenant", engagement.tenant},
                                           {"from", from},
                                           {"to", word(change.stage)},
                                           {"cause", change.cause}})});
}

Engagement demand(store::Reader& reader, std::string_view id) {
  auto engagement = find(reader, id);
  if (!engagement) throw Error(Kind::not_found, "engagements/unknown", fmt::format("There is no engagement {}.", id));
  return *std::move(engagement);
}

void demand_next(const Engagement& engagement, Stage to) {
  const auto next = next_of(engagement);
  if (std::ranges::find(next, to) != next.end()) return;
  std::string words;
  for (const auto stage : next) words += (words.empty() ? "" : ", ") + word(stage);
  throw Error(Kind::conflict, "engagements/not-next",
              fmt::format("{} is {}; behind that comes {}, and not {}.", engagement.client, word(engagement.stage),
                          words.empty() ? "nothing" : words, word(to)));
}

void demand_what_it_needs(const Move& move, Timestamp now) {
  const bool needs_reason = move.to == Stage::lost || move.to == Stage::churned || move.to == Stage::paused;
  if (needs_reason && move.reason.empty())
    throw Error(Kind::invalid, "engagements/no-reason", fmt::format("Say why it is {}.", word(move.to))).at("/reason");
  if (move.to == Stage::paused && (!move.until || *move.until <= now))
    throw Error(Kind::invalid, "engagements/no-end", "A pause has an end, and it is in the future.").at("/until");
}

void wake(Writing& writing, std::string_view id, Timestamp until) {
  const auto engagement = demand(writing.sql, id);
  const bool is_still_paused = engagement.stage == Stage::paused && engagement.until == until;
  if (!is_still_paused) return;
  move(writing, id, {.to = *engagement.before_pause, .cause = "the end of the pause", .reason = {}, .key = {}});
}

Task<> perform_waking(work::Job& job) {
  const auto payload = job.piece.item.payload;
  co_await job.settle(
      [&](Writing& writing) { wake(writing, payload["id"].text(), Timestamp{payload["until"].integer()}); });
}

}  // namespace

std::vector<Stage> next_of(const Engagement& engagement) {
  const auto stages = engagements::next_of(engagement.stage);
  std::vector<Stage> next(stages.begin(), stages.end());
  if (engagement.before_pause) next.push_back(*engagement.before_pause);
  return next;
}

Engagement open(Writing& writing, Random& random, const Client& client) {
  if (!client.key.empty()) {
    const auto read_id = [](const store::Row& row) { return std::string(row.text(0)); };
    if (const auto known = writing.sql.one(kOpened, read_id, client.key)) return demand(writing.sql, *known);
  }
  const Engagement engagement{.id = random.id("eg_"),
                              .client = client.name,
                              .contact = client.contact,
                              .owner = writing.actor,
                              .since = writing.at,
                              .opened_at = writing.at};
  const Change change{.actor = writing.actor,
                      .cause = client.cause,
                      .detail = Value::object({{"client", client.name}, {"contact", client.contact}}),
                      .at = writing.at};
  write(writing, engagement);
  add(writing, engagement, "", change, client.key);
  return demand(writing.sql, engagement.id);
}

Engagement move(Writing& writing, std::string_view id, const Move& move) {
  auto engagement = demand(writing.sql, id);
  if (!move.key.empty()) {
    const auto read_stage = [](const store::Row& row) { return stage_of(row.text(0)); };
    const auto settled = writing.sql.one(kSettled, read_stage, id, move.key);
    if (settled && *settled == move.to) return engagement;
    if (settled)
      throw Error(Kind::conflict, "engagements/key-reused",
                  fmt::format("The key \"{}\" stands for an earlier move to {}.", move.key, word(*settled)));
  }
  demand_next(engagement, move.to);
  demand_what_it_needs(move, writing.at);
  const auto from = word(engagement.stage);
  const Change change{.stage = move.to,
                      .actor = writing.actor,
                      .cause = move.cause,
                      .reason = move.reason,
                      .detail = move.detail,
                      .until = move.to == Stage::paused ? move.until : std::nullopt,
                      .at = writing.at};
  apply(engagement, change);
  write(writing, engagement);
  add(writing, engagement, from, change, move.key);
  if (change.until) {
    writing.ask({.kind = std::string(kWake),
                 .key = fmt::format("{}/{}", id, change.until->ms),
                 .payload = Value::object({{"id", id}, {"until", change.until->ms}}),
                 .due = *change.until,
                 .lane = {}});
  }
  return engagement;
}

std::optional<Engagement> find(store::Reader& reader, std::string_view id) {
  return reader.one(kFind, read_engagement, id);
}

std::vector<Change> changes(store::Reader& reader, std::string_view id) {
  return reader.all(kChanges, read_change, id);
}

std::vector<Engagement> list(store::Reader& reader, const Filter& filter) {
  return reader.all(kList, read_engagement, filter.stage ? word(*filter.stage) : std::string(), anywhere(filter.words),
                    filter.before, filter.limit);
}

std::vector<std::pair<Stage, std::int64_t>> counts(store::Reader& reader) {
  return reader.all(kCounts, [](const store::Row& row) { return std::pair(stage_of(row.text(0)), row.integer(1)); });
}

std::optional<Engagement> replay(store::Reader& reader, std::string_view id) {
  const auto all = changes(reader, id);
  const auto row = find(reader, id);
  if (all.empty() || !row) return std::nullopt;
  const auto& first = all.front();
  Engagement engagement{.id = std::string(id),
                        .number = row->number,
                        .client = std::string(first.detail["client"].text()),
                        .contact = std::string(first.detail["contact"].text()),
                        .owner = first.actor,
                        .since = first.at,
                        .opened_at = first.at};
  for (auto change = all.begin() + 1; change != all.end(); ++change) apply(engagement, *change);
  return engagement;
}

work::Kind waking() { return {.name = std::string(kWake), .perform = perform_waking}; }

}  // namespace frontdesk::platform::engagements
