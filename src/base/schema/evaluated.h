#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace frontdesk::schema {

// Which members or items of one value some keyword has looked at; "unevaluated…" asks for the others.
class Evaluated {
 public:
  void mark(std::size_t index) {
    if (index < kSmall) {
      small_[index / 64] |= std::uint64_t{1} << index % 64;
    } else if (!all_) {
      const auto word = (index - kSmall) / 64;
      if (more_.size() <= word) more_.resize(word * 2 + 1);
      more_[word] |= std::uint64_t{1} << index % 64;
    }
  }
  void mark_all() { all_ = true; }
  bool has(std::size_t index) const {
    if (all_) return true;
    if (index < kSmall) return small_[index / 64] >> index % 64 & 1;
    const auto word = (index - kSmall) / 64;
    return word < more_.size() && (more_[word] >> index % 64 & 1);
  }
  void merge(const Evaluated& other) {
    all_ |= other.all_;
    for (std::size_t i = 0; i < 2; ++i) small_[i] |= other.small_[i];
    if (more_.size() < other.more_.size()) more_.resize(other.more_.size());
    for (std::size_t i = 0; i < other.more_.size(); ++i) more_[i] |= other.more_[i];
  }

 private:
  static constexpr std::size_t kSmall = 128;
  bool all_ = false;
  std::uint64_t small_[2] = {};
  std::vector<std::uint64_t> more_;
};

}  // namespace frontdesk::schema
