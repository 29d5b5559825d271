#include "dialog/consent.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.h"
#include "dialog/consent_words.h"

namespace frontdesk::dialog {
namespace {

using Words = std::vector<std::string>;
enum class Part { yes, mild_yes, no, courtesy, farewell, not_yet };
using Parts = unsigned;      // one bit a Part
using Ways = std::uint64_t;  // one bit a set of Parts

constexpr Parts bit_of(Part part) { return 1u << static_cast<unsigned>(part); }
constexpr Parts kAssent = bit_of(Part::yes) | bit_of(Part::mild_yes);
constexpr Parts kPartsEnd = 1u << 6;

constexpr std::size_t kTextBytesMax = 200;  // a longer answer says more than yes or no
constexpr std::size_t kNamesMax = 3;        // behind a no so few words rather name what is right instead
constexpr std::size_t kPhraseWordsMax = 6;

std::set<std::string, std::less<>> listed(std::string_view phrases) {
  std::set<std::string, std::less<>> set;
  for (const auto phrase : text::split(phrases, '|')) set.emplace(phrase);
  return set;
}

// What each phrase says.
const std::map<std::string, Part, std::less<>>& phrases() {
  static const auto all = [] {
    std::map<std::string, Part, std::less<>> map;
    const auto add = [&](std::string_view list, Part part) {
      for (const auto phrase : text::split(list, '|')) map.emplace(phrase, part);
    };
    add(consent_words::kYes, Part::yes);
    add(consent_words::kMildYes, Part::mild_yes);
    add(consent_words::kNo, Part::no);
    add(consent_words::kCourtesy, Part::courtesy);
    add(consent_words::kFarewell, Part::farewell);
    add(consent_words::kNotYet, Part::not_yet);
    return map;
  }();
  return all;
}

const std::map<std::string, std::string, std::less<>>& long_forms() {
  static const auto all = [] {
    std::map<std::string, std::string, std::less<>> map;
    for (const auto pair : text::split(consent_words::kLongForms, '|')) {
      const auto at = pair.find('=');
      map.emplace(pair.substr(0, at), pair.substr(at + 1));
    }
    return map;
  }();
  return all;
}

struct Sign {
  std::string_view bytes;
  char stands_for;
};

// Pictures and typographic signs, by what stands for them: 'y', 'n', 'c' and 'b' are words of their own, ',' ends a
// part.
const std::vector<Sign>& signs() {
  static const auto all = [] {
    std::vector<Sign> list = {{"’", '\''},         {"ʼ", '\''},         {"‘", '\''},         {"`", '\''},
                              {"´", '\''},         {"–", ','},          {"—", ','},          {"…", ','},
                              {"\u00a0", ' '},     {"\u200d", ' '},     {"¿", ','},          {"¡", ','},
                              {"\ufe0f", ' '},     {"\U0001f3fb", ' '}, {"\U0001f3fc", ' '}, {"\U0001f3fd", ' '},
                              {"\U0001f3fe", ' '}, {"\U0001f3ff", ' '}, {"？", '?'},         {"！", ','}};
    for (const auto sign : text::split(consent_words::kYesSigns, '|')) list.push_back({sign, 'y'});
    for (const auto sign : text::split(consent_words::kNoSigns, '|')) list.push_back({sign, 'n'});
    for (const auto sign : text::split(consent_words::kCourtesySigns, '|')) list.push_back({sign, 'c'});
    for (const auto sign : text::split(consent_words::kFarewellSigns, '|')) list.push_back({sign, 'b'});
    return list;
  }();
  return all;
}

// One line of lower-case words, blanks and commas; short forms keep their apostrophe.
std::string plain_line(std::string_view text) {
  std::string line;
  const auto lower = text::lower_ascii(text);
  for (std::size_t i = 0; i < lower.size();) {
    const auto rest = std::string_view(lower).substr(i);
    const auto sign = std::ranges::find_if(signs(), [&](const Sign& one) { return rest.starts_with(one.bytes); });
    if (sign != signs().end()) {
      i += sign->bytes.size();
      if (sign->stands_for == 'y') line += ",yes,";
      if (sign->stands_for == 'n') line += ",no,";
      if (sign->stands_for == 'c') line += ",please,";
      if (sign->stands_for == 'b') line += ",bye,";
      if (std::string_view("yncb").find(sign->stands_for) == std::string_view::npos) line += sign->stands_for;
      continue;
    }
    const char c = lower[i++];
    line += std::string_view(".,!;:\n\r()\"").find(c) != std::string_view::npos ? ',' : c == '\t' ? ' ' : c;
  }
  return line;
}

void add_long(Words& words, std::string_view word) {
  const auto found = long_forms().find(word);
  if (found == long_forms().end()) return words.emplace_back(word), void();
  for (const auto part : text::split(found->second, ' ')) words.emplace_back(part);
}

// "don't", "I'll", "that's": written out. What stands before the apostrophe is a word of its own.
void add_word(Words& words, std::string_view word) {
  static constexpr std::pair<std::string_view, std::string_view> kEndings[] = {
      {"n't", "not"}, {"'ll", "will"}, {"'m", "am"}, {"'re", "are"}, {"'s", "is"}, {"'ve", "have"}, {"'d", "would"}};
  if (word == "can't") return words.insert(words.end(), {"can", "not"}), void();
  if (word == "won't") return words.insert(words.end(), {"will", "not"}), void();
  if (word == "let's") return words.insert(words.end(), {"let", "us"}), void();
  for (const auto& [ending, whole] : kEndings) {
    if (!word.ends_with(ending) || word.size() == ending.size()) continue;
    words.emplace_back(word.substr(0, word.size() - ending.size()));
    words.emplace_back(whole);
    return;
  }
  for (const auto part : text::split(word, '\'')) {
    if (!part.empty()) add_long(words, part);
  }
}

// "yesss" and "nooo" are drawn out; a word that the grammar knows as it is stays so.
std::string not_drawn_out(const std::string& word) {
  std::string once;
  for (const char c : word) {
    if (once.empty() || once.back() != c) once += c;
  }
  return phrases().contains(word) || !phrases().contains(once) ? word : once;
}

std::vector<Words> parts_of(std::string_view line) {
  std::vector<Words> parts;
  for (const auto part : text::split(line, ',')) {
    Words words;
    for (const auto word : text::split(part, ' ')) {
      const auto bare = word.substr(0, word.find_last_not_of('?') + 1);
      if (!bare.empty()) add_word(words, bare);
    }
    for (auto& word : words) word = not_drawn_out(word);
    if (!words.empty()) parts.push_back(std::move(words));
  }
  return parts;
}

// What a part can be, as a set of Parts: every word belongs to a phrase of the grammar or to an echo.
class Tiling {
 public:
  Tiling(const Words& words, const Echo& echo) : words_(words), echo_(echo), reached_(words.size() + 1) {}

