#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "base/files.h"

namespace frontdesk {

// A disk in memory that knows what would survive a loss of power. For tests, simulations and scratch databases.
class MemoryFiles final : public Files {
 public:
  MemoryFiles() = default;

  // What a loss of power at this moment could leave: what was synced, and of the rest each write kept, dropped or torn
  // at any byte, some files with a tail of garbage. The same for the same seed.
  std::unique_ptr<MemoryFiles> crash(std::uint64_t seed) const;

  std::string bytes(const std::string& path) const;       // all of a file, synced or not
  std::uint64_t unsynced(const std::string& path) const;  // writes and truncations since its last sync

  std::unique_ptr<File> open(const std::string& path, bool create) override;
  bool exists(const std::string& path) override;
  void remove(const std::string& path, bool sync_folder) override;
  void rename(const std::string& from, const std::string& to) override;
  void make_folders(const std::string& path) override;
  std::vector<std::string> list(const std::string& folder) override;
  std::unique_ptr<FileLock> lock(const std::string& path, const std::string& holder) override;

  // One file's bytes and what is not safe yet.
  struct Node {
    struct Change {
      std::uint64_t offset = 0;
      std::string bytes;
      std::optional<std::uint64_t> truncated_to;
    };
    mutable std::mutex mutex;
    std::string now;
    std::string safe;
    std::vector<Change> changes;  // since `safe`, in order
  };

 private:
  using Locks = std::map<std::string, std::string>;  // path to holder

  std::shared_ptr<Node> find(const std::string& path) const;

  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Node>> files_;
  std::map<std::string, std::shared_ptr<Node>> may_return_;  // removed, and the folder not synced
  std::shared_ptr<std::pair<std::mutex, Locks>> locks_ = std::make_shared<std::pair<std::mutex, Locks>>();
};

}  // namespace frontdesk
