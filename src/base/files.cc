#include "base/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "base/error.h"

namespace frontdesk {
namespace {

[[noreturn]] void fail(int code, std::string_view verb, const std::string& path) {
  const auto reason = std::error_code(code, std::generic_category()).message();
  if (code == ENOENT) throw Error(Kind::not_found, "files/missing", fmt::format("There is no file {}.", path));
  if (code == ENOSPC || code == EDQUOT) {
    throw Error(Kind::exhausted, "files/disk-full",
                fmt::format("The disk of {} is full. Make room on it; frontdesk goes on by itself.", path))
        .after(std::chrono::seconds(1));
  }
  if (code == EACCES || code == EPERM || code == EROFS) {
    throw Error(
        Kind::unavailable, "files/not-allowed",
        fmt::format("Could not {} {}: {}. Give the user that runs frontdesk the right to it.", verb, path, reason));
  }
  if (code == EMFILE || code == ENFILE) {
    throw Error(Kind::unavailable, "files/too-many-open",
                fmt::format("Could not {} {}: {}. Raise the limit of open files (ulimit -n).", verb, path, reason));
  }
  throw Error(Kind::unavailable, "files/io",
              fmt::format("Could not {} {}: {}. Look at the disk and at the system's log.", verb, path, reason));
}

// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_;
};

std::string folder_of(const std::string& path) {
  auto folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

void sync_folder_of(const std::string& path) {
  const auto folder = folder_of(path);
  const Descriptor descriptor(folder, O_RDONLY | O_DIRECTORY);
  if (!descriptor) fail(errno, "open the folder", folder);
  if (::fsync(descriptor.number()) != 0) fail(errno, "sync the folder", folder);
}

class SystemFile final : public File {
 public:
  SystemFile(std::string path, Descriptor descriptor) : path_(std::move(path)), descriptor_(std::move(descriptor)) {}

  std::size_t read(std::uint64_t offset, std::span<char> into) override {
    std::size_t done = 0;
    while (done < into.size()) {
      const auto part =
          ::pread(descriptor_.number(), into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
      if (part < 0 && errno == EINTR) continue;
      if (part < 0) fail(errno, "read", path_);
      if (part == 0) break;
      done += static_cast<std::size_t>(part);
    }
    return done;
  }

  void write(std::uint64_t offset, std::string_view bytes) override {
    while (!bytes.empty()) {
      const auto part = ::pwrite(descriptor_.number(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (part < 0 && errno == EINTR) continue;
      if (part < 0) fail(errno, "write", path_);
      if (part == 0) fail(ENOSPC, "write", path_);
      offset += static_cast<std::uint64_t>(part);
      bytes.remove_prefix(static_cast<std::size_t>(part));
    }
  }

  void truncate(std::uint64_t size) override {
    if (::ftruncate(descriptor_.number(), static_cast<off_t>(size)) != 0) fail(errno, "truncate", path_);
  }

  void sync() override {
    if (::fdatasync(descriptor_.number()) != 0) fail(errno, "sync", path_);
  }

  std::uint64_t size() override {
    struct stat about{};
    if (::fstat(descriptor_.number(), &about) != 0) fail(errno, "look at", path_);
    return static_cast<std::uint64_t>(about.st_size);
  }

 private:
  std::string path_;
  Descriptor descriptor_;
};

// The system lets go of the locks when the descriptors are closed, however the process ends.
class SystemLock final : public FileLock {
 public:
  SystemLock(Descriptor folder, Descriptor file) : folder_(std::move(folder)), file_(std::move(file)) {}

 private:
  Descriptor folder_;
  Descriptor file_;
};

// What the holder wrote of itself; "" where nobody can say any more.
std::string holder_in(const std::string& path) {
  const Descriptor file(path, O_RDONLY);
  char name[256];
  const auto length = file ? ::pread(file.number(), name, sizeof name, 0) : 0;
  return {name, static_cast<std::size_t>(std::max<ssize_t>(length, 0))};
}

void take_lock(const Descriptor& descriptor, const std::string& path, const std::string& named) {
  if (!descriptor) fail(errno, "open", named);
  if (::flock(descriptor.number(), LOCK_EX | LOCK_NB) == 0) return;
  if (errno != EWOULDBLOCK) fail(errno, "lock", named);
  throw Error(Kind::conflict, "files/locked", holder_in(path));
}

bool is_still_at(const std::string& path, const Descriptor& descriptor) {
  struct stat ours{};
  struct stat there{};
  return ::fstat(descriptor.number(), &ours) == 0 && ::stat(path.c_str(), &there) == 0 && ours.st_dev == there.st_dev &&
         ours.st_ino == there.st_ino;
}

class SystemFiles final : public Files {
 public:
  std::unique_ptr<File> open(const std::string& path, bool create) override {
    if (Descriptor there(path, O_RDWR); there) return std::make_unique<SystemFile>(path, std::move(there));
    if (errno != ENOENT || !create) fail(errno, "open", path);
    Descriptor made(path, O_RDWR | O_CREAT);
    if (!made) fail(errno, "make", path);
    sync_folder_of(path);
    return std::make_unique<SystemFile>(path, std::move(made));
  }

  bool exists(const std::string& path) override { return ::access(path.c_str(), F_OK) == 0; }

  void remove(const std::string& path, bool sync_folder) override {
    if (::unlink(path.c_str()) != 0) fail(errno, "remove", path);
    if (sync_folder) sync_folder_of(path);
  }

  void rename(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) fail(errno, "rename", from);
    sync_folder_of(to);
  }

  void make_folders(const std::string& path) override {
    std::error_code code;
    std::filesystem::create_directories(path, code);
    if (code) fail(code.value(), "make the folder", path);
    sync_folder_of(path);
  }

  std::vector<std::string> list(const std::string& folder) override {
    std::error_code code;
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
      if (entry.is_regular_file(code)) names.push_back(entry.path().filename().string());
    }
    if (code) fail(code.value(), "list", folder);
    std::ranges::sort(names);
    return names;
  }

  // The folder is what counts: the file in it, which names the holder, may be removed and made anew by anybody.
  std::unique_ptr<FileLock> lock(const std::string& path, const std::string& holder) override {
    const auto name = folder_of(path);
    Descriptor folder(name, O_RDONLY | O_DIRECTORY);
    take_lock(folder, path, name);
    for (;;) {
      Descriptor file(path, O_RDWR | O_CREAT);
      take_lock(file, path, path);
      if (!is_still_at(path, file)) continue;  // somebody replaced it meanwhile
      if (::ftruncate(file.number(), 0) != 0) fail(errno, "write", path);
      if (::pwrite(file.number(), holder.data(), holder.size(), 0) < 0) fail(errno, "write", path);
      return std::make_unique<SystemLock>(std::move(folder), std::move(file));
    }
  }
};

}  // namespace

std::unique_ptr<Files> system_files() { return std::make_unique<SystemFiles>(); }

std::string read_whole(Files& files, const std::string& path) {
  const auto file = files.open(path, false);
  std::string bytes(file->size(), '\0');
  bytes.resize(file->read(0, bytes));
  return bytes;
}

void write_whole(Files& files, const std::string& path, std::string_view bytes) {
  const auto fresh = path + ".new";
  {
    const auto file = files.open(fresh, true);
    file->truncate(0);
    file->write(0, bytes);
    file->sync();
  }
  files.rename(fresh, path);
}

}  // namespace frontdesk
