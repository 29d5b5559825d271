#include "store/connection.h"

#include <sqlite3.h>

#include "store/sql_errors.h"

namespace frontdesk::store {
namespace {

constexpr std::size_t kStatementsMax = 512;  // kept ready per connection

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* raw) : raw_(raw), columns_(sqlite3_column_count(raw)) {}

  bool is_null(int column) const override { return sqlite3_column_type(raw_, checked(column)) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(raw_, checked(column)); }
  double real(int column) const override { return sqlite3_column_double(raw_, checked(column)); }
  std::string_view text(int column) const override {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(raw_, checked(column)));
    return bytes ? std::string_view(bytes, size(column)) : std::string_view();
  }
  std::string_view bytes(int column) const override {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(raw_, checked(column)));
    return bytes ? std::string_view(bytes, size(column)) : std::string_view();
  }

 private:
  std::size_t size(int column) const { return static_cast<std::size_t>(sqlite3_column_bytes(raw_, column)); }
  int checked(int column) const {
    if (column >= 0 && column < columns_) return column;
    throw Error(Kind::internal, "store/sql", fmt::format("Column {} was asked of a row that has {}.", column, columns_))
        .because(sqlite3_sql(raw_));
  }

  sqlite3_stmt* raw_;
  int columns_;
};

}  // namespace

Statement::Statement(sqlite3* connection, std::string_view sql, std::string_view path)
    : connection_(connection), sql_(sql), path_(path) {
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v3(connection, sql_.c_str(), static_cast<int>(sql_.size() + 1),
                                      SQLITE_PREPARE_PERSISTENT, &raw_, &rest);
  if (code != SQLITE_OK) fail(code);
  if (!raw_ || std::string_view(rest).find_first_not_of(" \t\r\n;") != std::string_view::npos) {
    sqlite3_finalize(raw_);
    throw Error(Kind::internal, "store/sql", "A statement must be exactly one.").because(sql_);
  }
  const int count = sqlite3_bind_parameter_count(raw_);
  for (int i = 1; i <= count; ++i) places_.push_back(sqlite3_bind_parameter_index(raw_, fmt::format("${}", i).c_str()));
  only_reads_ = sqlite3_stmt_readonly(raw_) != 0;
}

Statement::~Statement() { sqlite3_finalize(raw_); }

void Statement::bind(std::span<const Parameter> parameters) {
  if (parameters.size() != places_.size() || std::ranges::count(places_, 0) != 0) {
    throw Error(
        Kind::internal, "store/sql",
        fmt::format("A statement with {} parameters ($1, $2, …, each used) got {}.", places_.size(), parameters.size()))
        .because(sql_);
  }
  // Only looked at during the call, so SQLite need not copy. A null pointer would bind NULL.
  const auto data = [](std::string_view text) { return text.data() ? text.data() : ""; };
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const int place = places_[i];
    int code = SQLITE_OK;
    switch (parameters[i].index()) {
      case 0:
        code = sqlite3_bind_null(raw_, place);
        break;
      case 1:
        code = sqlite3_bind_int64(raw_, place, std::get<1>(parameters[i]));
        break;
      case 2:
        code = sqlite3_bind_double(raw_, place, std::get<2>(parameters[i]));
        break;
      case 3: {
        const auto text = std::get<3>(parameters[i]);
        code = sqlite3_bind_text64(raw_, place, data(text), text.size(), SQLITE_STATIC, SQLITE_UTF8);
        break;
      }
      case 4: {
        const auto bytes = std::get<4>(parameters[i]).bytes;
        code = sqlite3_bind_blob64(raw_, place, data(bytes), bytes.size(), SQLITE_STATIC);
        break;
      }
    }
    if (code != SQLITE_OK) fail(code);
  }
}

