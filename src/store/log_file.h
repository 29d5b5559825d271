#pragma once

#include <memory>
#include <string>

#include "base/files.h"

namespace frontdesk::store {

// The file of a write-ahead log. Writes that follow one another go to the disk as one, and room is made ahead of them:
// a sync of a file that did not grow is twice as fast. Others see what was written after flush() or sync() only, which
// with synchronous=FULL is before SQLite tells them that it is there.
class LogFile final : public File {
 public:
  explicit LogFile(std::unique_ptr<File> inner);

  void flush();

  std::size_t read(std::uint64_t offset, std::span<char> into) override;
  void write(std::uint64_t offset, std::string_view bytes) override;
  void truncate(std::uint64_t size) override;
  void sync() override;
  std::uint64_t size() override;

 private:
  void make_room(std::uint64_t until);

  std::unique_ptr<File> inner_;
  std::string joined_;       // not written yet
  std::uint64_t start_ = 0;  // where it belongs
  std::uint64_t size_ = 0;   // of the file, as far as it was looked at
};

}  // namespace frontdesk::store
