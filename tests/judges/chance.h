#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace judge {

// Chance that is the same each time.
class Chance {
 public:
  std::size_t below(std::size_t end) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return end == 0 ? 0 : static_cast<std::size_t>((state_ >> 33) % end);
  }

  // Bytes changed, left out, put twice, cut off, and pieces put in.
  std::string broken(std::string bytes, const std::vector<std::string_view>& pieces) {
    for (auto changes = 1 + below(4); changes > 0; --changes) {
      const auto at = below(bytes.size() + 1);
      const auto way = below(5);
      if (way == 0 && at < bytes.size()) bytes[at] = static_cast<char>(below(256));
      if (way == 1) bytes.erase(at, 1 + below(12));
      if (way == 2) bytes.insert(at, bytes.substr(below(bytes.size() + 1), 1 + below(60)));
      if (way == 3) bytes.insert(at, pieces[below(pieces.size())]);
      if (way == 4 && below(6) == 0) bytes.resize(at);
    }
    return bytes;
  }

 private:
  std::uint64_t state_ = 1;
};

}  // namespace judge
