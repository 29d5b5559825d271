#include "ai/common_words.h"

#include <algorithm>

#include "ai/features.h"
#include "ai/word_files.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> common_words();
}

namespace frontdesk::ai {

bool is_common_word(std::uint32_t feature) {
  static const auto features = [] {
    std::vector<std::uint32_t> all;
    for (const auto line : lines_of(embedded::common_words())) {
      for (const auto& word : words_of(line)) all.push_back(feature_of_word(word));
    }
    std::ranges::sort(all);
    return all;
  }();
  return std::ranges::binary_search(features, feature);
}

}  // namespace frontdesk::ai
