#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/embedded.h"

namespace frontdesk::ai {

// The lines of the files, without empty ones and comments (#).
inline std::vector<std::string_view> lines_of(std::span<const base::EmbeddedFile> files) {
  std::vector<std::string_view> lines;
  for (const auto& file : files) {
    for (auto rest = file.bytes; !rest.empty();) {
      const auto line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      if (!line.empty() && line.front() != '#') lines.push_back(line);
    }
  }
  return lines;
}

}  // namespace frontdesk::ai
