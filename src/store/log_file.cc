#include "store/log_file.h"

#include "base/error.h"

namespace frontdesk::store {
namespace {

constexpr std::size_t kJoinedMax = 1 << 18;
constexpr std::uint64_t kRoomAhead = 1 << 18;

}  // namespace

LogFile::LogFile(std::unique_ptr<File> inner) : inner_(std::move(inner)) {}

void LogFile::flush() {
  if (joined_.empty()) return;
  // What cannot be written is forgotten: SQLite takes the transaction back and writes at this place again.
  auto bytes = std::exchange(joined_, {});
  make_room(start_ + bytes.size());
  inner_->write(start_, bytes);
  bytes.clear();
  joined_ = std::move(bytes);  // keeps its memory
}

void LogFile::make_room(std::uint64_t until) {
  if (until <= size_) return;
  size_ = inner_->size();
  if (until <= size_) return;
  const auto end = (until / kRoomAhead + 1) * kRoomAhead;
  try {
    inner_->write(size_, std::string(end - size_, '\0'));
    size_ = end;
  } catch (const Error&) {
    size_ = 0;  // no room to spare; the bytes themselves may still fit
  }
}

std::size_t LogFile::read(std::uint64_t offset, std::span<char> into) {
  flush();
  return inner_->read(offset, into);
}

void LogFile::write(std::uint64_t offset, std::string_view bytes) {
  if (offset != start_ + joined_.size() || joined_.size() + bytes.size() > kJoinedMax) flush();
  if (joined_.empty()) start_ = offset;
  joined_ += bytes;
}

void LogFile::truncate(std::uint64_t size) {
  flush();
  inner_->truncate(size);
  size_ = size;
}

void LogFile::sync() {
  flush();
  inner_->sync();
}

std::uint64_t LogFile::size() {
  flush();
  return inner_->size();
}

}  // namespace frontdesk::store
