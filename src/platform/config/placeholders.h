#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::platform::config {

class Findings;

// What stands in a sentence with holes: "{{guests}}", "{{date | date}}", "{{#guests}}, for {{.}}{{/guests}}".
struct Placeholder {
  std::string name;    // "slots.date"
  std::string filter;  // "" where there is none
  bool opens_section = false;
  std::vector<std::string> within;  // names of the sections around it, outermost first
};

struct Placeholders {
  std::vector<Placeholder> all;
  // A sentence, where the braces or sections do not fit together, or there are more than kHoles allows; `all` then ends
  // before that place.
  std::optional<std::string> problem;
};

// More than any sentence needs. What reads or fills one costs no more than its length, whoever wrote it.
struct HoleLimits {
  std::size_t within_max = 8;   // sections that stand within one another
  std::size_t holes_max = 500;  // sections and closings count as well
  std::size_t bytes_max = 200;  // of what stands between the braces
};
inline constexpr HoleLimits kHoles{};

Placeholders find_placeholders(std::string_view sentence);

// The words that may stand behind a bar.
inline constexpr std::string_view kFilters[] = {"date", "location", "hours", "choice", "list", "upper"};

// Finds fault with a filter that is none of these.
void check_filter(const Placeholder& hole, const std::string& at, Findings& findings);

}  // namespace frontdesk::platform::config
