#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::platform::config {

// What stands in a sentence with holes: "{{guests}}", "{{date | date}}", "{{#guests}}, for {{.}}{{/guests}}".
struct Placeholder {
  std::string name;    // "slots.date"
  std::string filter;  // "" where there is none
  bool opens_section = false;
  std::vector<std::string> within;  // names of the sections around it, outermost first
};

struct Placeholders {
  std::vector<Placeholder> all;
  std::optional<std::string> problem;  // a sentence where the braces or sections do not fit together
};

Placeholders find_placeholders(std::string_view sentence);

// The words that may stand behind a bar.
inline constexpr std::string_view kFilters[] = {"date", "location", "hours", "list", "upper"};

}  // namespace frontdesk::platform::config