bool Statement::step() {
  const int code = sqlite3_step(raw_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  fail(code);
}

void Statement::reset() { sqlite3_reset(raw_); }

void Statement::fail(int code) const {
  throw sql_error(connection_, sqlite3_extended_errcode(connection_) ? sqlite3_extended_errcode(connection_) : code,
                  path_, sql_);
}

// A statement in use; reset when it goes.
class Connection::Lease {
 public:
  explicit Lease(Statement& kept) : statement_(&kept) { kept.in_use_ = true; }
  explicit Lease(std::unique_ptr<Statement> own) : statement_(own.get()), own_(std::move(own)) {}
  Lease(const Lease&) = delete;
  ~Lease() {
    statement_->reset();
    statement_->in_use_ = false;
  }
  Statement* operator->() const { return statement_; }

 private:
  Statement* statement_;
  std::unique_ptr<Statement> own_;
};

Connection::Connection(const Vfs& vfs, std::string path, Role role, bool make) : path_(std::move(path)) {
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (make ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path_.c_str(), &raw_, flags, vfs.name().c_str());
  try {
    if (code != SQLITE_OK) fail(code, "");
    // Only against a log that is being recovered by another connection; nobody holds a lock for long.
    sqlite3_busy_timeout(raw_, 10'000);
    keep_log(true);
    int sum_bytes = static_cast<int>(kSumBytes);  // a file that is there says so itself
    if (make) sqlite3_file_control(raw_, "main", SQLITE_FCNTL_RESERVE_BYTES, &sum_bytes);
    sqlite3_wal_hook(raw_, on_commit, this);
    sqlite3_db_config(raw_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(raw_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(raw_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    run_script(
        role == Role::writer
            ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; "
              "PRAGMA cache_size=-4000; PRAGMA mmap_size=0; PRAGMA trusted_schema=OFF"
            : "PRAGMA query_only=ON; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0; "
              "PRAGMA trusted_schema=OFF");
    keep_log(false);
  } catch (...) {
    sqlite3_close_v2(raw_);
    throw;
  }
}

Connection::~Connection() {
  statements_.clear();
  sqlite3_close_v2(raw_);
}

void Connection::fail(int code, std::string_view sql) const { throw sql_error(raw_, code, path_, sql); }

int Connection::on_commit(void* self, sqlite3*, const char*, int frames) {
  static_cast<Connection*>(self)->log_frames_ = frames;
  return SQLITE_OK;
}

Connection::Lease Connection::lease(Sql sql) {
  const auto found = statements_.find(sql.text);
  if (found != statements_.end()) {
    // Used within its own rows: the inner one gets a statement of its own.
    if (found->second->in_use_) return Lease(std::make_unique<Statement>(raw_, sql.text, path_));
    return Lease(*found->second);
  }
  if (statements_.size() >= kStatementsMax)
    std::erase_if(statements_, [](const auto& kept) { return !kept.second->in_use_; });
  auto made = std::make_unique<Statement>(raw_, sql.text, path_);
  auto& kept = *made;
  statements_.emplace(kept.sql(), std::move(made));
  return Lease(kept);
}

void Connection::query(Sql sql, std::span<const Parameter> parameters, const std::function<void(const Row&)>& each) {
  const auto statement = lease(sql);
  statement->bind(parameters);
  const SqliteRow row(statement->raw());
  while (statement->step()) each(row);
}

std::int64_t Connection::execute(Sql sql, std::span<const Parameter> parameters) {
  const auto statement = lease(sql);
  statement->bind(parameters);
  while (statement->step()) {
  }
  return statement->only_reads() ? 0 : sqlite3_changes64(raw_);
}

bool Connection::only_reads(Sql sql) { return lease(sql)->only_reads(); }

void Connection::run_script(const std::string& script) {
  const int code = sqlite3_exec(raw_, script.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, script);
}

void Connection::control(const char* sql) { execute({sql}, {}); }

bool Connection::in_transaction() const { return sqlite3_get_autocommit(raw_) == 0; }

void Connection::roll_back() noexcept {
  if (in_transaction()) sqlite3_exec(raw_, "ROLLBACK", nullptr, nullptr, nullptr);
}

void Connection::keep_log(bool keep) {
  sqlite3_db_config(raw_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, nullptr);
}

void Connection::checkpoint() {
  const int code = sqlite3_wal_checkpoint_v2(raw_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code != SQLITE_OK && code != SQLITE_BUSY) fail(code, "checkpoint");
}

void Connection::shorten_log(int frames_max, std::mutex& turn) {
  if (log_frames_ < frames_max) shorten_again_at_ = frames_max;
  if (log_frames_ < std::max(frames_max, shorten_again_at_)) return;
  const std::lock_guard lock(turn);
  checkpoint();
  // The next commit begins the log anew, unless a reader is in the way.
  shorten_again_at_ = log_frames_ + frames_max / 4;
}

}  // namespace frontdesk::store
