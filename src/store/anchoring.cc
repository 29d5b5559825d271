#include "store/anchoring.h"

#include <sqlite3.h>

#include <cstring>

namespace frontdesk::store {
namespace {

constexpr Sql kHasAnchor{"SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'store_anchor'"};
constexpr Sql kRead{"SELECT epoch, run, began, commits FROM store_anchor WHERE id = 1"};
constexpr Sql kBegin{"UPDATE store_anchor SET epoch = $1, run = $2, began = $3, commits = $3 WHERE id = 1"};
constexpr Sql kCount{"UPDATE store_anchor SET commits = $1 WHERE id = 1"};

}  // namespace

const char* const kAnchorTable = R"(
  CREATE TABLE store_anchor (
    id INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, run BLOB NOT NULL, began INTEGER NOT NULL, commits INTEGER NOT NULL);
  INSERT INTO store_anchor (id, epoch, run, began, commits) VALUES (1, 0, zeroblob(16), 0, 0))";

Mark mark_of(Connection& connection) {
  std::optional<Mark> mark;
  bool has_table = false;
  connection.query(kHasAnchor, {}, [&](const Row&) { has_table = true; });
  if (has_table) {
    connection.query(kRead, {}, [&](const Row& row) {
      mark = Mark{.epoch = row.integer(0), .began = row.integer(2), .commits = row.integer(3)};
      const auto run = row.bytes(1);
      std::memcpy(mark->run.data(), run.data(), std::min(run.size(), mark->run.size()));
    });
  }
  if (!mark) throw damaged(connection.path(), "it does not say how far it had come");
  return *mark;
}

void Anchoring::catch_up() {
  if (is_behind_) write();
}

void Anchoring::count(Connection& connection) {
  next_ = mark_;
  ++next_.commits;
  if (has_begun_) {
    const Parameter parameters[] = {next_.commits};
    connection.execute(kCount, parameters);
    return;
  }
  ++next_.epoch;
  next_.began = next_.commits;
  sqlite3_randomness(static_cast<int>(next_.run.size()), next_.run.data());
  const Parameter parameters[] = {next_.epoch, Bytes{{next_.run.data(), next_.run.size()}}, next_.commits};
  connection.execute(kBegin, parameters);
}

void Anchoring::committed(const Connection& connection) {
  sums_->commit(static_cast<std::size_t>(connection.log_frames()));
  mark_ = next_;
  mark_.total = sums_->total();
  has_begun_ = true;
  is_behind_ = true;
  try {
    write();
  } catch (const Error&) {
    // What was committed is safe; nothing more is before the anchor knows of it.
  }
}

void Anchoring::write() {
  anchor_.write(mark_);
  if (is_to_sync_) {
    anchor_.sync();
    // The other half too: what is written from here on is not synced, and power that is lost while it tears one half
    // and drops the other must not bring back the mark of an earlier run.
    anchor_.write(mark_);
    anchor_.sync();
  }
  is_to_sync_ = false;
  is_behind_ = false;
}

void Anchoring::close() {
  if (!has_begun_ || is_behind_) return;
  mark_.is_closed = true;
  is_to_sync_ = true;
  write();
}

}  // namespace frontdesk::store
