#pragma once

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace frontdesk::store {

// What the connections of this process to one file share: its locks and the index of its write-ahead log. The lock on
// the data folder makes sure that there is no other process, so memory of our own does for both.
class SharedFile {
 public:
  static constexpr int kLocks = 8;  // SQLITE_SHM_NLOCK
  enum class Level { none, shared, reserved, pending, exclusive };

  // One connection's part.
  struct Hold {
    Level level = Level::none;
    bool mapped = false;
    std::uint8_t shared = 0;     // bit i: holds lock i of the log's index for reading
    std::uint8_t exclusive = 0;  // bit i: … for writing
  };

  bool raise(Hold& hold, Level level);  // false: somebody else is in the way
  void lower(Hold& hold, Level level);
  bool is_reserved() const;

  // A page of the log's index, zeroed when it is new; nullptr where it is not there and `make` is false.
  void* map(Hold& hold, int page, int bytes, bool make);
  void unmap(Hold& hold);
  bool lock(Hold& hold, int first, int count, bool exclusive);
  void unlock(Hold& hold, int first, int count);

 private:
  mutable std::mutex mutex_;
  int readers_ = 0;         // holds at shared or above
  Hold* writer_ = nullptr;  // the one above shared
  int mapped_ = 0;
  std::vector<std::unique_ptr<char[]>> pages_;
  std::array<int, kLocks> shared_{};
  std::array<Hold*, kLocks> exclusive_{};
};

// The shared parts by path; a part goes when its last connection goes.
class SharedFiles {
 public:
  std::shared_ptr<SharedFile> of(const std::string& path);

 private:
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<SharedFile>> files_;
};

}  // namespace frontdesk::store
