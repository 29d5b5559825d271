#pragma once

#include <functional>
#include <string>

#include "base/error.h"

namespace frontdesk::support {

// The slug of the Error that a call throws; "" where it throws none.
inline std::string slug_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.slug;
  }
  return "";
}

}  // namespace frontdesk::support
