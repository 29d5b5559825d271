#include "dialog/known_names.h"

#include <algorithm>
#include <set>

#include "platform/config/section.h"

namespace frontdesk::dialog {

using platform::config::join;

bool knows(const std::vector<std::string_view>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

void check_unique(const Value& list, std::string_view pointer, std::string_view key,
                  platform::config::Findings& findings) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto name = list[i][key].text();
    if (name.empty() || seen.insert(name).second) continue;
    findings.error(join(join(pointer, i), key), fmt::format("\"{}\" is there twice.", name),
                   "Give each a name of its own.");
  }
}

}  // namespace frontdesk::dialog
