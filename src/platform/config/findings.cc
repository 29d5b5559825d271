#include "platform/config/findings.h"

#include <algorithm>
#include <span>
#include <tuple>

#include "base/describe.h"
#include "base/text.h"

namespace frontdesk::platform::config {
namespace {

constexpr std::size_t kCompared = 200;  // words that are compared with one that nobody knows
constexpr std::size_t kNamesShown = 20;

}  // namespace

std::string to_line(const Finding& finding) {
  return fmt::format("{}:{}:{}: {}: {}: {} {}", finding.file, finding.line, finding.column,
                     finding.severity == Severity::error ? "error" : "warning",
                     finding.pointer.empty() ? "the file" : finding.pointer, finding.problem, finding.remedy);
}

void Findings::error(std::string_view pointer, std::string problem, std::string remedy, Spot spot) {
  add(Severity::error, pointer, std::move(problem), std::move(remedy), spot);
}

void Findings::warning(std::string_view pointer, std::string problem, std::string remedy, Spot spot) {
  add(Severity::warning, pointer, std::move(problem), std::move(remedy), spot);
}

void Findings::add(Severity severity, std::string_view pointer, std::string problem, std::string remedy, Spot spot) {
  if (found_.size() == kFindingsMax) {
    ++untold_;
    has_untold_errors_ = has_untold_errors_ || severity == Severity::error;
    return;
  }
  auto place = locate_(pointer, spot);
  found_.push_back({severity, std::move(place.file), place.line, place.column, std::string(pointer), std::move(problem),
                    std::move(remedy)});
}

void Findings::add(const Findings& others) {
  const auto taken = std::min(others.found_.size(), kFindingsMax - found_.size());
  const auto rest = others.found_.begin() + static_cast<std::ptrdiff_t>(taken);
  found_.insert(found_.end(), others.found_.begin(), rest);
  untold_ += others.untold_ + (others.found_.size() - taken);
  const auto is_error = [](const Finding& finding) { return finding.severity == Severity::error; };
  has_untold_errors_ =
      has_untold_errors_ || others.has_untold_errors_ || std::any_of(rest, others.found_.end(), is_error);
}

bool Findings::has_errors() const {
  return has_untold_errors_ ||
         std::ranges::any_of(found_, [](const Finding& finding) { return finding.severity == Severity::error; });
}

bool Findings::has_error_within(std::string_view pointer) const {
  return std::ranges::any_of(found_, [&](const Finding& finding) {
    if (finding.severity != Severity::error || !finding.pointer.starts_with(pointer)) return false;
    return finding.pointer.size() == pointer.size() || finding.pointer[pointer.size()] == '/';
  });
}

std::vector<Finding> Findings::sorted() const {
  auto all = found_;
  const auto order = [](const Finding& f) {
    return std::tie(f.file, f.line, f.column, f.severity, f.pointer, f.problem);
  };
  std::ranges::stable_sort(all, [&](const auto& a, const auto& b) { return order(a) < order(b); });
  const auto repeated = std::ranges::unique(all, [&](const auto& a, const auto& b) { return order(a) == order(b); });
  all.erase(repeated.begin(), repeated.end());
  if (untold_ == 0) return all;
  const auto place = locate_("", Spot::value);
  all.push_back({has_untold_errors_ ? Severity::error : Severity::warning, place.file, place.line, place.column, "",
                 fmt::format("There are {} findings more.", untold_), "Mend these first."});
  return all;
}

std::string join(std::string_view pointer, std::string_view key) {
  return fmt::format("{}/{}", pointer, describe_detail::escaped(key));
}

std::string join(std::string_view pointer, std::size_t index) { return fmt::format("{}/{}", pointer, index); }

std::string suggest(std::string_view word, const std::vector<std::string_view>& known) {
  if (known.empty()) return "There is none to choose from.";
  const std::span<const std::string_view> words(known.data(), std::min(known.size(), kCompared));
  const auto near = text::nearest(word, words);
  if (!near.empty()) return fmt::format("Did you mean \"{}\"?", near);
  if (known.size() <= kNamesShown) return fmt::format("Known are: {}.", fmt::join(known, ", "));
  return fmt::format("Known are: {} and {} more.", fmt::join(words.first(kNamesShown), ", "),
                     known.size() - kNamesShown);
}

Told split_sentences(std::string_view text, std::string_view remedy) {
  const auto end = text.find(". ");
  if (end == std::string_view::npos) return {std::string(text), std::string(remedy)};
  return {std::string(text.substr(0, end + 1)), std::string(text.substr(end + 2))};
}

}  // namespace frontdesk::platform::config
