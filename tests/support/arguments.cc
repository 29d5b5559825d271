#include "support/arguments.h"

#include <cstdio>
#include <cstdlib>

namespace frontdesk::support {
namespace {

[[noreturn]] void refuse(const std::string& sentence) {
  std::fprintf(stderr, "%s\n", sentence.c_str());
  std::exit(2);
}

}  // namespace

Arguments::Arguments(int argc, char** argv, std::set<std::string> known_options, std::set<std::string> known_flags) {
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (known_flags.contains(name)) {
      given_[name] = "true";
    } else if (!known_options.contains(name)) {
      refuse("There is no option " + name + ".");
    } else if (++i == argc) {
      refuse("The option " + name + " wants a value.");
    } else {
      given_[name] = argv[i];
    }
  }
}

std::string Arguments::text(const std::string& name, std::string otherwise) const {
  const auto found = given_.find(name);
  return found == given_.end() ? otherwise : found->second;
}

std::string Arguments::required(const std::string& name) const {
  if (!has(name)) refuse("The option " + name + " is missing.");
  return given_.at(name);
}

long long Arguments::number(const std::string& name, long long otherwise) const {
  if (!has(name)) return otherwise;
  char* end = nullptr;
  const auto& text = given_.at(name);
  const auto number = std::strtoll(text.c_str(), &end, 10);
  if (text.empty() || *end != '\0') refuse("The option " + name + " wants a number, not '" + text + "'.");
  return number;
}

}  // namespace frontdesk::support