  // 0: it cannot be read.
  Ways run() {
    reached_[0] = 1;  // the empty set
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (reached_[i] == 0) continue;
      take_phrases(i);
      take_echo(i);
    }
    return reached_.back();
  }

 private:
  void reach(std::size_t from, std::size_t to, Part part) {
    for (Parts set = 0; set < kPartsEnd; ++set) {
      if (reached_[from] & Ways{1} << set) reached_[to] |= Ways{1} << (set | bit_of(part));
    }
  }

  void take_phrases(std::size_t from) {
    std::string phrase;
    for (std::size_t to = from; to < std::min(words_.size(), from + kPhraseWordsMax); ++to) {
      phrase += (phrase.empty() ? "" : " ") + words_[to];
      const auto found = phrases().find(phrase);
      if (found != phrases().end() && !is_own_verb(from, to)) reach(from, to + 1, found->second);
    }
  }

  // Where the read-back itself says "I cancel", "cancel it" is no refusal.
  bool is_own_verb(std::size_t from, std::size_t to) const {
    return std::ranges::find(echo_.verbs, words_[from]) != echo_.verbs.end() && to <= from + 1;
  }

  // [do not] VERB [it | the thing that was read back]
  void take_echo(std::size_t from) {
    auto at = from;
    bool is_refused = false;
    if (words_[at] == "do" && at + 1 < words_.size() && words_[at + 1] == "not") at += 2, is_refused = true;
    if (at < words_.size() && words_[at] == "not") ++at, is_refused = true;
    if (at >= words_.size() || std::ranges::find(echo_.verbs, words_[at]) == echo_.verbs.end()) return;
    for (++at; at <= words_.size() && at <= from + kPhraseWordsMax + 2; ++at) {
      reach(from, at, is_refused ? Part::no : Part::yes);
      if (at == words_.size() || !is_object(words_[at])) return;
    }
  }

