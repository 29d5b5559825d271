#pragma once

#include <functional>
#include <mutex>
#include <optional>

#include "base/error.h"
#include "base/files.h"

namespace frontdesk {

// One call that is about to be made.
struct FileCall {
  enum class Verb { open, exists, remove, rename, make_folders, list, lock, read, write, truncate, sync, size };
  Verb verb;
  const std::string& path;
  std::uint64_t number;  // 1, 2, 3, … over all files
};

// Other files, with faults; for tests. Set the faults before or between calls.
class FaultyFiles final : public Files {
 public:
  explicit FaultyFiles(Files& inner) : inner_(inner) {}

  // Called before each call; what it throws is what the call throws. Here is the place for latency, too.
  void before_each(std::function<void(const FileCall&)> hook);
  // The k-th call from now (1: the next) fails, or each from the k-th on.
  enum class Span { once, from_then_on };
  void fail_call(std::uint64_t k, Error error, Span span = Span::once);
  // Each call of this verb fails until it is taken back by nullopt.
  void fail_verb(FileCall::Verb verb, std::optional<Error> error);
  // The disk takes this many bytes more; what does not fit is cut off there. nullopt: as many as you like.
  void set_space(std::optional<std::uint64_t> bytes);
  // sync() returns at once and does nothing: a disk that lies.
  void swallow_syncs(bool swallow);

  std::uint64_t calls() const;  // made so far

  std::unique_ptr<File> open(const std::string& path, bool create) override;
  bool exists(const std::string& path) override;
  void remove(const std::string& path, bool sync_folder) override;
  void rename(const std::string& from, const std::string& to) override;
  void make_folders(const std::string& path) override;
  std::vector<std::string> list(const std::string& folder) override;
  std::unique_ptr<FileLock> lock(const std::string& path, const std::string& holder) override;

 private:
  friend class FaultyFile;
  void announce(FileCall::Verb verb, const std::string& path);
  // How many of these bytes the disk still takes; the rest of them is refused by the caller.
  std::uint64_t grant(std::uint64_t bytes);
  void give_back(std::uint64_t bytes);

  Files& inner_;
  mutable std::mutex mutex_;
  std::function<void(const FileCall&)> hook_;
  std::uint64_t calls_ = 0;
  std::uint64_t failing_call_ = 0;
  Span span_ = Span::once;
  std::optional<Error> call_error_;
  std::vector<std::pair<FileCall::Verb, Error>> verb_errors_;
  std::optional<std::uint64_t> space_;
  bool swallow_syncs_ = false;
};

}  // namespace frontdesk
