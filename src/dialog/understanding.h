#pragma once

#include <boost/describe.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::dialog {

struct Guess {
  std::string intent;
  double confidence = 0;
};
BOOST_DESCRIBE_STRUCT(Guess, (), (intent, confidence))

// What an intent classifier thinks of a sentence, best first; `sure` is false where nothing fits (out of scope).
struct Understanding {
  std::vector<Guess> guesses;
  bool sure = false;
};
BOOST_DESCRIBE_STRUCT(Understanding, (), (guesses, sure))
using Classify = std::function<Understanding(std::string_view sentence)>;

}  // namespace frontdesk::dialog
