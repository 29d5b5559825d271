#include "gateway/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

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

// All that is in the file.
std::string read_file(const std::string& path, int file) {
  struct stat about{};
  if (::fstat(file, &about) != 0) fail(path, "look at");
  if ((about.st_mode & 077) != 0) {
    throw Error(Kind::forbidden, "sign-in/key-file-open-to-others",
                fmt::format("Others than its owner may read {}. Run: chmod 600 {}", path, path));
  }
  std::string text(kKeyBytesMax, '\0');
  const auto size = ::read(file, text.data(), text.size());
  if (size < 0) fail(path, "read");
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::string key_in(const std::string& path, std::string_view text, std::string_view prefix) {
  const std::string key(text::trim(text));
  if (!key.starts_with(prefix) || key.size() < kKeyBytesMin) {
    throw Error(Kind::invalid, "sign-in/key-file-malformed",
                fmt::format("{} holds no key. Put it back from a backup; or remove it and have a new one made by: "
                            "frontdesk accept {} --data DIR",
                            path, std::filesystem::path(path).filename().string()));
  }
  return key;
}

Error refusal(std::string_view slug, const std::string& path, const std::string& name, std::string_view what) {
  return Error(
      Kind::conflict, std::string(slug),
      fmt::format("{} {}. Put it back from a backup; or, where that is meant, go on with what is there, or with a "
                  "new key, by: frontdesk accept {} --data DIR",
                  path, what, name));
}

}  // namespace

std::string load_or_make_key(const std::string& folder, const std::string& name, std::string_view prefix,
                             Random& random, Fingerprints& fingerprints) {
  const auto path = folder + "/" + name;
  const Descriptor existing(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (existing.is_open()) {
    const auto text = read_file(path, existing.number());
    auto key = key_in(path, text, prefix);
    const auto verdict = fingerprints.look(name, text);
    if (verdict == Fingerprints::Verdict::other)
      throw refusal("sign-in/key-file-changed", path, name, "is another key than it was");
    if (verdict == Fingerprints::Verdict::unknown) fingerprints.remember(name, text);
    return key;
  }
  if (errno != ENOENT) fail(path, "open");
  if (fingerprints.knows(name)) throw refusal("sign-in/key-file-gone", path, name, "was there and is gone");

  const auto key = random.id(prefix) + random.id("");
  const auto text = key + "\n";
  const Descriptor made(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!made.is_open()) fail(path, "make");
  if (::write(made.number(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) fail(path, "write");
  if (::fsync(made.number()) != 0) fail(path, "write");
  fingerprints.remember(name, text);
  return key;
}

}  // namespace frontdesk::gateway
