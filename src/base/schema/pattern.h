#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace frontdesk::schema {

// A regular expression of ECMAScript (as with its flag "u"), searched for anywhere in a text in linear time.
class Pattern {
 public:
  // Throws Error{invalid, "schema/pattern"} where it is malformed or needs backtracking.
  explicit Pattern(std::string_view ecmascript);
  ~Pattern();
  Pattern(Pattern&&) noexcept;

  bool matches(std::string_view utf8) const;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::unique_ptr<re2::RE2> regex_;
};

}  // namespace frontdesk::schema
