#include "dialog/reading/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/describe.h"
#include "base/text.h"
#include "dialog/reading/heard.h"
#include "dialog/reading/remarks.h"

namespace frontdesk::dialog::reading {
namespace {

constexpr double kPartOfRow = 0.4;           // confidence of a fact beside another
constexpr std::size_t kWishWordsMin = 3;     // a wish behind the first one is said with so many words
constexpr std::size_t kForeignWordsMin = 3;  // a language that is not served is told from so many words
constexpr std::size_t kSegmentsMax = 24;

// Phrases that make up an utterance with which one thanks, greets, leaves or begins again, and no more than that.
constexpr List kIdle[] = {List::courtesy,   List::thanks, List::greeting, List::farewell, List::assent, List::refusal,
                          List::correction, List::leave,  List::stop,     List::restart,  List::common};

// Of who needs a moment; with the first.
constexpr List kWaiting[] = {List::hold_on, List::courtesy, List::filler,  List::assent,
                             List::thanks,  List::common,   List::contrast};

// Those of a bare yes or no; with one of the first two.
constexpr List kBare[] = {List::assent, List::refusal, List::courtesy, List::thanks, List::correction, List::filler};

constexpr std::uint32_t kCountTokensMax = 8;  // of what says no more than how many come
constexpr double kSureOfRecord = 0.6;         // the confidence of a short wish that names its record

constexpr double kPersonMin = 0.3;  // the confidence that is enough where the words ask for a person

// A part of the message between two ends of a clause, or two conjunctions.
struct Segment {
  std::uint32_t begin = 0;  // tokens
  std::uint32_t end = 0;
  bool follows_comma = false;
};

class Reader {
 public:
  Reader(std::string_view message, Heard heard, const ReadingAround& around)
      : message_(message), around_(around), heard_(std::move(heard)) {}

  Reading run() {
    Reading reading;
    reading.language = heard_.language->id;
    reading.whole = understood(message_);
    find_wishes(reading);
    reading.act = act_of(reading);
    reading.is_bare = (heard_.has(List::assent) || heard_.has(List::refusal)) && is_made_of(kBare);
    reading.asks_for_person = says_person();
    reading.calls_person = reading.asks_for_person && calls_person();
    reading.says_farewell = says(List::farewell) && !heard_.has(List::move_in_time);  // "move it [until tomorrow]"
    reading.leaves = says_to_leave() || reading.says_farewell;
    reading.stops = is_made_of(kIdle) && (reading.leaves || says(List::stop)) && !asks_whether_possible();
    const bool is_plain = reading.act == Act::statement || reading.act == Act::question;
    if (!is_plain || !reading.wishes.empty() || !reading.denied.empty() || heard_.tokens.empty()) return reading;
    if (const auto wish = guessed(reading))
      add(reading.wishes, *wish, span_of(0, static_cast<std::uint32_t>(heard_.tokens.size())));
    return reading;
  }

 private:
  static bool is_mark(const Token& token) {
    return !token.number && token.text.size() == 1 && !std::isalnum(static_cast<unsigned char>(token.text[0])) &&
           !(token.text[0] & 0x80);
  }

  // What the classifier thinks of these words, written out: "u free 2nite" is "you free tonight".
  Understanding understood(std::string_view said) const {
    const auto& shorthand = heard_.language->shorthand;
    std::string written;
    std::uint32_t from = 0;
    for (const auto& word : words_of(said)) {
      const auto found = shorthand.find(word.folded);
      if (found == shorthand.end()) continue;
      written += fmt::format("{}{}", said.substr(from, word.span.begin - from), found->second);
      from = word.span.end;
    }
    return around_.classify(from == 0 ? said : written.append(said.substr(from)));
  }

  // By what stands before it: the denial in "never mind" and "can't breathe" is a part of the phrase.
  bool is_denied(const PhraseAt& phrase) const {
    return heard_.scope.of(phrase.begin, phrase.begin + 1) == Standing::denied;
  }

  bool says(List list) const {
    return std::ranges::any_of(heard_.phrases,
                               [&](const PhraseAt& phrase) { return phrase.list == list && !is_denied(phrase); });
  }

  // "Never mind" denies nothing but itself; "don't leave it" is denied.
  bool says_to_leave() const {
    return std::ranges::any_of(heard_.phrases, [&](const PhraseAt& phrase) {
      return phrase.list == List::leave && heard_.scope.standing[phrase.begin] != Standing::denied;
    });
  }

