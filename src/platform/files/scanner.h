#pragma once

#include <functional>
#include <string>

#include "base/task.h"

namespace frontdesk::platform::files {

// Gives the bytes of a file, piece by piece; an empty one is the end.
using NextPiece = std::function<Task<std::string>()>;

// The seam for whoever looks for viruses.
class Scanner {
 public:
  virtual ~Scanner() = default;
  // Whether there is none. Whatever it throws, nobody gets the file, and it is asked again as work is.
  virtual Task<bool> is_clean(NextPiece next) = 0;
};

}  // namespace frontdesk::platform::files
