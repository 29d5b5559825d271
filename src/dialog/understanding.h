#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::dialog {

struct Guess {
  std::string intent;
  double confidence = 0;
};

// What an intent classifier thinks of a sentence, best first; `sure` is false where nothing fits (out of scope).
struct Understanding {
  std::vector<Guess> guesses;
  bool sure = false;
};
using Classify = std::function<Understanding(std::string_view sentence)>;

}  // namespace frontdesk::dialog