  // "Can I cancel later?"; "can you cancel it?" wants it.
  bool asks_whether_possible() const { return has_question() && !says(List::requests); }

  bool has_question() const { return std::ranges::any_of(heard_.scope.clauses, &Clause::question); }

  // Nothing is said beside phrases of these lists.
  bool is_idle() const { return is_made_of(kIdle); }

  bool is_made_of(std::span<const List> lists) const {
    return is_made_of(lists, {0, static_cast<std::uint32_t>(heard_.tokens.size())});
  }

  bool is_made_of(std::span<const List> lists, const Segment& segment) const {
    std::vector<bool> is_covered(heard_.tokens.size());
    for (const auto& phrase : heard_.phrases) {
      if (std::ranges::find(lists, phrase.list) == lists.end()) continue;
      std::fill(is_covered.begin() + phrase.begin, is_covered.begin() + phrase.end, true);
    }
    for (auto at = segment.begin; at < segment.end; ++at) {
      if (!is_covered[at] && !is_mark(heard_.tokens[at])) return false;
    }
    return segment.begin < segment.end;
  }

  Act act_of(const Reading& reading) const {
    if (says(List::distress)) return Act::distress;
    const bool is_idle = this->is_idle();
    if (is_idle && heard_.has(List::restart)) return Act::restart;
    if (is_idle && heard_.has(List::leave)) return Act::leave;
    if (heard_.has(List::hold_on) && is_made_of(kWaiting)) return Act::pause;
    if (complains(reading)) return Act::complaint;
    if (says(List::abuse)) return Act::abuse;
    if (reading.wishes.empty() && !reading.denied.empty()) return Act::refusal;
    if (reading.wishes.empty() && heard_.has(List::small_talk)) return Act::small_talk;
    if (has_question()) return Act::question;
    if (is_idle && heard_.has(List::farewell)) return Act::farewell;
    if (is_idle && heard_.has(List::thanks)) return Act::thanks;
    if (is_idle && heard_.has(List::greeting)) return Act::greeting;
    return Act::statement;
  }

  // "How long does a refund take?", which a fact answers, is none.
  bool complains(const Reading& reading) const {
    const auto is_asked = [&](const Span& span) {
      return std::ranges::any_of(reading.wishes, [&](const Wish& wish) {
        return wish.span.overlaps(span) && around_.is_answered && around_.is_answered(wish.intent);
      });
    };
    return std::ranges::any_of(heard_.phrases, [&](const PhraseAt& phrase) {
      return phrase.list == List::complaint && !is_denied(phrase) && !is_of_something_else(phrase) &&
             !is_asked(span_of(phrase.begin, phrase.end));
    });
  }

  // "We're an hour late!" says who is late, and complains of nobody.
  bool is_of_something_else(const PhraseAt& phrase) const {
    return std::ranges::any_of(heard_.phrases, [&](const PhraseAt& each) {
      return each.list == List::no_time && each.begin < phrase.begin && phrase.end <= each.end;
    });
  }

  Span span_of(std::uint32_t begin, std::uint32_t end) const {
    return {heard_.tokens[begin].span.begin, heard_.tokens[end - 1].span.end};
  }

  std::string_view text_of(const Span& span) const { return message_.substr(span.begin, span.end - span.begin); }

  // The Italian "è" is no "e": a letter with an accent of its own is another word.
  bool joins(std::uint32_t token) const {
    const auto& word = heard_.words[heard_.tokens[token].word];
    const bool is_accented_letter = word.folded.size() == 1 && word.text != word.folded;
    return !is_accented_letter && heard_.has(List::also, token, token + 1);
  }

  std::vector<Segment> segments() const {
    std::vector<Segment> all;
    for (const auto& clause : heard_.scope.clauses) {
      const auto mark = clause.begin > 0 ? std::string_view(heard_.tokens[clause.begin - 1].text) : std::string_view();
      if (mark == ":" && !all.empty()) {  // what follows says more of what stands before
        all.back().end = clause.end;
        continue;
      }
      const bool is_behind_comma = mark == ",";
      auto begin = clause.begin;
      for (auto at = clause.begin; at < clause.end; ++at) {
        if (!joins(at)) continue;
        if (at > begin) all.push_back({begin, at, is_behind_comma && begin == clause.begin});
        begin = at + 1;
      }
      if (begin < clause.end) all.push_back({begin, clause.end, is_behind_comma && begin == clause.begin});
      if (all.size() > kSegmentsMax) break;
    }
    return all;
  }

