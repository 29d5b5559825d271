#pragma once

#include <string>
#include <string_view>

namespace frontdesk::ai {

// Some servers leave a model's thoughts in its text, between <think> and </think> (or <thinking>). They are no part of
// the answer: nobody is shown them, and they are stored nowhere. Feeds on pieces that may be cut anywhere, also within
// a tag.
class ThoughtFilter {
 public:
  struct Rest {
    std::string text;         // what is certainly part of the answer
    bool takes_back = false;  // a thought whose beginning was not marked has ended: what was given before was one
  };
  Rest feed(std::string_view piece);
  // What was held back because a tag might have come of it. A thought that never ends is none of the answer.
  std::string finish();

 private:
  std::string add(std::string_view text);

  std::string held_;
  bool thinks_ = false;
  bool has_text_ = false;  // blanks before the first word are left out
};

}  // namespace frontdesk::ai