  bool is_object(const std::string& word) const {
    static constexpr std::array<std::string_view, 11> kPointing = {"it",  "that", "this",  "them",  "one", "my",
                                                                   "our", "the",  "these", "those", "a"};
    return std::ranges::find(kPointing, word) != kPointing.end() ||
           std::ranges::find(echo_.nouns, word) != echo_.nouns.end();
  }

  const Words& words_;
  const Echo& echo_;
  std::vector<Ways> reached_;
};

// What a part says, or nothing. Where it can be read in two ways ("no" in one language, "please" in another), refusal
// counts; a way that decides something goes before one that does not.
Parts part_of(const Words& words, const Echo& echo) {
  const auto ways = Tiling(words, echo).run();
  const auto first = [&](auto fits) {
    for (Parts set = 1; set < kPartsEnd; ++set) {
      if (ways & Ways{1} << set && fits(set)) return set;
    }
    return Parts{};
  };
  if (const auto no = first([](Parts set) { return set & bit_of(Part::no) && !(set & kAssent); })) return no;
  if (const auto clear = first([](Parts set) { return !(set & (bit_of(Part::no) | bit_of(Part::not_yet))); }))
    return clear;
  return first([](Parts) { return true; });
}

// "yeah, right" is read over its comma.
bool is_ironic(const std::vector<Words>& parts) {
  static const auto kIrony = listed(consent_words::kIrony);
  Words all;
  for (const auto& words : parts) all.insert(all.end(), words.begin(), words.end());
  for (std::size_t from = 0; from < all.size(); ++from) {
    std::string phrase;
    for (std::size_t to = from; to < std::min(all.size(), from + kPhraseWordsMax); ++to) {
      phrase += (phrase.empty() ? "" : " ") + all[to];
      if (kIrony.contains(phrase)) return true;
    }
  }
  return false;
}

// What an utterance decides that is made of nothing but phrases of the grammar.
Answer decided_by(Parts said) {
  if (said & bit_of(Part::no)) return said & kAssent ? Answer::unclear : Answer::no;
  if (said & bit_of(Part::not_yet)) return Answer::unclear;
  if (said & bit_of(Part::yes)) return Answer::yes;
  return said & bit_of(Part::mild_yes) && !(said & bit_of(Part::farewell)) ? Answer::yes : Answer::unclear;
}

// Behind courtesies and a first yes or no: where what is really said begins.
std::size_t beginning_of(const Words& words) {
  static const auto kLinks = listed("but|or|also|actually|wait|ok|okay|yes|no|hey|hello|hi");
  std::size_t at = 0;
  while (at < words.size()) {
    const auto found = phrases().find(words[at]);
    const bool passes = kLinks.contains(words[at]) || (found != phrases().end() && found->second == Part::courtesy);
    if (!passes) break;
    ++at;
  }
  return at;
}

bool asks(const Words& words) {
  static const auto kAsks = listed(consent_words::kAsks);
  const auto at = beginning_of(words);
  return at < words.size() && kAsks.contains(words[at]);
}

// "we will eat at home", "I would rather stay in".
bool leaves(const Words& words) {
  static const auto kGoesAlong = listed(consent_words::kGoesAlong);
  const auto at = beginning_of(words);
  if (at + 2 >= words.size() || (words[at] != "i" && words[at] != "we")) return false;
  if (words[at + 1] == "would" && words[at + 2] == "rather") return true;
  return words[at + 1] == "will" && !kGoesAlong.contains(words[at + 2]);
}

bool suggests(const Words& words) {
  static const auto kSuggests = listed(consent_words::kSuggests);
  static const auto kAlters = listed(consent_words::kAlters);
  const auto at = beginning_of(words);
  if (at + 1 >= words.size()) return false;
  if (kSuggests.contains(words[at] + " " + words[at + 1])) return true;
  return kSuggests.contains(words[at]) && std::any_of(words.begin() + static_cast<std::ptrdiff_t>(at) + 1, words.end(),
                                                      [](const std::string& word) { return kAlters.contains(word); });
}

}  // namespace

