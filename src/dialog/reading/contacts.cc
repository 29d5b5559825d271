#include "dialog/reading/contacts.h"

#include <re2/re2.h>

#include "base/text.h"

namespace frontdesk::dialog::reading {
namespace {

const RE2& email_pattern() {
  static const RE2 kPattern(
      R"(([A-Za-z0-9_.+%'-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}))");
  return kPattern;
}

std::string normal(std::string_view email) {
  const auto at = email.find('@');
  return std::string(email.substr(0, at)) + text::lower_ascii(email.substr(at));
}

// "ana dot ruiz at example dot com" from one token on: the address, and the token behind it.
class SpokenEmail {
 public:
  SpokenEmail(const Hearing& heard, std::uint32_t begin) : heard_(heard), at_(begin) {}

  std::optional<std::string> read() {
    while (at_ < heard_.count()) {
      if (!add_piece()) return finish();
      if (const auto behind = heard_.phrase_at(List::at_sign, at_); behind != 0 && !has_sign_) {
        text_ += '@', at_ = behind, has_sign_ = true;
      } else if (const auto dot = heard_.phrase_at(List::dot_sign, at_)) {
        text_ += '.', at_ = dot;
      } else if (heard_.is_mark(at_, ".") && heard_.tokens[at_].glued) {
        text_ += '.', ++at_;
      } else {
        return finish();
      }
    }
    return finish();
  }

  std::uint32_t end() const { return at_; }

 private:
  bool add_piece() {
    if (at_ >= heard_.count() || (!heard_.is_word(at_) && !heard_.tokens[at_].number)) return false;
    text_ += heard_.tokens[at_++].text;
    return true;
  }

  std::optional<std::string> finish() const {
    return has_sign_ && RE2::FullMatch(text_, email_pattern()) ? std::optional(normal(text_)) : std::nullopt;
  }

  const Hearing& heard_;
  std::uint32_t at_;
  std::string text_;
  bool has_sign_ = false;
};

class AddressReader {
 public:
  AddressReader(const Hearing& heard, bool asked) : heard_(heard), asked_(asked) {}

  std::vector<Contact> run() {
    for (std::uint32_t at = 0; at < heard_.count(); ++at) {
      const auto end = street_at(at);
      if (end == 0) continue;
      return {line(first_of(at), last_of(end))};
    }
    return asked_ && is_line() ? std::vector{line(after_lead(), last_token())} : std::vector<Contact>();
  }

 private:
  bool is_number(std::uint32_t at) const {
    return at < heard_.count() && heard_.tokens[at].number && !heard_.is_taken(at);
  }

  // Whether a street's name is here, with its number before or behind: "12 quay [street]", "[via] garibaldi 3",
  // "lange [gasse] 7", "hauptstrasse 5". The token behind all of it, or 0.
  std::uint32_t street_at(std::uint32_t at) const {
    auto behind = heard_.phrase_at(List::street_words, at);
    if (behind == 0 && ends_with_street(at)) behind = at + 1;
    if (behind == 0) return 0;
    while (const auto more = behind < heard_.count() ? heard_.phrase_at(List::street_words, behind) : 0) behind = more;
    for (auto number = behind; number < std::min(heard_.count(), behind + 4); ++number) {
      if (is_number(number)) return number + 1;
      if (!heard_.is_word(number)) break;
    }
    for (auto number = at; number-- > 0 && at - number <= 4;) {
      if (is_number(number)) return behind;
      if (!heard_.is_word(number)) break;
    }
    return 0;
  }

  // "hauptstrasse": languages that write the street's kind together with its name.
  bool ends_with_street(std::uint32_t at) const {
    const auto& word = heard_.tokens[at].text;
    for (const auto& ending : heard_.language.street_endings) {
      if (word.size() > ending.size() + 2 && word.ends_with(ending)) return true;
    }
    return false;
  }