  std::size_t words_in(std::uint32_t begin, std::uint32_t end) const {
    std::size_t count = 0;
    for (auto at = begin; at < end; ++at) count += is_mark(heard_.tokens[at]) ? 0 : 1;
    return count;
  }

  static std::optional<Guess> sure(const Understanding& understanding) {
    return understanding.sure && !understanding.guesses.empty() ? std::optional(understanding.guesses.front())
                                                                : std::nullopt;
  }

  // "We can't come" says what is not possible, "without nuts" what shall not be in it: no wish is denied.
  bool denies_no_wish(const PhraseAt& phrase) const {
    return heard_.has(List::denies_no_wish, phrase.begin, phrase.end);
  }

  // "I don't want to talk to a bot" wants somebody else.
  bool denies_machine(const PhraseAt& phrase, const Segment& segment) const {
    return std::ranges::any_of(heard_.phrases, [&](const PhraseAt& each) {
      return each.list == List::machine && each.begin >= phrase.end && each.end <= segment.end;
    });
  }

  // What a denial in this segment denies: what stands behind it, where that says the same without it, and says it more
  // clearly. "We can't come" denies no wish: without the denial it means another one, none, or hardly the same.
  std::optional<Guess> denied_in(const Segment& segment, const std::optional<Guess>& all) const {
    for (const auto& phrase : heard_.phrases) {
      if (phrase.list != List::negation || phrase.begin < segment.begin || phrase.end >= segment.end) continue;
      if (denies_no_wish(phrase) || denies_machine(phrase, segment)) continue;
      const auto behind = text_of(span_of(phrase.end, segment.end));
      const auto rest = sure(understood(behind));
      if (rest && around_.begins_with_value && around_.begins_with_value(behind)) continue;
      if (rest && around_.is_answered && around_.is_answered(rest->intent)) continue;
      if (rest && (!all || (rest->intent == all->intent && rest->confidence >= all->confidence))) return rest;
    }
    return std::nullopt;
  }

  // "But 4 people" tells how many come, and asks for none of them.
  bool is_count_of_people(const Segment& segment) const {
    constexpr List kBeside[] = {List::people, List::persons, List::contrast, List::common,   List::count_lead,
                                List::joins,  List::approx,  List::also,     List::courtesy, List::made_so};
    if (segment.end - segment.begin > kCountTokensMax) return false;
    bool has_people = false, has_number = false;
    for (auto at = segment.begin; at < segment.end; ++at) {
      const bool is_number = heard_.tokens[at].number || matches_number(at);
      const bool is_beside = std::ranges::any_of(kBeside, [&](List list) { return heard_.has(list, at, at + 1); });
      if (!is_number && !is_beside && !is_mark(heard_.tokens[at])) return false;
      has_number = has_number || is_number;
      has_people = has_people || heard_.has(List::people, at, at + 1) || heard_.has(List::persons, at, at + 1);
    }
    return has_people && has_number;
  }

  bool matches_number(std::uint32_t token) const {
    Matcher matcher(heard_.language->grammar, heard_.tokens);
    return matcher.longest(heard_.language->grammar.group("number"), token) != nullptr;
  }

  // "Kim Dao 0171 6161616": names and a long number tell who it is, and want nothing, unless the number is a record's.
  bool is_contact(const Segment& segment, const Guess& guess) const {
    constexpr std::size_t kDigitsMin = 7;
    std::size_t digits = 0;
    for (auto at = segment.begin; at < segment.end; ++at) {
      const auto& token = heard_.tokens[at];
      if (token.number) {
        digits += token.text.size();
      } else if (!is_mark(token) && heard_.language->is_ordinary(token.symbol) &&
                 !heard_.has(List::introduction, at, at + 1)) {
        return false;
      }
    }
    return digits >= kDigitsMin && !names_record(guess, segment);
  }

  // "Please note, …" by itself.
  bool is_lead_to_note(const Segment& segment) const {
    const bool leads =
        heard_.has(List::noting, segment.begin, segment.end) || heard_.has(List::note_that, segment.begin, segment.end);
    return leads && is_made_of(kBeforeNote, segment);
  }

