#include "base/memory_files.h"

#include "base/error.h"
#include "base/random.h"

namespace frontdesk {
namespace {

using Node = MemoryFiles::Node;

void put(std::string& bytes, const Node::Change& change) {
  if (change.truncated_to) {
    bytes.resize(*change.truncated_to);
    return;
  }
  const auto end = change.offset + change.bytes.size();
  if (bytes.size() < end) bytes.resize(end);
  std::memcpy(bytes.data() + change.offset, change.bytes.data(), change.bytes.size());
}

class MemoryFile final : public File {
 public:
  explicit MemoryFile(std::shared_ptr<Node> node) : node_(std::move(node)) {}

  std::size_t read(std::uint64_t offset, std::span<char> into) override {
    const std::lock_guard lock(node_->mutex);
    if (offset >= node_->now.size()) return 0;
    return node_->now.copy(into.data(), into.size(), offset);
  }
  void write(std::uint64_t offset, std::string_view bytes) override {
    change({.offset = offset, .bytes = std::string(bytes), .truncated_to = {}});
  }
  void truncate(std::uint64_t size) override { change({.offset = 0, .bytes = {}, .truncated_to = size}); }
  void sync() override {
    const std::lock_guard lock(node_->mutex);
    for (const auto& change : node_->changes) put(node_->safe, change);
    node_->changes.clear();
  }
  std::uint64_t size() override {
    const std::lock_guard lock(node_->mutex);
    return node_->now.size();
  }

 private:
  void change(Node::Change change) {
    const std::lock_guard lock(node_->mutex);
    put(node_->now, change);
    node_->changes.push_back(std::move(change));
  }

  std::shared_ptr<Node> node_;
};

class MemoryLock final : public FileLock {
 public:
  using Locks = std::pair<std::mutex, std::map<std::string, std::string>>;
  MemoryLock(std::shared_ptr<Locks> locks, std::string path) : locks_(std::move(locks)), path_(std::move(path)) {}
  ~MemoryLock() override {
    const std::lock_guard lock(locks_->first);
    locks_->second.erase(path_);
  }

 private:
  std::shared_ptr<Locks> locks_;
  std::string path_;
};

constexpr std::uint64_t kSectorBytes = 512;

// Cut off at any byte, or some of its sectors only: a disk writes them in the order it likes.
void put_torn(std::string& bytes, const Node::Change& change, Random& random) {
  if (random.next() % 2 == 0) {
    put(bytes, {.offset = change.offset,
                .bytes = change.bytes.substr(0, random.next() % (change.bytes.size() + 1)),
                .truncated_to = {}});
    return;
  }
  for (std::uint64_t at = 0; at < change.bytes.size();) {
    const auto length = kSectorBytes - (change.offset + at) % kSectorBytes;
    if (random.next() % 2 == 0)
      put(bytes, {.offset = change.offset + at, .bytes = change.bytes.substr(at, length), .truncated_to = {}});
    at += length;
  }
}

// How a crash treats what was not synced. Disks that keep the order leave a prefix; others leave anything.
enum class Fate { all_kept, all_dropped, prefix_kept, each_by_itself };

std::string torn(const Node& node, Random& random) {
  auto bytes = node.safe;
  const auto fate = static_cast<Fate>(random.next() % 4);
  const auto kept_until = node.changes.empty() ? 0 : random.next() % node.changes.size();
  for (std::size_t i = 0; i < node.changes.size(); ++i) {
    const auto draw = random.next();
    const bool tear = fate == Fate::prefix_kept ? i == kept_until : fate == Fate::each_by_itself && draw % 4 == 0;
    const bool keep = fate == Fate::all_kept || (fate == Fate::prefix_kept && i < kept_until) ||
                      (fate == Fate::each_by_itself && draw % 4 != 1);
    const auto& change = node.changes[i];
    if (tear && !change.truncated_to) {
      put_torn(bytes, change, random);
    } else if (keep) {
      put(bytes, change);
    }
  }
  if (!node.changes.empty() && random.next() % 4 == 0) {
    std::string garbage(random.next() % 9'000, '\0');
    random.fill({reinterpret_cast<std::uint8_t*>(garbage.data()), garbage.size()});
    bytes += garbage;
  }
  return bytes;
}

[[noreturn]] void refuse_missing(const std::string& path) {
  throw Error(Kind::not_found, "files/missing", fmt::format("There is no file {}.", path));
}

}  // namespace

std::unique_ptr<MemoryFiles> MemoryFiles::crash(std::uint64_t seed) const {
  SeededRandom random(seed);
  auto image = std::make_unique<MemoryFiles>();
  const std::lock_guard lock(mutex_);
  auto survivors = files_;
  for (const auto& [path, node] : may_return_) {
    if (random.next() % 2 == 0) survivors.emplace(path, node);
  }
  // One instant for all files.
  std::vector<std::unique_lock<std::mutex>> frozen;
  for (const auto& [path, node] : survivors) frozen.emplace_back(node->mutex);
  for (const auto& [path, node] : survivors) {
    auto copy = std::make_shared<Node>();
    copy->now = torn(*node, random);
    copy->safe = copy->now;
    image->files_.emplace(path, std::move(copy));
  }
  return image;
}

std::shared_ptr<MemoryFiles::Node> MemoryFiles::find(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : found->second;
}

std::string MemoryFiles::bytes(const std::string& path) const {
  const auto node = find(path);
  if (!node) refuse_missing(path);
  const std::lock_guard lock(node->mutex);
  return node->now;
}

std::uint64_t MemoryFiles::unsynced(const std::string& path) const {
  const auto node = find(path);
  if (!node) refuse_missing(path);
  const std::lock_guard lock(node->mutex);
  return node->changes.size();
}

std::unique_ptr<File> MemoryFiles::open(const std::string& path, bool create) {
  const std::lock_guard lock(mutex_);
  auto found = files_.find(path);
  if (found == files_.end()) {
    if (!create) refuse_missing(path);
    may_return_.erase(path);
    found = files_.emplace(path, std::make_shared<Node>()).first;
  }
  return std::make_unique<MemoryFile>(found->second);
}

bool MemoryFiles::exists(const std::string& path) { return find(path) != nullptr; }

void MemoryFiles::remove(const std::string& path, bool sync_folder) {
  const std::lock_guard lock(mutex_);
  auto gone = files_.extract(path);
  if (!gone) refuse_missing(path);
  if (!sync_folder) may_return_[path] = gone.mapped();
}

void MemoryFiles::rename(const std::string& from, const std::string& to) {
  const std::lock_guard lock(mutex_);
  auto moved = files_.extract(from);
  if (!moved) refuse_missing(from);
  may_return_.erase(from);
  may_return_.erase(to);
  files_[to] = moved.mapped();
}

void MemoryFiles::make_folders(const std::string&) {}

std::vector<std::string> MemoryFiles::list(const std::string& folder) {
  const std::lock_guard lock(mutex_);
  const auto prefix = folder + "/";
  std::vector<std::string> names;
  for (const auto& [path, node] : files_) {
    if (path.starts_with(prefix) && path.find('/', prefix.size()) == std::string::npos)
      names.push_back(path.substr(prefix.size()));
  }
  return names;
}

std::unique_ptr<FileLock> MemoryFiles::lock(const std::string& path, const std::string& holder) {
  const std::lock_guard lock(locks_->first);
  const auto [held, is_new] = locks_->second.emplace(path, holder);
  if (!is_new) throw Error(Kind::conflict, "files/locked", held->second);
  return std::make_unique<MemoryLock>(locks_, path);
}

}  // namespace frontdesk