  std::uint32_t first_of(std::uint32_t at) const {
    auto begin = at;
    while (begin > 0 && at - begin < 5 && !is_end(begin - 1)) {
      --begin;
      if (is_number(begin)) return begin;
    }
    // Without a number before it the street's name has at most the words that no lead has.
    while (begin < at && (heard_.is_known(begin) || !heard_.is_word(begin))) ++begin;
    return begin;
  }

  bool is_end(std::uint32_t at) const { return heard_.is_mark(at, ".,;!?:"); }

  // What goes on behind it is the place: "…, 1080 Wien", "…, flat 3".
  std::uint32_t last_of(std::uint32_t end) const {
    auto last = end;
    for (auto at = end; at < heard_.count() && at < end + 10; ++at) {
      if (heard_.is_mark(at, ",")) continue;
      if (heard_.is_mark(at, ".;!?") || heard_.is_taken(at)) break;
      const bool part = heard_.tokens[at].number || (heard_.is_word(at) && !heard_.is_known(at)) ||
                        heard_.phrase_at(List::address_words, at) != 0;
      if (!part) break;
      last = at + 1;
    }
    return last;
  }

  // An answer that has words and a number, and asks and says nothing else.
  bool is_line() const {
    std::uint32_t words = 0;
    std::uint32_t numbers = 0;
    for (auto at = after_lead(); at < last_token(); ++at) {
      if (heard_.is_mark(at, "?") || heard_.is_taken(at)) return false;
      if (heard_.tokens[at].number) ++numbers;
      if (heard_.is_word(at) && !heard_.is_known(at)) ++words;
      if (heard_.phrase_at(List::question, at) != 0 || heard_.phrase_at(List::negation, at) != 0) return false;
    }
    return words > 0 && numbers > 0;
  }

  std::uint32_t after_lead() const {
    std::uint32_t at = 0;
    for (std::uint32_t colon = 0; colon < heard_.count(); ++colon) {
      if (heard_.is_mark(colon, ":")) at = colon + 1;
    }
    for (;;) {
      auto next = at;
      for (const auto list : {List::name_lead, List::courtesy, List::greeting, List::assent, List::filler})
        next = std::max(next, heard_.behind(list, at));
      while (next < heard_.count() && heard_.is_mark(next, ",.!")) ++next;
      if (next == at) return at;
      at = next;
    }
  }

  std::uint32_t last_token() const {
    auto end = heard_.count();
    while (end > 0 && heard_.is_mark(end - 1, ".,;!")) --end;
    for (const auto list : {List::courtesy, List::thanks}) {
      if (const auto before = heard_.phrase_before(list, end)) end = *before;
    }
    while (end > 0 && heard_.is_mark(end - 1, ".,;!")) --end;
    return end;
  }

  Contact line(std::uint32_t begin, std::uint32_t end) const {
    const auto span = heard_.span(begin, end);
    return {span, std::string(heard_.bytes(span))};
  }

  const Hearing& heard_;
  bool asked_;
};

}  // namespace

std::vector<Contact> read_emails(const Hearing& heard, bool asked) {
  std::vector<Contact> found;
  if (heard.message.contains('@')) {
    re2::StringPiece rest(heard.message.data(), heard.message.size());
    re2::StringPiece email;
    while (RE2::FindAndConsume(&rest, email_pattern(), &email)) {
      const auto begin = static_cast<std::uint32_t>(email.data() - heard.message.data());
      found.push_back(
          {{begin, begin + static_cast<std::uint32_t>(email.size())}, normal({email.data(), email.size()})});
    }
  }
  for (std::uint32_t at = 0; asked && found.empty() && at < heard.count(); ++at) {
    SpokenEmail spoken(heard, at);
    if (auto email = spoken.read()) found.push_back({heard.span(at, spoken.end()), std::move(*email)});
  }
  return found;
}

std::vector<Contact> read_addresses(const Hearing& heard, bool asked) { return AddressReader(heard, asked).run(); }

}  // namespace frontdesk::dialog::reading