  // What the classifier is sure that a segment wants.
  std::optional<Guess> wanted_in(const Segment& segment, const Understanding& understanding) const {
    auto guess = sure(understanding);
    if (guess && (is_contact(segment, *guess) || is_lead_to_note(segment))) return std::nullopt;
    const bool is_for_person = guess && around_.fetches_person && around_.fetches_person(guess->intent);
    return is_for_person && is_count_of_people(segment) ? std::nullopt : guess;
  }

  // "Can I add a person?" counts one, and wants to speak with none.
  bool says_person() const {
    const bool counts = says(List::add) || says(List::another) || says(List::comes_too);
    return says(List::person) && (!counts || says(List::speaking));
  }

  // "Una persona, por favor": nothing beside it but an article, which a language may count with.
  bool calls_person() const {
    constexpr List kBeside[] = {List::person, List::courtesy, List::filler, List::greeting, List::determiner};
    for (std::uint32_t at = 0; at < heard_.tokens.size(); ++at) {
      const auto& token = heard_.tokens[at];
      const bool is_article = !token.number && matches_number(at) && heard_.has(List::person, at + 1, at + 2);
      const bool is_beside = std::ranges::any_of(kBeside, [&](List list) { return heard_.has(list, at, at + 1); });
      if (!is_mark(token) && !is_article && !is_beside) return false;
    }
    return true;
  }

  // The wish of a message of which the classifier is not sure: for somebody, or for what it tells.
  std::optional<Guess> guessed(const Reading& reading) const {
    const auto first = reading.whole.guesses.empty() ? Guess() : reading.whole.guesses.front();
    const bool asks_for_person = says_person() && around_.fetches_person && around_.fetches_person(first.intent);
    if (asks_for_person && first.confidence >= kPersonMin) return first;
    return around_.by_slots ? around_.by_slots(message_, reading.whole, reading.act == Act::question) : std::nullopt;
  }

  // "Cancel A, move B, and cancel C" wants to cancel twice.
  void add(std::vector<Wish>& wishes, const Guess& guess, Span span) const {
    const bool is_known = std::ranges::any_of(wishes, [&](const Wish& known) { return known.intent == guess.intent; });
    const bool is_wanted_again =
        is_known && wishes.back().intent != guess.intent && around_.starts_flow && around_.starts_flow(guess.intent);
    if (!is_known || is_wanted_again) wishes.push_back({guess.intent, guess.confidence, span});
  }

  // "Parking, high chairs and dogs?": where one fact is asked for, a word alone asks for another.
  void add_row_of_facts(Reading& reading, const std::vector<Segment>& all, const std::optional<Guess>& whole) const {
    const auto is_fact = [&](std::string_view intent) { return around_.is_answered && around_.is_answered(intent); };
    const auto is_wish_for_fact = [&](const Wish& wish) { return is_fact(wish.intent); };
    const bool asks = reading.wishes.empty() ? whole && is_fact(whole->intent)
                                             : std::ranges::all_of(reading.wishes, is_wish_for_fact);
    if (all.size() < 2 || !asks || !reading.denied.empty()) return;
    for (const auto& segment : all) {
      const auto span = span_of(segment.begin, segment.end);
      const bool is_value =
          around_.begins_with_value && around_.begins_with_value(text_of(span));  // "Old Town" asks nothing
      const auto understanding = is_value ? Understanding() : understood(text_of(span));
      if (understanding.guesses.empty()) continue;
      const auto& first = understanding.guesses.front();
      if (is_fact(first.intent) && first.confidence >= kPartOfRow) add(reading.wishes, first, span);
    }
    std::ranges::stable_sort(reading.wishes, {}, [](const Wish& wish) { return wish.span.begin; });
  }

