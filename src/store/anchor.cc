#include "store/anchor.h"

#include <cstring>

#include "base/crypto.h"

namespace frontdesk::store {
namespace {

// One half of the file, as it lies on the disk.
struct Half {
  std::array<char, 8> magic{'f', 'd', 'a', 'n', 'c', 'h', 'o', '1'};
  std::int64_t epoch = 0;
  Mark::Run run{};
  std::int64_t began = 0;
  std::int64_t commits = 0;
  std::uint64_t total = 0;
  std::int64_t is_closed = 0;
  std::array<char, 32> digest{};  // SHA-256 of everything before it
};
static_assert(sizeof(Half) == 96);
constexpr std::size_t kSealedBytes = offsetof(Half, digest);
constexpr std::size_t kFileBytes = 2 * sizeof(Half);

std::array<char, 32> digest_of(const Half& half) {
  const auto digest = crypto::sha256({reinterpret_cast<const char*>(&half), kSealedBytes});
  std::array<char, 32> bytes{};
  std::memcpy(bytes.data(), digest.data(), bytes.size());
  return bytes;
}

std::optional<Half> half_in(std::string_view bytes) {
  Half half;
  std::memcpy(&half, bytes.data(), sizeof half);
  if (half.magic != Half{}.magic || half.digest != digest_of(half)) return {};
  return half;
}

// The one that was written later.
bool is_later(const Half& left, const Half& right) {
  return std::tie(left.epoch, left.commits, left.is_closed) > std::tie(right.epoch, right.commits, right.is_closed);
}

Mark mark_in(const Half& half) {
  return {half.epoch, half.run, half.began, half.commits, half.total, half.is_closed != 0};
}

std::string bytes_of(const Mark& mark) {
  Half half{.epoch = mark.epoch,
            .run = mark.run,
            .began = mark.began,
            .commits = mark.commits,
            .total = mark.total,
            .is_closed = mark.is_closed ? 1 : 0};
  half.digest = digest_of(half);
  return {reinterpret_cast<const char*>(&half), sizeof half};
}

}  // namespace

Error damaged(const std::string& path, std::string_view what) {
  return Error(
      Kind::internal, "store/damaged",
      fmt::format("The file {} is damaged: {}. Stop frontdesk and restore the tenant's files (the .db with its "
                  ".anchor) from a backup; or, where there is none and its pages are whole, take it as it is by: "
                  "frontdesk accept TENANT --data DIR",
                  path, what));
}

std::string contradiction(const Mark& database, const Mark& anchor) {
  if (database.commits < anchor.commits || database.epoch < anchor.epoch) {
    return fmt::format("it ends at commit {}, but {} was acknowledged: it is older than its anchor, or its log is gone",
                       database.commits, anchor.commits);
  }
  if (database.epoch == anchor.epoch) {
    if (database.run != anchor.run) return "it is not the file that its anchor was written for";
    if (anchor.is_closed && database.commits != anchor.commits)
      return fmt::format("it is at commit {}, but its server had stopped at {}", database.commits, anchor.commits);
    return "";
  }
  // A run begins with one commit and a sync of the anchor.
  const bool follows = database.epoch == anchor.epoch + 1 && database.commits == database.began;
  if (follows && (!anchor.is_closed || database.began == anchor.commits + 1)) return "";
  return fmt::format("its anchor is older than it: commit {} of run {}, the file is at {} of run {}", anchor.commits,
                     anchor.epoch, database.commits, database.epoch);
}

bool is_ahead(const Mark& database, const Mark& anchor) { return database.commits > anchor.commits; }

File& Anchor::file() {
  if (!file_) file_ = files_.open(path_, false);
  return *file_;
}

Anchored Anchor::read() {
  std::string bytes(kFileBytes, '\0');
  if (file().read(0, bytes) != bytes.size()) throw damaged(path_, "it is empty, or was cut");
  const auto first = half_in(std::string_view(bytes).substr(0, sizeof(Half)));
  const auto second = half_in(std::string_view(bytes).substr(sizeof(Half)));
  Anchored anchored{.mark = {}, .is_torn = !first || !second};
  const bool first_counts = first && (!second || is_later(*first, *second));
  next_half_ = first_counts ? 1 : 0;
  if (first_counts) anchored.mark = mark_in(*first);
  if (second && !first_counts) anchored.mark = mark_in(*second);
  return anchored;
}

// It is there as a whole or not at all.
void Anchor::make(const Mark& mark) {
  file_.reset();
  const auto half = bytes_of(mark);
  write_whole(files_, path_, half + half);
  next_half_ = 0;
}

void Anchor::write(const Mark& mark) {
  const auto half = bytes_of(mark);
  file().write(static_cast<std::uint64_t>(next_half_) * half.size(), half);
  next_half_ = 1 - next_half_;
}

void Anchor::sync() { file().sync(); }

}  // namespace frontdesk::store
