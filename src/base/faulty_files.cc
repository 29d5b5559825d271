#include "base/faulty_files.h"

namespace frontdesk {

using Verb = FileCall::Verb;

class FaultyFile final : public File {
 public:
  FaultyFile(FaultyFiles& files, std::string path, std::unique_ptr<File> inner)
      : files_(files), path_(std::move(path)), inner_(std::move(inner)) {}

  std::size_t read(std::uint64_t offset, std::span<char> into) override {
    files_.announce(Verb::read, path_);
    return inner_->read(offset, into);
  }

  void write(std::uint64_t offset, std::string_view bytes) override {
    files_.announce(Verb::write, path_);
    const auto size = inner_->size();
    const auto end = offset + bytes.size();
    const auto growth = end > size ? end - size : 0;
    const auto granted = files_.grant(growth);
    const auto missing = growth - granted;
    if (missing < bytes.size()) inner_->write(offset, bytes.substr(0, bytes.size() - missing));
    if (missing == 0) return;
    throw Error(Kind::exhausted, "files/disk-full",
                fmt::format("The disk of {} is full. Make room on it; frontdesk goes on by itself.", path_))
        .after(std::chrono::seconds(1));
  }

  void truncate(std::uint64_t size) override {
    files_.announce(Verb::truncate, path_);
    const auto before = inner_->size();
    inner_->truncate(size);
    if (size < before) files_.give_back(before - size);
  }

  void sync() override {
    files_.announce(Verb::sync, path_);
    if (!files_.swallow_syncs_) inner_->sync();
  }

  std::uint64_t size() override {
    files_.announce(Verb::size, path_);
    return inner_->size();
  }

 private:
  FaultyFiles& files_;
  std::string path_;
  std::unique_ptr<File> inner_;
};

void FaultyFiles::before_each(std::function<void(const FileCall&)> hook) {
  const std::lock_guard lock(mutex_);
  hook_ = std::move(hook);
}

void FaultyFiles::fail_call(std::uint64_t k, Error error, Span span) {
  const std::lock_guard lock(mutex_);
  failing_call_ = calls_ + k;
  call_error_ = std::move(error);
  span_ = span;
}

void FaultyFiles::fail_verb(Verb verb, std::optional<Error> error) {
  const std::lock_guard lock(mutex_);
  std::erase_if(verb_errors_, [&](const auto& fault) { return fault.first == verb; });
  if (error) verb_errors_.emplace_back(verb, std::move(*error));
}

void FaultyFiles::set_space(std::optional<std::uint64_t> bytes) {
  const std::lock_guard lock(mutex_);
  space_ = bytes;
}

void FaultyFiles::swallow_syncs(bool swallow) {
  const std::lock_guard lock(mutex_);
  swallow_syncs_ = swallow;
}

std::uint64_t FaultyFiles::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

void FaultyFiles::announce(Verb verb, const std::string& path) {
  std::function<void(const FileCall&)> hook;
  std::uint64_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = ++calls_;
    if (call_error_ && (number == failing_call_ || (number > failing_call_ && span_ == Span::from_then_on)))
      throw *call_error_;
    for (const auto& [failing, error] : verb_errors_) {
      if (failing == verb) throw error;
    }
    hook = hook_;
  }
  if (hook) hook({verb, path, number});
}

std::uint64_t FaultyFiles::grant(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  if (!space_) return bytes;
  const auto granted = std::min(bytes, *space_);
  *space_ -= granted;
  return granted;
}

void FaultyFiles::give_back(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  if (space_) *space_ += bytes;
}

std::unique_ptr<File> FaultyFiles::open(const std::string& path, bool create) {
  announce(Verb::open, path);
  return std::make_unique<FaultyFile>(*this, path, inner_.open(path, create));
}

bool FaultyFiles::exists(const std::string& path) {
  announce(Verb::exists, path);
  return inner_.exists(path);
}

void FaultyFiles::remove(const std::string& path, bool sync_folder) {
  announce(Verb::remove, path);
  const auto size = inner_.open(path, false)->size();
  inner_.remove(path, sync_folder);
  give_back(size);
}

void FaultyFiles::rename(const std::string& from, const std::string& to) {
  announce(Verb::rename, from);
  inner_.rename(from, to);
}

void FaultyFiles::make_folders(const std::string& path) {
  announce(Verb::make_folders, path);
  inner_.make_folders(path);
}

std::vector<std::string> FaultyFiles::list(const std::string& folder) {
  announce(Verb::list, folder);
  return inner_.list(folder);
}

std::unique_ptr<FileLock> FaultyFiles::lock(const std::string& path, const std::string& holder) {
  announce(Verb::lock, path);
  return inner_.lock(path, holder);
}

}  // namespace frontdesk
