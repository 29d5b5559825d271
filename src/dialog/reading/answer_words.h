#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// The words that an answer to a read-back is made of: the section `consent` of a language's table. What each list does
// is told in docs/reference/languages.md.
namespace frontdesk::dialog::reading {

struct AnswerWords {
  std::vector<std::string> yes, mild_yes, no, courtesy, farewell, not_yet, irony, thanks;
  std::vector<std::string> asks, links, leaves, announces, goes_along, suggests, may_suggest, alters;
  std::vector<std::string> refuses, pointing, subjects, between, no_thing, changes, beside_change;
  std::vector<std::string> verb_last_behind;  // "[Soll] ich den Tisch buchen?"
  std::vector<std::string> undoes;            // "I [cancel] your booking"
  std::vector<std::string> verb_ends, enclitics, particles, before_request, does;
  std::map<std::string, std::vector<std::string>> request_ends;  // "buch[en]" is asked for as "buch[e]"
  std::map<std::string, std::string> short_forms, endings;
};
BOOST_DESCRIBE_STRUCT(AnswerWords, (),
                      (yes, mild_yes, no, courtesy, farewell, not_yet, irony, thanks, asks, links, leaves, announces,
                       goes_along, suggests, may_suggest, alters, refuses, pointing, subjects, between, no_thing,
                       changes, beside_change, verb_last_behind, undoes, verb_ends, enclitics, particles,
                       before_request, does, request_ends, short_forms, endings))

// What a phrase says. Assent that is often no more than a sound or a compliment is mild: a yes, but not beside a
// farewell.
enum class Part : std::uint8_t { yes, mild_yes, no, courtesy, farewell, not_yet };

// All tables read together: an answer may be said in any of them, or in several at once ("ok, gracias"). Words are
// compared in lower case and without accents.
class AnswerGrammar {
 public:
  struct Source {
    std::string_view language;
    const AnswerWords* words;
  };
  // A phrase that is a yes in one table and a no in another is Error{invalid, "reading/table"}: nobody could tell what
  // it means.
  explicit AnswerGrammar(const std::vector<Source>& sources);
  static const AnswerGrammar& of_all_tables();  // that the program holds; made once

  const Part* part(std::string_view phrase) const;  // null: it is none
  // A picture that these bytes begin with, which stands for itself without blanks around it; "" where there is none.
  std::string_view picture(std::string_view text) const;

  using Phrases = std::set<std::string, std::less<>>;
  Phrases irony, thanks, asks, links, refuses, changes, beside_change;
  std::map<std::string, std::string, std::less<>> short_forms, endings;

  // What is read by each language for itself.
  struct Own {
    std::string language;
    Phrases leaves, announces, goes_along, suggests, may_suggest, alters, subjects, between, no_thing, verb_last_behind;
    Phrases undoes, pointing, enclitics, particles, before_request, does;
    std::vector<std::string> verb_ends;
    std::map<std::string, std::vector<std::string>> request_ends;
  };
  std::vector<Own> own;

 private:
  void add(const std::vector<std::string>& list, Part part, std::string_view language);

  struct Said {
    Part part;
    std::string language;
  };
  std::map<std::string, Said, std::less<>> phrases_;
  std::vector<std::string> pictures_;
};

}  // namespace frontdesk::dialog::reading
