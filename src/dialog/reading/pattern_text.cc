#include "dialog/reading/pattern_text.h"

#include "base/error.h"
#include "dialog/reading/words.h"

namespace frontdesk::dialog::reading {
namespace {

constexpr std::size_t kWaysMax = 200;

[[noreturn]] void refuse(std::string_view pattern, std::string_view what, std::string_view remedy) {
  throw Error(Kind::invalid, "reading/pattern", fmt::format("The pattern \"{}\" {}. {}", pattern, what, remedy));
}

class Writer {
 public:
  explicit Writer(std::string_view pattern) : pattern_(pattern) {}

  std::vector<Pieces> run() {
    auto ways = sequence();
    if (at_ < pattern_.size())
      refuse(pattern_, fmt::format("has a '{}' outside of a bracket", pattern_[at_]), "Remove it.");
    for (const auto& way : ways) {
      if (way.empty()) refuse(pattern_, "can be left out as a whole", "Say at least one word outside of ( ).");
    }
    return ways;
  }

 private:
  // Up to the end, or to a closing bracket or bar of the level above.
  std::vector<Pieces> sequence() {
    std::vector<Pieces> ways{{}};
    while (at_ < pattern_.size()) {
      const char sign = pattern_[at_];
      if (sign == ')' || sign == ']' || sign == '|') return ways;
      if (sign == ' ') {
        ++at_;
      } else if (sign == '(') {
        auto inner = bracket(')');
        inner.emplace_back();
        join(ways, inner);
      } else if (sign == '[') {
        join(ways, bracket(']'));
      } else {
        join(ways, {piece()});
      }
    }
    return ways;
  }

  std::vector<Pieces> bracket(char closes) {
    ++at_;
    auto ways = sequence();
    while (at_ < pattern_.size() && pattern_[at_] == '|') {
      ++at_;
      for (auto& way : sequence()) ways.push_back(std::move(way));
    }
    if (at_ >= pattern_.size() || pattern_[at_] != closes)
      refuse(pattern_, fmt::format("has no '{}' for a bracket", closes), "Close it.");
    ++at_;
    return ways;
  }

  Pieces piece() {
    const bool reference = pattern_[at_] == '{';
    const auto end = reference ? pattern_.find('}', at_) : pattern_.find_first_of(" ()[]|{", at_);
    if (reference && end == std::string_view::npos) refuse(pattern_, "has no '}' for a name", "Close it.");
    const auto first = at_ + (reference ? 1 : 0);
    const auto text = pattern_.substr(first, std::min(end, pattern_.size()) - first);
    at_ = std::min(end, pattern_.size()) + (reference ? 1 : 0);
    if (reference) return {{std::string(text), true}};
    Pieces pieces;
    for (auto& word : words_of(text)) pieces.push_back({std::move(word.folded), false, std::move(word.text)});
    return pieces;
  }

  void join(std::vector<Pieces>& ways, const std::vector<Pieces>& tails) {
    std::vector<Pieces> joined;
    for (const auto& way : ways) {
      for (const auto& tail : tails) {
        joined.push_back(way);
        joined.back().insert(joined.back().end(), tail.begin(), tail.end());
      }
    }
    if (joined.size() > kWaysMax)
      refuse(pattern_, fmt::format("can be said in more than {} ways", kWaysMax), "Split it into several.");
    ways = std::move(joined);
  }

  std::string_view pattern_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Pieces> written_out(std::string_view pattern) { return Writer(pattern).run(); }

}  // namespace frontdesk::dialog::reading
