#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk {

// An open file. Offsets and sizes in bytes. Failures throw Error{unavailable, "files/…"}; a full disk is
// Error{exhausted, "files/disk-full"}.
class File {
 public:
  virtual ~File() = default;
  virtual std::size_t read(std::uint64_t offset, std::span<char> into) = 0;  // bytes read; less only at the end
  virtual void write(std::uint64_t offset, std::string_view bytes) = 0;
  virtual void truncate(std::uint64_t size) = 0;
  virtual void sync() = 0;  // returns when the bytes would survive a loss of power
  virtual std::uint64_t size() = 0;
};

// Held as long as it lives.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

// The seam of the disk: the real one, one in memory that can be cut and torn, one that fails on request.
// Safe from any thread; one File is used by one thread at a time. A file that was made, renamed, or removed with
// `sync_folder` is so for good when the call returns.
class Files {
 public:
  virtual ~Files() = default;
  virtual std::unique_ptr<File> open(const std::string& path, bool create) = 0;  // not_found where it is not there
  virtual bool exists(const std::string& path) = 0;
  virtual void remove(const std::string& path, bool sync_folder) = 0;       // not_found where it is not there
  virtual void rename(const std::string& from, const std::string& to) = 0;  // replaces what is there
  virtual void make_folders(const std::string& path) = 0;
  virtual std::vector<std::string> list(const std::string& folder) = 0;  // names of its files, sorted
  // Locks the folder of `path`, whatever becomes of the file, and writes `holder` into the file. Error{conflict,
  // "files/locked"} while somebody else holds it; the detail is what that one gave as `holder`, as far as it is there.
  virtual std::unique_ptr<FileLock> lock(const std::string& path, const std::string& holder) = 0;
};

// All bytes of a file; not_found where it is not there.
std::string read_whole(Files& files, const std::string& path);
// A file that has these bytes or those that it had, also behind a loss of power.
void write_whole(Files& files, const std::string& path, std::string_view bytes);

// The files of this machine.
std::unique_ptr<Files> system_files();

}  // namespace frontdesk
