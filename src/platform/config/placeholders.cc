#include "platform/config/placeholders.h"

#include <algorithm>

#include "base/text.h"
#include "platform/config/findings.h"

namespace frontdesk::platform::config {

Placeholders find_placeholders(std::string_view sentence) {
  Placeholders found;
  std::vector<std::string> sections;
  std::size_t holes = 0;
  for (auto open = sentence.find("{{"); open != std::string_view::npos; open = sentence.find("{{")) {
    const auto close = sentence.find("}}", open);
    if (close == std::string_view::npos) {
      found.problem = fmt::format("\"{}\" opens a hole that is not closed.", text::head(sentence.substr(open), 20));
      return found;
    }
    auto inside = text::trim(sentence.substr(open + 2, close - open - 2));
    sentence.remove_prefix(close + 2);
    if (inside.empty() || inside.find('{') != std::string_view::npos) {
      found.problem = fmt::format("\"{{{{{}}}}}\" names nothing.", text::head(inside, 20));
      return found;
    }
    if (inside.size() > kHoles.bytes_max) {
      found.problem = fmt::format("\"{{{{{}\" has more than {} bytes.", text::head(inside, 20), kHoles.bytes_max);
      return found;
    }
    if (++holes > kHoles.holes_max) {
      found.problem = fmt::format("It has more than {} holes.", kHoles.holes_max);
      return found;
    }
    if (inside.starts_with('/')) {
      const auto name = text::trim(inside.substr(1));
      if (sections.empty() || sections.back() != name) {
        found.problem = fmt::format("\"{{{{/{}}}}}\" closes what was not opened.", name);
        return found;
      }
      sections.pop_back();
      continue;
    }
    const bool opens = inside.starts_with('#');
    if (opens) inside = text::trim(inside.substr(1));
    const auto bar = inside.find('|');
    Placeholder hole{std::string(text::trim(inside.substr(0, bar))), {}, opens, sections};
    if (bar != std::string_view::npos) hole.filter = text::trim(inside.substr(bar + 1));
    if (opens && bar != std::string_view::npos) {
      found.problem =
          fmt::format("\"{{{{#{}}}}}\" opens a section, which has no way to be said.", text::head(inside, 20));
      return found;
    }
    if (opens && sections.size() == kHoles.within_max) {
      found.problem = fmt::format("More than {} sections stand within one another.", kHoles.within_max);
      return found;
    }
    if (opens) sections.push_back(hole.name);
    found.all.push_back(std::move(hole));
  }
  if (!sections.empty()) found.problem = fmt::format("\"{{{{#{}}}}}\" is not closed.", sections.back());
  return found;
}

void check_filter(const Placeholder& hole, const std::string& at, Findings& findings) {
  if (hole.filter.empty() || std::ranges::find(kFilters, hole.filter) != std::end(kFilters)) return;
  findings.error(at, fmt::format("\"{}\" is not a way to say something.", hole.filter),
                 suggest(hole.filter, {std::begin(kFilters), std::end(kFilters)}));
}

}  // namespace frontdesk::platform::config
