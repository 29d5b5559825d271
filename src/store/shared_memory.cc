#include "store/shared_memory.h"

namespace frontdesk::store {
namespace {

std::uint8_t bits(int first, int count) { return static_cast<std::uint8_t>(((1u << count) - 1) << first); }

}  // namespace

bool SharedFile::raise(Hold& hold, Level level) {
  const std::lock_guard lock(mutex_);
  if (hold.level >= level) return true;
  if (hold.level == Level::none) {
    if (writer_ && writer_->level >= Level::pending) return false;
    ++readers_;
    hold.level = Level::shared;
    if (level == Level::shared) return true;
  }
  if (writer_ && writer_ != &hold) return false;
  writer_ = &hold;
  // Pending keeps new readers out while the present ones finish.
  hold.level = level == Level::exclusive && readers_ > 1 ? Level::pending : level;
  return hold.level == level;
}

void SharedFile::lower(Hold& hold, Level level) {
  const std::lock_guard lock(mutex_);
  if (hold.level <= level) return;
  if (writer_ == &hold) writer_ = nullptr;
  if (level == Level::none) --readers_;
  hold.level = level;
}

bool SharedFile::is_reserved() const {
  const std::lock_guard lock(mutex_);
  return writer_ != nullptr;
}

void* SharedFile::map(Hold& hold, int page, int bytes, bool make) {
  const std::lock_guard lock(mutex_);
  if (!hold.mapped) hold.mapped = true, ++mapped_;
  const auto index = static_cast<std::size_t>(page);
  if (index >= pages_.size() && !make) return nullptr;
  while (pages_.size() <= index) pages_.push_back(std::make_unique<char[]>(static_cast<std::size_t>(bytes)));
  return pages_[index].get();
}

void SharedFile::unmap(Hold& hold) {
  const std::lock_guard lock(mutex_);
  if (!hold.mapped) return;
  hold.mapped = false;
  // The next one to come reads the log again and makes a new index.
  if (--mapped_ == 0) pages_.clear();
}

bool SharedFile::lock(Hold& hold, int first, int count, bool exclusive) {
  const std::lock_guard lock(mutex_);
  const auto mask = bits(first, count);
  if (!exclusive) {
    const auto at = static_cast<std::size_t>(first);
    if (hold.shared & mask) return true;
    if (exclusive_[at]) return false;
    ++shared_[at];
    hold.shared |= mask;
    return true;
  }
  for (int i = first; i < first + count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const int own = (hold.shared >> i) & 1;
    if (shared_[at] > own || (exclusive_[at] && exclusive_[at] != &hold)) return false;
  }
  for (int i = first; i < first + count; ++i) exclusive_[static_cast<std::size_t>(i)] = &hold;
  hold.exclusive |= mask;
  return true;
}

void SharedFile::unlock(Hold& hold, int first, int count) {
  const std::lock_guard lock(mutex_);
  for (int i = first; i < first + count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if ((hold.shared >> i) & 1) --shared_[at];
    if ((hold.exclusive >> i) & 1) exclusive_[at] = nullptr;
  }
  hold.shared &= static_cast<std::uint8_t>(~bits(first, count));
  hold.exclusive &= static_cast<std::uint8_t>(~bits(first, count));
}

std::shared_ptr<SharedFile> SharedFiles::of(const std::string& path) {
  const std::lock_guard lock(mutex_);
  auto& known = files_[path];
  auto file = known.lock();
  if (!file) known = file = std::make_shared<SharedFile>();
  return file;
}

}  // namespace frontdesk::store
