#include "store/page_sums.h"

#include <array>
#include <cstring>

namespace frontdesk::store {
namespace {

static_assert(std::endian::native == std::endian::little, "Sums are made of words as they lie in memory.");

constexpr std::size_t kLanes = 4;
constexpr std::size_t kWords = (kPageBytes - kSumBytes) / sizeof(std::uint64_t);

// Reversible in each of its two arguments while the other stays: a change of one word can't be lost.
std::uint64_t mixed(std::uint64_t sum, std::uint64_t word) {
  sum = (sum ^ word) * 0x9e3779b97f4a7c15;
  return sum ^ (sum >> 29);
}

std::uint64_t word_at(std::string_view bytes, std::size_t index) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data() + index * sizeof word, sizeof word);
  return word;
}

}  // namespace

std::uint64_t page_sum(std::uint32_t number, std::string_view page) {
  std::array<std::uint64_t, kLanes> lanes{number, number + 1ull, number + 2ull, number + 3ull};
  std::size_t i = 0;
  for (; i + kLanes <= kWords; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] = mixed(lanes[lane], word_at(page, i + lane));
  }
  for (; i < kWords; ++i) lanes[0] = mixed(lanes[0], word_at(page, i));
  std::uint64_t sum = number;
  for (const auto lane : lanes) sum = mixed(sum, lane);
  return mixed(sum, sum >> 32);
}

std::uint64_t stored_sum(std::string_view page) { return word_at(page, kWords); }

bool is_blank(std::string_view page) { return page.find_first_not_of('\0') == std::string_view::npos; }

void PageSums::log_begins_anew() {
  const std::lock_guard lock(mutex_);
  frames_.clear();
  committed_ = 0;
}

void PageSums::note_frame_header(std::size_t index, std::uint32_t page, std::uint32_t pages_after) {
  const std::lock_guard lock(mutex_);
  if (index >= frames_.size()) frames_.resize(index + 1);
  frames_[index].page = page;
  frames_[index].pages_after = pages_after;
}

void PageSums::note_frame(std::size_t index, std::string_view page) {
  const std::lock_guard lock(mutex_);
  if (index >= frames_.size()) frames_.resize(index + 1);
  frames_[index].sum = page_sum(frames_[index].page, page);
}

bool PageSums::is_as_written(std::size_t index, std::string_view page) const {
  Frame frame;
  {
    const std::lock_guard lock(mutex_);
    if (index < frames_.size()) frame = frames_[index];
  }
  return frame.page == 0 || page_sum(frame.page, page) == frame.sum;
}

void PageSums::start_from(std::vector<std::uint64_t> sums) {
  const std::lock_guard lock(mutex_);
  sums_ = std::move(sums);
  total_ = 0;
  for (const auto sum : sums_) total_ += sum;
}

void PageSums::commit(std::size_t frames) {
  const std::lock_guard lock(mutex_);
  for (; committed_ < frames && committed_ < frames_.size(); ++committed_) {
    const auto& frame = frames_[committed_];
    if (frame.page > 0) put(frame.page, frame.sum);
    if (frame.pages_after > 0) shrink_or_grow(frame.pages_after);
  }
}

void PageSums::put(std::uint32_t page, std::uint64_t sum) {
  if (page > sums_.size()) sums_.resize(page);
  auto& known = sums_[page - 1];
  total_ += sum - known;
  known = sum;
}

void PageSums::shrink_or_grow(std::size_t pages) {
  for (auto i = pages; i < sums_.size(); ++i) total_ -= sums_[i];
  sums_.resize(pages);
}

std::uint64_t PageSums::total() const {
  const std::lock_guard lock(mutex_);
  return total_;
}

}  // namespace frontdesk::store
