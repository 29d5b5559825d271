#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::platform::pages {

// A word, a number, a sign or a comment of opening hours; words are what they mean, in whatever language.
struct OpeningToken {
  enum class Kind {
    number,
    weekday,
    month,
    sign,
    comment,
    open,
    closed,
    unknown,
    event,
    easter,
    week,
    public_holiday,
    school_holiday,
    day,
    before_noon,
    after_noon,
    oclock,
    every_day,
    late,
    noon,
    midnight,
    other,
    end
  };
  Kind kind = Kind::end;
  int value = 0;     // of a number, a weekday (Monday is 0), a month (from 1), an event (dawn is 1)
  int digits = 0;    // of a number
  char sign = 0;     // ',', ';', '|' for "||", '-', '+', ':', '.', '/', '[', ']', '(', ')'
  std::string text;  // of a comment

  bool is(char which) const { return kind == Kind::sign && sign == which; }
  bool is(Kind which) const { return kind == which; }
};

std::vector<OpeningToken> opening_tokens(std::string_view text);

}  // namespace frontdesk::platform::pages