  void find_wishes(Reading& reading) const {
    const auto all = segments();
    const auto whole = wanted_in({0, static_cast<std::uint32_t>(heard_.tokens.size())}, reading.whole);
    for (const auto& segment : all) {
      const auto span = span_of(segment.begin, segment.end);
      const auto guess = all.size() == 1 ? whole : wanted_in(segment, understood(text_of(span)));
      if (const auto denied = denied_in(segment, guess)) {
        add(reading.denied, *denied, span);
      } else if (guess && (all.size() == 1 || counts(*guess, segment, whole) || stands_against(*guess, reading))) {
        add(reading.wishes, *guess, span);
      } else if (const auto same = same_in(segment, reading)) {
        add(reading.wishes, *same, span);
      }
    }
    add_row_of_facts(reading, all, whole);
    // What only a piece says ("a table for 3 | and a baby") is not believed more than the whole.
    if (reading.wishes.size() == 1 && reading.denied.empty() && whole && whole->intent != reading.wishes[0].intent &&
        whole->confidence > reading.wishes[0].confidence)
      reading.wishes.clear();
    // "Not on friday, but a table on saturday" wants a table: what is wanted in one part is not denied by another.
    std::erase_if(reading.denied, [&](const Wish& no) {
      return std::ranges::any_of(reading.wishes, [&](const Wish& wish) { return wish.intent == no.intent; });
    });
    if (!reading.wishes.empty() || !reading.denied.empty() || !whole || heard_.tokens.empty()) return;
    add(reading.wishes, *whole, span_of(0, static_cast<std::uint32_t>(heard_.tokens.size())));
  }

  // "…, and book me the same the day after", behind a wish that says what it is the same as.
  std::optional<Guess> same_in(const Segment& segment, const Reading& reading) const {
    const bool is_same = heard_.has(List::same_again, segment.begin, segment.end);
    if (!is_same || reading.wishes.empty() || !around_.makes_same) return std::nullopt;
    if (heard_.scope.clauses[heard_.scope.clause_of[segment.begin]].question) return std::nullopt;
    return around_.makes_same(text_of(span_of(segment.begin, segment.end)));
  }

  // "Don't cancel it, move it": what is wanted in place of what was denied may be said shortly.
  static bool stands_against(const Guess& guess, const Reading& reading) {
    return !reading.denied.empty() &&
           std::ranges::none_of(reading.denied, [&](const Wish& no) { return no.intent == guess.intent; });
  }

  // "…, cancel LUME-1111" is a wish, however short.
  bool names_record(const Guess& guess, const Segment& segment) const {
    return guess.confidence >= kSureOfRecord && around_.names_record &&
           around_.names_record(guess.intent, text_of(span_of(segment.begin, segment.end)));
  }

  // A piece behind a comma ("…, at seven") goes on with what stands before it, unless it is a question that is simply
  // answered, or what the whole is about anyway.
  bool counts(const Guess& guess, const Segment& segment, const std::optional<Guess>& whole) const {
    if (whole && whole->intent == guess.intent) return true;
    if (names_record(guess, segment)) return true;
    if (words_in(segment.begin, segment.end) < kWishWordsMin) return false;
    return !segment.follows_comma || !whole || (around_.is_answered && around_.is_answered(guess.intent));
  }

  std::string_view message_;
  const ReadingAround& around_;
  const Heard heard_;
};

Value wishes_in_words(const std::vector<Wish>& wishes, std::string_view message) {
  ListBuilder list;
  for (const auto& wish : wishes)
    list.add(Value::object({{"intent", wish.intent},
                            {"confidence", std::round(wish.confidence * 100) / 100},
                            {"words", message.substr(wish.span.begin, wish.span.end - wish.span.begin)}}));
  return list.build();
}

}  // namespace

std::string Reading::without(std::string_view message, const std::function<bool(const Wish&)>& is_left_out) const {
  std::string rest(message);
  for (const auto& wish : wishes) {
    if (is_left_out(wish)) std::fill(rest.begin() + wish.span.begin, rest.begin() + wish.span.end, ' ');
  }
  return std::string(text::trim(rest));
}

Reading read(std::string_view message, const ReadingAround& around) {
  auto words = words_of(message);
  const auto spoken = spoken_in(words, around.languages, around.language, around.awaited);
  const bool is_served = spoken.is_served || words.size() < kForeignWordsMin;
  auto reading =
      Reader(text::head(message, kMessageBytesMax), heard_as(std::move(words), *spoken.language), around).run();
  reading.answers_in = spoken.is_served ? reading.language : std::string(around.language);
  reading.is_served = is_served || !reading.wishes.empty();  // what is understood is served
  return reading;
}

Value to_trace(const Reading& reading, std::string_view message) {
  ObjectBuilder trace;
  trace.set("act", to_value(reading.act)).set("language", reading.language);
  if (!reading.is_served) trace.set("is_served", false);
  if (!reading.wishes.empty()) trace.set("wishes", wishes_in_words(reading.wishes, message));
  if (!reading.denied.empty()) trace.set("denied", wishes_in_words(reading.denied, message));
  return trace.build();
}

}  // namespace frontdesk::dialog::reading