Echo echo_of(std::string_view pattern) {
  static const auto kBetween = listed("will|would|shall|should|am|going|to|now|then|can|may|have|not");
  static const auto kNoThing = listed("i|we|you|your|me|us|are|is|am|sure|shall|do|not");
  Echo echo;
  std::string constant;
  while (!pattern.empty()) {
    const auto open = std::min(pattern.find("{{"), pattern.size());
    constant += std::string(pattern.substr(0, open)) + (open < pattern.size() ? " , " : "");
    const auto close = pattern.find("}}", open);
    pattern.remove_prefix(close == std::string_view::npos ? pattern.size() : close + 2);
  }
  const auto parts = parts_of(plain_line(constant));
  for (std::size_t part = 0; part < parts.size(); ++part) {
    const auto& words = parts[part];
    // What the read-back begins with names the thing, and so does what stands right behind the verb.
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (words[i] != "i" && words[i] != "we") {
        if (part == 0 && echo.verbs.empty()) echo.nouns.push_back(words[i]);
        continue;
      }
      auto verb = i + 1;
      while (verb < words.size() && kBetween.contains(words[verb])) ++verb;
      if (verb == words.size()) break;
      echo.verbs.push_back(words[verb]);
      echo.nouns.insert(echo.nouns.end(), words.begin() + static_cast<std::ptrdiff_t>(verb) + 1, words.end());
      break;
    }
  }
  std::erase_if(echo.nouns, [&](const std::string& noun) {
    return kNoThing.contains(noun) || std::ranges::find(echo.verbs, noun) != echo.verbs.end();
  });
  return echo;
}

bool asks_for_a_change(std::string_view text) {
  return std::ranges::any_of(parts_of(plain_line(text::head(text, kTextBytesMax))), suggests);
}

Answer read_answer(std::string_view text, const Echo& echo) {
  if (text.size() > kTextBytesMax) return text.find('?') == std::string_view::npos ? Answer::other : Answer::question;
  const auto line = plain_line(text);
  const bool is_marked = line.find('?') != std::string::npos;
  const auto parts = parts_of(line);
  Parts said = 0;
  bool says_more = false, is_asking = is_marked, is_leaving = false, is_refused = false;
  for (const auto& words : parts) {
    const auto part = part_of(words, echo);
    // "No, don't. I have to ask first": the reason behind a refusal that was whole takes nothing from it.
    is_refused = is_refused || (!part && !says_more && decided_by(said) == Answer::no && words.size() > kNamesMax);
    said |= part;
    if (part) continue;
    says_more = true;
    is_asking = is_asking || asks(words);
    is_leaving = is_leaving || leaves(words);
  }
  if (is_asking) return Answer::question;
  if (is_leaving && !(said & kAssent)) return Answer::leaves;
  if (is_ironic(parts)) return Answer::unclear;
  if (is_refused && !(said & kAssent)) return Answer::refuses;
  return says_more || parts.empty() ? Answer::other : decided_by(said);
}

}  // namespace frontdesk::dialog
