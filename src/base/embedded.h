#pragma once

#include <span>
#include <string_view>

namespace frontdesk::base {

// A file that was put into the program at build time (cmake: fd_embed). Lives as long as the program.
struct EmbeddedFile {
  std::string_view name;  // relative to the folder that was embedded
  std::string_view bytes;
};

}  // namespace frontdesk::base
