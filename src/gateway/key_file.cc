#include "gateway/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"
#include "base/text.h"

namespace frontdesk::gateway {
namespace {

constexpr std::size_t kKeyBytesMin = 32;
constexpr std::size_t kKeyBytesMax = 512;

// An open file; closed when it goes.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

[[noreturn]] void fail(const std::string& path, std::string_view what) {
  throw Error(Kind::unavailable, "sign-in/key-file-unreadable",
              fmt::format("Cannot {} the key file {}: {}.", what, path, std::strerror(errno)));
}

std::string read_key(const std::string& path, int file, std::string_view prefix) {
  struct stat about{};
  if (::fstat(file, &about) != 0) fail(path, "look at");
  if ((about.st_mode & 077) != 0) {
    throw Error(Kind::forbidden, "sign-in/key-file-open-to-others",
                fmt::format("Others than its owner may read {}. Run: chmod 600 {}", path, path));
  }
  std::string text(kKeyBytesMax, '\0');
  const auto size = ::read(file, text.data(), text.size());
  if (size < 0) fail(path, "read");
  const std::string key(text::trim(std::string_view(text).substr(0, static_cast<std::size_t>(size))));
  if (!key.starts_with(prefix) || key.size() < kKeyBytesMin) {
    throw Error(Kind::invalid, "sign-in/key-file-malformed",
                fmt::format("{} holds no key. Remove it, and the next start makes a new one.", path));
  }
  return key;
}

}  // namespace

std::string load_or_make_key(const std::string& path, std::string_view prefix, Random& random) {
  const Descriptor existing(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (existing.is_open()) return read_key(path, existing.number(), prefix);
  if (errno != ENOENT) fail(path, "open");

  const auto key = random.id(prefix) + random.id("");
  const auto text = key + "\n";
  const Descriptor made(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!made.is_open()) fail(path, "make");
  if (::write(made.number(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) fail(path, "write");
  if (::fsync(made.number()) != 0) fail(path, "write");
  return key;
}

}  // namespace frontdesk::gateway
