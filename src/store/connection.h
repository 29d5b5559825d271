#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>

#include "store/database.h"
#include "store/vfs.h"

struct sqlite3;
struct sqlite3_stmt;

namespace frontdesk::store {

// A statement ready to run. Parameters are looked up once.
class Statement {
 public:
  Statement(sqlite3* connection, std::string_view sql, std::string_view path);
  ~Statement();
  Statement(const Statement&) = delete;

  const std::string& sql() const { return sql_; }
  bool only_reads() const { return only_reads_; }
  void bind(std::span<const Parameter> parameters);
  bool step();  // true: there is a row to read
  void reset();
  sqlite3_stmt* raw() const { return raw_; }

 private:
  [[noreturn]] void fail(int code) const;

  sqlite3* connection_;
  sqlite3_stmt* raw_ = nullptr;
  std::string sql_;
  std::string path_;
  std::vector<int> places_;  // of $1, $2, …
  bool only_reads_ = false;

  friend class Connection;
  bool in_use_ = false;
};

// One connection to one file; used by one thread at a time.
class Connection {
 public:
  enum class Role { writer, reader };
  // The file must be there, unless `make` says otherwise.
  Connection(const Vfs& vfs, std::string path, Role role, bool make = false);
  ~Connection();
  Connection(const Connection&) = delete;

  const std::string& path() const { return path_; }

  void query(Sql sql, std::span<const Parameter> parameters, const std::function<void(const Row&)>& each);
  std::int64_t execute(Sql sql, std::span<const Parameter> parameters);
  bool only_reads(Sql sql);
  // Several statements, as a migration has them.
  void run_script(const std::string& script);

  // BEGIN, COMMIT, SAVEPOINT and the like.
  void control(const char* sql);
  bool in_transaction() const;
  void roll_back() noexcept;  // if there is something to roll back

  // How many frames the log had after the last commit.
  int log_frames() const { return log_frames_; }
  // The log stays as it is when the last connection closes; so it does while a connection is being opened.
  void keep_log(bool keep);

  // Copies what it can from the log into the file without waiting for readers; nothing while another is at it.
  void checkpoint();
  // A checkpoint where the log has more frames than this, when it is our turn.
  void shorten_log(int frames_max, std::mutex& turn);

 private:
  class Lease;
  Lease lease(Sql sql);
  [[noreturn]] void fail(int code, std::string_view sql) const;
  static int on_commit(void* self, sqlite3*, const char*, int frames);

  std::string path_;
  sqlite3* raw_ = nullptr;
  int log_frames_ = 0;
  int shorten_again_at_ = 0;
  std::unordered_map<std::string_view, std::unique_ptr<Statement>> statements_;  // keys live in the statements
};

}  // namespace frontdesk::store
