#include "dialog/backfill.h"

#include "base/as_error.h"
#include "dialog/finding.h"
#include "graph/gather.h"
#include "graph/passing.h"
#include "graph/record.h"

namespace frontdesk::dialog {
namespace {

constexpr std::size_t kWordsMax = 2'000;  // of one conversation
constexpr int kTriesMax = 5;              // of a piece, where the pool or the disk is full
constexpr std::uint64_t kBytesAStep = 64;

constexpr store::Sql kToIndex{
    "SELECT id, created_at, effects FROM conversations WHERE indexed = 0 "
    "AND (created_at < $1 OR (created_at = $1 AND id > $2)) ORDER BY created_at DESC, id LIMIT $3"};
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

// Gives how many were written to meanwhile.
std::size_t store_all(store::Transaction& transaction, const std::vector<Found>& piece) {
  std::size_t left = 0;
  for (const auto& [conversation, findable] : piece) {
    const auto marked =
        transaction.run(kMarkIndexed, conversation.id, findable.guest, findable.effects, conversation.effects);
    if (marked == 0)
      ++left;
    else
      add_words(transaction, conversation.id, findable.words);
  }
  return left;
}

class Backfill {
 public:
  Backfill(BackfillParts parts, BackfillLimits limits) : parts_(std::move(parts)), limits_(limits) {}

  Task<Backfilled> run() {
    for (std::size_t pieces = 0; pieces < limits_.pieces_max; ++pieces) {
      auto old = co_await next();
      if (old.empty()) break;
      auto piece = co_await read(std::move(old));
      co_await index(std::move(piece));
      co_await parts_.clock.sleep_for(limits_.rest);
    }
    co_return done_;
  }

 private:
  Task<std::vector<Old>> next() {
    const auto read = [](const store::Row& row) {
      return Old{std::string(row.text(0)), {row.integer(1)}, row.integer(2)};
    };
    co_return co_await parts_.tenant.read([&](store::Reader& reader) {
      return reader.all(kToIndex, read, behind_.ms, behind_id_, limits_.conversations_at_once);
    });
  }

  Task<std::vector<Read>> read(std::vector<Old> old) {
    std::vector<Read> piece;
    std::size_t bytes = 0;
    for (auto& conversation : old) {
      if (bytes >= limits_.bytes_at_once) break;
      behind_ = conversation.created_at;
      behind_id_ = conversation.id;
      auto records = co_await records_of(conversation.id);
      if (records.empty()) continue;
      for (const auto& record : records) bytes += record.size();
      piece.push_back({std::move(conversation), std::move(records)});
    }
    co_return piece;
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
    ++done_.left;
    parts_.log.warning(
        "dialog", "a conversation could not be read for the search",
        Value::object(
            {{"tenant", parts_.tenant.id().text()}, {"conversation", id}, {"slug", why.slug}, {"detail", why.detail}}));
    co_return std::vector<std::string>();
  }

  // Waits where too much waits already, or the disk has no room: both pass.
  Task<> index(std::vector<Read> read) {
    const auto piece = std::make_shared<const std::vector<Read>>(std::move(read));
    for (int attempt = 1;; ++attempt) {
      try {
        co_await try_to_index(piece);
        co_return;
      } catch (const Error& error) {
        if (error.slug == "work/stopped" || !graph::may_heal(error) || attempt == kTriesMax) throw;
      }
      co_await parts_.clock.sleep_for(std::chrono::seconds(1 << attempt));
    }
  }

  Task<> try_to_index(std::shared_ptr<const std::vector<Read>> piece) {
    auto work = [piece, live = parts_.live](Effort& effort) {
      static const DialogConfig kNothing;
      return found_in(*piece, live ? live->config() : kNothing, effort);
    };
    const auto found = co_await parts_.pool.run(parts_.tenant.id().text(), std::move(work));
    const auto left = co_await parts_.tenant.write(
        [&found](store::Transaction& transaction) { return store_all(transaction, found); });
    done_.conversations += found.size() - left;
    done_.left += left;
  }

  const BackfillParts parts_;
  const BackfillLimits limits_;
  Timestamp behind_{INT64_MAX};
  std::string behind_id_;
  Backfilled done_;
};

}  // namespace

Task<Backfilled> fill_index(BackfillParts parts, BackfillLimits limits) {
  Backfill backfill(std::move(parts), limits);
  co_return co_await backfill.run();
}

Task<bool> is_index_full(store::Tenant& tenant) {
  const auto any = [](const store::Row&) { return true; };
  const auto left = co_await tenant.read([&](store::Reader& reader) { return reader.one(kOneToIndex, any); });
  co_return !left.has_value();
}

}  // namespace frontdesk::dialog
