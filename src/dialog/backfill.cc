#include "dialog/backfill.h"

#include "base/as_error.h"
#include "dialog/finding.h"
#include "graph/gather.h"
#include "graph/record.h"

namespace frontdesk::dialog {
namespace {

constexpr std::size_t kWordsMax = 2'000;  // of one conversation
constexpr std::string_view kActor = "house";
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::uint64_t kBytesAStep = 64;

constexpr store::Sql kToIndex{
    "SELECT id, created_at, effects FROM conversations WHERE indexed = 0 "
    "AND (created_at < $1 OR (created_at = $1 AND id > $2)) ORDER BY created_at DESC, id LIMIT $3"};
constexpr store::Sql kCountToIndex{"SELECT COUNT(*) FROM conversations WHERE indexed = 0"};
constexpr store::Sql kOneToIndex{"SELECT 1 FROM conversations WHERE indexed = 0 LIMIT 1"};
// Whoever counted an effect after it was listed is not to be overwritten: then nothing of this happens.
constexpr store::Sql kMarkIndexed{
    "UPDATE conversations SET indexed = 1, guest = CASE WHEN guest = '' THEN $2 ELSE guest END, "
    "effects = CASE WHEN effects < $3 THEN $3 ELSE effects END WHERE id = $1 AND indexed = 0 AND effects = $4"};

struct Old {
  std::string id;
  Timestamp created_at;
  std::int64_t effects = 0;
};

struct Read {
  Old conversation;
  std::vector<std::string> records;
};

struct Found {
  Old conversation;
  Findable findable;
};

std::vector<Found> found_in(const std::vector<Read>& piece, const DialogConfig& config, Effort& effort) {
  std::vector<Found> all;
  all.reserve(piece.size());
  for (const auto& [conversation, records] : piece) {
    FindableIn findable(config, kWordsMax);
    for (const auto& record : records) {
      effort.spend(1 + record.size() / kBytesAStep);
      for (const auto& event : graph::reported_in(record)) findable.add(event);
    }
    all.push_back({conversation, findable.take()});
  }
  return all;
}

// What was written to meanwhile is left for the next errand.
void store_all(store::Transaction& transaction, const std::vector<Found>& piece) {
  for (const auto& [conversation, findable] : piece) {
    const auto marked =
        transaction.run(kMarkIndexed, conversation.id, findable.guest, findable.effects, conversation.effects);
    if (marked > 0) add_words(transaction, conversation.id, findable.words);
  }
}

std::int64_t count_left(store::Reader& reader) {
  return *reader.one(kCountToIndex, [](const store::Row& row) { return row.integer(0); });
}

// Where a piece begins, and what those before it could not read.
struct Cursor {
  Timestamp behind{INT64_MAX};
  std::string behind_id;
  std::int64_t unreadable = 0;

  static Cursor of(const Value& value) {
    if (value.is_null()) return {};
    return {{value["behind"].integer()}, std::string(value["behind_id"].text()), value["unreadable"].integer()};
  }
  Value value() const {
    return Value::object({{"behind", behind.ms}, {"behind_id", behind_id}, {"unreadable", unreadable}});
  }
};

class Backfill {
 public:
  Backfill(platform::errands::Piece& piece, BackfillParts parts, const BackfillLimits& limits)
      : piece_(piece), parts_(std::move(parts)), limits_(limits), cursor_(Cursor::of(piece.errand.cursor)) {}

  Task<platform::errands::Step> run() {
    if (piece_.errand.pieces > 0) co_await piece_.place.frame().clock.sleep_for(limits_.rest);
    auto old = co_await next();
    if (old.empty()) co_return co_await last();
    auto read = co_await read_all(std::move(old));
    auto found = co_await find(std::make_shared<const std::vector<Read>>(std::move(read)));
    piece_.effects = [found = std::move(found)](platform::Writing& writing) { store_all(writing.sql, found); };
    co_return platform::errands::Step{.cursor = cursor_.value(),
                                      .done = seen_,
                                      .total = {},
                                      .saying = "back to " + to_iso(cursor_.behind).substr(0, 10),
                                      .cost = Value::object({{"bytes", static_cast<std::int64_t>(bytes_)}}),
                                      .is_last = false,
                                      .result = {}};
  }

 private:
  Task<std::vector<Old>> next() {
    const auto read = [](const store::Row& row) {
      return Old{std::string(row.text(0)), {row.integer(1)}, row.integer(2)};
    };
    co_return co_await piece_.place.store().read([&](store::Reader& reader) {
      return reader.all(kToIndex, read, cursor_.behind.ms, cursor_.behind_id, limits_.conversations_at_once);
    });
  }

