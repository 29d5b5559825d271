#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

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

// The seam of the disk: the real one, one in memory that can be cut and torn, one that fails on request.
// Safe from any thread; one File is used by one thread at a time.
class Files {
 public:
  virtual ~Files() = default;
  virtual std::unique_ptr<File> open(const std::string& path, bool create) = 0;  // not_found where it is not there
  virtual bool exists(const std::string& path) = 0;
  virtual void remove(const std::string& path, bool sync_folder) = 0;
  virtual void make_folders(const std::string& path) = 0;
};

// The files of this machine.
std::unique_ptr<Files> system_files();

}  // namespace frontdesk
