#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialog/reading/hearing.h"

namespace re2 {
class RE2;
}

namespace frontdesk::dialog::reading {

struct Code {
  Span span;
  std::string code;       // as the pattern has it
  bool is_whole = false;  // nothing of it had to be added: "LUME-8790", not "8790"
};

// What a code looks like, by a regular expression of the tenant's file (RE2). Made once a version of the file.
class CodePattern {
 public:
  explicit CodePattern(std::string_view pattern);
  CodePattern(CodePattern&&) noexcept;
  ~CodePattern();

  // Codes in the message, however they are written: with other separators or none, in small letters, with digits
  // spoken one by one, and, where it was `asked` for, without the letters that all codes begin with. Words that belong
  // to something else are none.
  std::vector<Code> read(const Hearing& heard, bool asked) const;
  bool is_written(std::string_view text) const;  // as the pattern has it, whatever the case of its letters

 private:
  // The pieces of some words, and what of them fits the pattern.
  std::string fitting(const std::vector<std::string>& pieces, bool asked, bool& is_whole) const;
  std::string written(std::span<const std::string> pieces) const;

  std::unique_ptr<re2::RE2> pattern_;
  std::unique_ptr<re2::RE2> bare_;  // without its separators
  std::string prefix_;              // what all codes begin with, up to the first that may differ
};

}  // namespace frontdesk::dialog::reading