  Task<platform::errands::Step> last() {
    const auto left = co_await piece_.place.store().read(count_left);
    co_return platform::errands::Step{
        .cursor = {},
        .done = 0,
        .total = {},
        .saying = piece_.errand.saying,
        .is_last = true,
        .result = Value::object({{"left", left}, {"unreadable", std::min(cursor_.unreadable, left)}})};
  }

  Task<std::vector<Read>> read_all(std::vector<Old> old) {
    std::vector<Read> all;
    for (auto& conversation : old) {
      if (bytes_ >= limits_.bytes_at_once) break;
      cursor_.behind = conversation.created_at;
      cursor_.behind_id = conversation.id;
      ++seen_;
      auto records = co_await records_of(conversation.id);
      if (records.empty()) continue;
      for (const auto& record : records) bytes_ += record.size();
      all.push_back({std::move(conversation), std::move(records)});
    }
    co_return all;
  }

  // Nothing where it cannot be read; the others go on.
  Task<std::vector<std::string>> records_of(std::string id) {
    std::exception_ptr failure;
    try {
      co_return co_await parts_.threads.records(id);
    } catch (...) {
      failure = std::current_exception();
    }
    if (graph::is_cancellation(failure)) std::rethrow_exception(failure);
    const auto why = as_error(failure);
    ++cursor_.unreadable;
    parts_.log.warning(
        "dialog", "a conversation could not be read for the search",
        Value::object(
            {{"tenant", piece_.place.id().text()}, {"conversation", id}, {"slug", why.slug}, {"detail", why.detail}}));
    co_return std::vector<std::string>();
  }

  Task<std::vector<Found>> find(std::shared_ptr<const std::vector<Read>> read) {
    auto work = [read, live = parts_.live](Effort& effort) {
      static const DialogConfig kNothing;
      return found_in(*read, live ? live->config() : kNothing, effort);
    };
    co_return co_await parts_.pool.run(piece_.place.id().text(), std::move(work));
  }

  platform::errands::Piece& piece_;
  const BackfillParts parts_;
  const BackfillLimits limits_;
  Cursor cursor_;
  std::int64_t seen_ = 0;
  std::size_t bytes_ = 0;
};

Task<platform::errands::Step> fill(const FindBackfillParts& find, const BackfillLimits& limits,
                                   platform::errands::Piece& piece) {
  Backfill backfill(piece, co_await find(piece.place.id()), limits);
  co_return co_await backfill.run();
}

// One that cannot be read is not tried whenever its place is opened.
bool is_to_start(const std::optional<platform::errands::Errand>& latest, std::int64_t left, Timestamp now) {
  using platform::errands::State;
  if (left == 0 || (latest && !latest->is_over())) return false;
  if (!latest || now.ms - latest->ended_at->ms >= kDayMs) return true;
  const bool is_tried = latest->state == State::finished && latest->result["unreadable"].integer() >= left;
  return !is_tried && latest->state != State::stopped;
}

}  // namespace

platform::errands::ErrandKind filling(FindBackfillParts find, BackfillLimits limits) {
  return {.name = std::string(kFilling),
          .units = {"bytes"},
          .perform = [find = std::move(find), limits](platform::errands::Piece& piece) {
            return fill(find, limits, piece);
          }};
}

// What is under way goes on by itself behind a crash. It is looked for twice, since nearly always nothing is to be
// done, and nothing is written then.
Task<> start_filling(platform::Place& place) {
  namespace errands = platform::errands;
  if (co_await is_index_full(place.store())) co_return;
  co_await place.write(std::string(kActor), [](platform::Writing& writing) {
    const auto left = count_left(writing.sql);
    const auto known = errands::list(writing.sql, {.state = {}, .kind = std::string(kFilling), .limit = 1});
    const auto latest = known.empty() ? std::nullopt : std::optional(known.front());
    if (!is_to_start(latest, left, writing.at)) return;
    errands::start(writing, {.kind = std::string(kFilling),
                             .key = std::to_string(latest ? latest->number + 1 : 1),
                             .title = "Make older conversations found by the search",
                             .wish = {},
                             .total = left});
  });
}

Task<bool> is_index_full(store::Tenant& tenant) {
  const auto any = [](const store::Row&) { return true; };
  const auto left = co_await tenant.read([&](store::Reader& reader) { return reader.one(kOneToIndex, any); });
  co_return !left.has_value();
}

}  // namespace frontdesk::dialog
