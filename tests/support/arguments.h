#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace frontdesk::support {

// "--name value" pairs and "--flag" alone, for test programs and judges.
class Arguments {
 public:
  // Ends the program with a sentence where an option is not among the known ones.
  Arguments(int argc, char** argv, std::set<std::string> known_options, std::set<std::string> known_flags);

  bool has(const std::string& name) const { return given_.contains(name); }
  std::string text(const std::string& name, std::string otherwise = {}) const;
  std::string required(const std::string& name) const;  // ends the program where it is missing
  long long number(const std::string& name, long long otherwise) const;

 private:
  std::map<std::string, std::string> given_;
};

}  // namespace frontdesk::support
