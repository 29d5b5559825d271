#include "ai/background.h"

#include "ai/word_files.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> background();
}

namespace frontdesk::ai {

std::span<const std::string_view> background_sentences() {
  static const auto sentences = lines_of(embedded::background());
  return sentences;
}

}  // namespace frontdesk::ai
