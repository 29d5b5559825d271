#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <string>

#include "base/clock.h"

namespace frontdesk::platform::files {

// What the scanner says. Without a scanner all are unscanned; with one nobody gets a file before it is clean.
enum class Verdict { unscanned, pending, clean, infected };
BOOST_DESCRIBE_ENUM(Verdict, unscanned, pending, clean, infected)

struct StoredFile {
  std::string id;  // f_…
  std::int64_t number = 0;
  std::string sha256;  // of its bytes, in hexadecimal
  std::int64_t bytes = 0;
  std::string name;
  std::string type;  // as it was declared, and found to be
  Verdict verdict = Verdict::unscanned;
  std::string by;  // the principal of who gave it
  Timestamp at;
};

}  // namespace frontdesk::platform::files
