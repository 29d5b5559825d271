#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/files.h"

namespace frontdesk::store {

// Where a database stands: in the database itself (a row that each commit moves on) and, beside it, in its anchor.
struct Mark {
  using Run = std::array<char, 16>;

  std::int64_t epoch = 0;    // how many runs of a server have written to it
  Run run{};                 // drawn by the last of them
  std::int64_t began = 0;    // the commit that was the first of that run
  std::int64_t commits = 0;  // of all runs
  std::uint64_t total = 0;   // of the sums of its pages; only the anchor knows it
  bool is_closed = false;    // the run ended in good order behind this commit; only the anchor says so
};

// What an anchor says of its database. `is_torn`: a half of the file could not be read.
struct Anchored {
  std::optional<Mark> mark;
  bool is_torn = false;
};

// A sentence where what the database says of itself cannot be what was acknowledged; empty where it can.
std::string contradiction(const Mark& database, const Mark& anchor);
// Whether the database is ahead of what the anchor tells of: its content cannot be held against the anchor's total.
bool is_ahead(const Mark& database, const Mark& anchor);

// The file beside a database that knows how far it had come. It is written behind each commit and before its
// acknowledgement, and synced at the first commit of a run and at its end: after a kill it is not behind what was
// acknowledged, and after a loss of power not ahead of the disk. Two halves are written in turn, so that one is whole.
class Anchor {
 public:
  Anchor(Files& files, std::string path) : files_(files), path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  bool exists() const { return files_.exists(path_); }
  // Throws Error{internal, "store/damaged"} where the file is shorter than it was ever made.
  Anchored read();
  void make(const Mark& mark);   // anew, and safe on the disk
  void write(const Mark& mark);  // over the older half
  void sync();
  void remove() { files_.remove(path_, true); }

 private:
  File& file();

  Files& files_;
  std::string path_;
  std::unique_ptr<File> file_;
  int next_half_ = 0;
};

// The error of a file that is not as it was written: what is wrong, and what to do.
Error damaged(const std::string& path, std::string_view what);

}  // namespace frontdesk::store
