#include "dialog/consent.h"

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "dialog/reading/answer_words.h"

namespace frontdesk::dialog {
namespace {

using reading::AnswerGrammar;
using reading::Part;

using Words = std::vector<std::string>;
using Parts = unsigned;      // one bit a Part
using Ways = std::uint64_t;  // one bit a set of Parts

constexpr Parts bit_of(Part part) { return 1u << static_cast<unsigned>(part); }
constexpr Parts kAssent = bit_of(Part::yes) | bit_of(Part::mild_yes);
constexpr Parts kPartsEnd = 1u << 6;

constexpr std::size_t kAnswerBytesMax = 200;  // a longer answer says more than yes or no
constexpr std::size_t kNamesMax = 3;          // behind a no so few words rather name what is right instead
constexpr std::size_t kPhraseWordsMax = 6;
constexpr std::size_t kObjectWordsMax = 4;  // before the verb

const AnswerGrammar& grammar() { return AnswerGrammar::of_all_tables(); }

const AnswerGrammar::Own* own_words(std::string_view language) {
  const auto found = std::ranges::find(grammar().own, language, &AnswerGrammar::Own::language);
  return found == grammar().own.end() ? nullptr : &*found;
}

struct Sign {
  std::string_view bytes;
  char stands_for;  // ',' ends a part
};

// How one and the same is written by some keyboards.
constexpr Sign kSigns[] = {{"’", '\''},         {"ʼ", '\''},         {"‘", '\''},         {"`", '\''},
                           {"´", '\''},         {"–", ','},          {"—", ','},          {"…", ','},
                           {"\u00a0", ' '},     {"\u200d", ' '},     {"¿", ','},          {"¡", ','},
                           {"\ufe0f", ' '},     {"\U0001f3fb", ' '}, {"\U0001f3fc", ' '}, {"\U0001f3fd", ' '},
                           {"\U0001f3fe", ' '}, {"\U0001f3ff", ' '}, {"？", '?'},         {"！", ','}};

// One line of lower-case words, blanks and commas; short forms keep their apostrophe. A picture is a part of its own.
std::string plain_line(std::string_view text) {
  std::string line;
  const auto lower = unicode::lower(text);
  for (std::size_t i = 0; i < lower.size();) {
    const auto rest = std::string_view(lower).substr(i);
    if (const auto picture = grammar().picture(rest); !picture.empty()) {
      line += fmt::format(",{},", picture);
      i += picture.size();
      continue;
    }
    const auto* sign = std::ranges::find_if(kSigns, [&](const Sign& one) { return rest.starts_with(one.bytes); });
    if (sign != std::end(kSigns)) {
      line += sign->stands_for;
      i += sign->bytes.size();
      continue;
    }
    const char c = lower[i++];
    line += std::string_view(".,!;:\n\r()\"").find(c) != std::string_view::npos ? ',' : c == '\t' ? ' ' : c;
  }
  return line;
}

void add_words(Words& words, std::string_view text) {
  for (const auto word : text::split(text, ' ')) {
    if (!word.empty()) words.push_back(unicode::folded(word));
  }
}

void add_long(Words& words, std::string_view word) {
  const auto found = grammar().short_forms.find(word);
  add_words(words, found == grammar().short_forms.end() ? word : std::string_view(found->second));
}

// "don't", "I'll", "that's": written out. What stands before the apostrophe is a word of its own.
void add_word(Words& words, std::string_view word) {
  if (const auto found = grammar().short_forms.find(word); found != grammar().short_forms.end())
    return add_words(words, found->second);
  for (const auto& [ending, whole] : grammar().endings) {
    if (!word.ends_with(ending) || word.size() == ending.size()) continue;
    add_words(words, word.substr(0, word.size() - ending.size()));
    return add_words(words, whole);
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
  return grammar().part(word) || !grammar().part(once) ? word : once;
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

// How many words from there on are a phrase of the list; the longest.
std::size_t longest(const AnswerGrammar::Phrases& list, const Words& words, std::size_t from) {
  std::size_t count = 0;
  std::string phrase;
  for (auto to = from; to < std::min(words.size(), from + kPhraseWordsMax); ++to) {
    phrase += (phrase.empty() ? "" : " ") + words[to];
    if (list.contains(phrase)) count = to + 1 - from;
  }
  return count;
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
      const auto* part = grammar().part(phrase);
      if (part && !is_own_verb(from, to)) reach(from, to + 1, *part);
    }
  }

  // Where the read-back itself says "I cancel", "cancel it" is no refusal.
  bool is_own_verb(std::size_t from, std::size_t to) const {
    return to <= from + 1 && std::ranges::any_of(echo_.requests, [&](const Echo::Request& request) {
             return request.verb == words_[from] && request.particle.empty();
           });
  }

  // [do not] VERB [it | the thing that was read back] [not]; in some languages what it is done to stands before.
  void take_echo(std::size_t from) {
    const auto* own = own_words(echo_.language);
    if (!own) return;
    const auto refusal = longest(grammar().refuses, words_, from);
    const auto asked = longest(own->before_request, words_, from + refusal);
    auto verb = from + refusal + asked;
    const bool is_object_before = refusal > 0 || !own->verb_last_behind.empty();
    for (auto at = verb;; ++at) {
      if (refusal == 0) take_request(from, at, *own);
      if (refusal > 0) take_refusal(from, at, *own);
      if (!is_object_before || at >= words_.size() || !is_object(words_[at], *own) || at > verb + kObjectWordsMax)
        return;
      // "Nicht [ihn] buchen", "den Tisch nicht buchen".
      if (const auto late = refusal == 0 ? longest(grammar().refuses, words_, at + 1) : 0)
        take_refusal(from, at + 1 + late, *own);
    }
  }

  void take_refusal(std::size_t from, std::size_t verb, const AnswerGrammar::Own& own) {
    for (const auto& request : echo_.requests) {
      if (verb >= words_.size() || words_[verb] != request.verb) continue;
      for (auto at = verb + 1; at <= words_.size(); ++at) {
        reach(from, at, Part::no);
        if (at == words_.size() || !(is_object(words_[at], own) || words_[at] == request.particle)) break;
      }
    }
  }

  void take_request(std::size_t from, std::size_t verb, const AnswerGrammar::Own& own) {
    for (const auto& request : echo_.requests) {
      if (verb >= words_.size() || words_[verb] != request.verb) continue;
      bool is_whole = request.particle.empty();
      for (auto at = verb + 1; at <= words_.size() && at <= verb + kPhraseWordsMax + 2; ++at) {
        if (is_whole) reach(from, at, Part::yes);
        if (at == words_.size()) break;
        // "Buch ihn nicht": said behind it, too.
        if (const auto refusal = longest(grammar().refuses, words_, at)) {
          const auto end = at + refusal;
          reach(from, end, Part::no);
          if (end < words_.size() && words_[end] == request.particle) reach(from, end + 1, Part::no);
          break;
        }
        if (words_[at] == request.particle && !request.particle.empty())
          is_whole = true;
        else if (!is_object(words_[at], own))
          break;
      }
    }
  }

  bool is_object(const std::string& word, const AnswerGrammar::Own& own) const {
    const auto* part = grammar().part(word);
    return own.pointing.contains(word) || std::ranges::find(echo_.nouns, word) != echo_.nouns.end() ||
           (part && *part == Part::courtesy);
  }

  const Words& words_;
  const Echo& echo_;
  std::vector<Ways> reached_;
};

// What a part says, or nothing. Where it can be read in two ways ("no" in one language, "please" in another), refusal
// counts; a way that decides something goes before one that does not.
Parts part_said(const Words& words, const Echo& echo) {
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
bool have(const AnswerGrammar::Phrases& list, const std::vector<Words>& parts) {
  Words all;
  for (const auto& words : parts) all.insert(all.end(), words.begin(), words.end());
  for (std::size_t from = 0; from < all.size(); ++from) {
    if (longest(list, all, from) > 0) return true;
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
  std::size_t at = 0;
  while (at < words.size()) {
    const auto* part = grammar().part(words[at]);
    if (!grammar().links.contains(words[at]) && (!part || *part != Part::courtesy)) break;
    ++at;
  }
  return at;
}

bool asks(const Words& words) { return longest(grammar().asks, words, beginning_of(words)) > 0; }

// "we will eat at home", "I would rather stay in".
bool leaves(const Words& words) {
  const auto at = beginning_of(words);
  return std::ranges::any_of(grammar().own, [&](const AnswerGrammar::Own& language) {
    if (longest(language.leaves, words, at) > 0) return true;
    const auto announced = longest(language.announces, words, at);
    return announced > 0 && at + announced < words.size() && !language.goes_along.contains(words[at + announced]);
  });
}

bool suggests(const Words& words) {
  const auto at = beginning_of(words);
  return std::ranges::any_of(grammar().own, [&](const AnswerGrammar::Own& language) {
    if (longest(language.suggests, words, at) > 0) return true;
    const auto begun = longest(language.may_suggest, words, at);
    return begun > 0 && std::any_of(words.begin() + static_cast<std::ptrdiff_t>(at + begun), words.end(),
                                    [&](const std::string& word) { return language.alters.contains(word); });
  });
}

void add_nouns(Echo& echo, Words::const_iterator from, Words::const_iterator to) {
  echo.nouns.insert(echo.nouns.end(), from, to);
}

// Takes the words of a read-back apart: its first part, up to the subject, names the thing; behind the subject stands
// the verb, or in some languages at the end; what is left beside the verb names the thing as well.
void add_echo(Echo& echo, const Words& words, bool is_first, const AnswerGrammar::Own& language) {
  const auto subject = std::ranges::find_if(words, [&](const auto& word) { return language.subjects.contains(word); });
  if (is_first && echo.verbs.empty()) add_nouns(echo, words.begin(), subject);
  if (subject == words.end()) return;
  const bool is_inverted = !language.verb_last_behind.empty() && subject != words.begin();
  if (is_inverted && !language.verb_last_behind.contains(*(subject - 1))) return;
  const auto verb =
      std::find_if(subject + 1, words.end(), [&](const auto& word) { return !language.between.contains(word); });
  if (verb == words.end()) return;
  echo.verbs.push_back(is_inverted ? words.back() : *verb);
  if (is_inverted) {
    add_nouns(echo, verb, words.end() - 1);
  } else {
    add_nouns(echo, verb + 1, words.end());
  }
}

// The verb of the first person, known by its end, at the beginning of a part: behind what it is done to ("¿La
// reservo?"), or before it ("Cambio la reserva").
Words::const_iterator verb_by_end(const Words& words, bool is_behind_object, const AnswerGrammar::Own& language) {
  const auto verb = std::ranges::find_if(
      words, [&](const auto& word) { return !language.subjects.contains(word) && !language.between.contains(word); });
  const bool has_object =
      std::any_of(words.begin(), verb, [&](const auto& word) { return language.subjects.contains(word); });
  if (verb == words.end() || has_object != is_behind_object) return words.end();
  if (std::ranges::none_of(language.verb_ends, [&](const auto& end) { return verb->ends_with(end); }))
    return words.end();
  const bool is_before_object = words.end() - verb > 2 && language.pointing.contains(*(verb + 1));
  return has_object || is_before_object ? verb : words.end();
}

// In languages that say no subject. A noun may end like a verb and stand before an article: so where one part tells the
// verb beyond doubt, the others tell nouns.
void add_echo_by_end(Echo& echo, const std::vector<Words>& parts, const AnswerGrammar::Own& language) {
  for (const bool is_behind_object : {true, false}) {
    for (const auto& words : parts) {
      const auto verb = verb_by_end(words, is_behind_object, language);
      if (verb == words.end()) continue;
      echo.verbs.push_back(*verb);
      add_nouns(echo, verb + 1, words.end());
    }
    if (!echo.verbs.empty()) break;
  }
  const bool begins_with_verb = std::ranges::find(echo.verbs, parts.front().front()) != echo.verbs.end();
  if (!begins_with_verb) add_nouns(echo, parts.front().begin(), parts.front().end());
}

// How a verb of the read-back is asked for; with each of the endings that stand for what it is done to.
void add_requests(Echo& echo, const std::string& verb, const AnswerGrammar::Own& language) {
  const auto add = [&](const std::string& form, const std::string& particle) {
    echo.requests.push_back({form, particle});
    for (const auto& enclitic : language.enclitics) echo.requests.push_back({form + enclitic, particle});
  };
  add(verb, "");
  // The longest end that is known of the verb says how.
  std::string_view known;
  for (const auto& [end, others] : language.request_ends) {
    if (verb.size() > end.size() && verb.ends_with(end) && end.size() >= known.size()) known = end;
  }
  const auto ends = language.request_ends.find(std::string(known));
  if (ends == language.request_ends.end()) return;
  const auto stem = verb.substr(0, verb.size() - known.size());
  for (const auto& end : ends->second) {
    add(stem + end, "");
    for (const auto& particle : language.particles) {
      if (stem.size() > particle.size() && stem.starts_with(particle))
        add(stem.substr(particle.size()) + end, particle);
    }
  }
}

// Whether phrases of these lists make up all of the words; `has_first` where one of the first list is among them.
bool is_made_of(const Words& words, const AnswerGrammar::Phrases& first, const AnswerGrammar::Phrases& others,
                bool& has_first) {
  std::vector<bool> is_reached(words.size() + 1);
  is_reached[0] = true;
  for (std::size_t from = 0; from < words.size(); ++from) {
    std::string phrase;
    for (std::size_t to = from; is_reached[from] && to < std::min(words.size(), from + kPhraseWordsMax); ++to) {
      phrase += (phrase.empty() ? "" : " ") + words[to];
      const auto* known = grammar().part(phrase);
      const bool is_beside = others.contains(phrase) || (known && *known != Part::farewell);
      const bool is_first = first.contains(phrase);
      has_first = has_first || is_first;
      if (is_first || is_beside) is_reached[to + 1] = true;
    }
  }
  return is_reached.back();
}

}  // namespace

Echo echo_of(std::string_view pattern, std::string_view language) {
  Echo echo;
  const auto* own = own_words(language);
  if (!own) return echo;
  // Where the verb may stand at the end, only the end of a sentence ends a part.
  const bool is_whole = !own->verb_last_behind.empty();
  const std::string_view hole = is_whole ? " " : " , ";
  std::string constant;
  while (!pattern.empty()) {
    const auto open = std::min(pattern.find("{{"), pattern.size());
    constant += pattern.substr(0, open);
    if (open < pattern.size()) constant += hole;
    const auto close = pattern.find("}}", open);
    pattern.remove_prefix(close == std::string_view::npos ? pattern.size() : close + 2);
  }
  if (is_whole) std::ranges::replace(constant, ',', ' ');
  std::ranges::replace(constant, '?', '.');
  const auto parts = parts_of(plain_line(constant));
  if (parts.empty()) return echo;
  if (own->verb_ends.empty()) {
    for (std::size_t part = 0; part < parts.size(); ++part) add_echo(echo, parts[part], part == 0, *own);
  } else {
    add_echo_by_end(echo, parts, *own);
  }
  echo.language = language;
  echo.undoes = have(own->undoes, parts);
  for (const auto& verb : echo.verbs) add_requests(echo, verb, *own);
  // What takes something away is asked for by its own name only.
  if (!echo.undoes) std::ranges::for_each(own->does, [&](const auto& verb) { add_requests(echo, verb, *own); });
  std::erase_if(echo.nouns, [&](const std::string& noun) {
    return own->no_thing.contains(noun) || std::ranges::find(echo.verbs, noun) != echo.verbs.end();
  });
  return echo;
}

bool is_mild(std::string_view text, const Echo& echo) {
  const auto parts = parts_of(plain_line(text::head(text, kAnswerBytesMax)));
  return std::ranges::none_of(parts, [&](const Words& words) { return part_said(words, echo) & bit_of(Part::yes); });
}

bool gives_thanks(std::string_view text) {
  return have(grammar().thanks, parts_of(plain_line(text::head(text, kAnswerBytesMax))));
}

bool asks_for_a_change(std::string_view text) {
  return std::ranges::any_of(parts_of(plain_line(text::head(text, kAnswerBytesMax))), suggests);
}

bool asks_what_to_change(std::string_view text) {
  if (text.size() > kAnswerBytesMax) return false;
  bool has_change = false;
  const auto parts = parts_of(plain_line(text));
  return std::ranges::all_of(parts,
                             [&](const Words& words) {
                               return is_made_of(words, grammar().changes, grammar().beside_change, has_change);
                             }) &&
         has_change;
}

Answer read_answer(std::string_view text, const Echo& echo) {
  if (text.size() > kAnswerBytesMax) return text.find('?') == std::string_view::npos ? Answer::other : Answer::question;
  const auto line = plain_line(text);
  const bool is_marked = line.find('?') != std::string::npos;
  const auto parts = parts_of(line);
  Parts said = 0;
  bool says_more = false, is_asking = is_marked, is_leaving = false, is_refused = false;
  for (const auto& words : parts) {
    const auto part = part_said(words, echo);
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
  if (have(grammar().irony, parts)) return Answer::unclear;
  if (is_refused && !(said & kAssent)) return Answer::refuses;
  return says_more || parts.empty() ? Answer::other : decided_by(said);
}

}  // namespace frontdesk::dialog
