#pragma once

#include <boost/describe.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "dialog/reading/spoken.h"
#include "dialog/reading/words.h"
#include "dialog/understanding.h"

// What a customer does with a message, beside what they tell: made of the message's words, the tables of the languages
// and the classifier; pure.
namespace frontdesk::dialog::reading {

enum class Act {
  statement,  // tells or wants something, or nothing of what follows
  question,
  refusal,  // does not want what the wishes under `denied` name
  thanks,
  greeting,
  small_talk,
  farewell,
  pause,    // asks for a moment, and nothing else
  leave,    // gives up what is under way
  restart,  // wants to begin again
  complaint,
  abuse,
  distress
};
BOOST_DESCRIBE_ENUM(Act, statement, question, refusal, thanks, greeting, small_talk, farewell, pause, leave, restart,
                    complaint, abuse, distress)

// An intent that a part of the message names, as sure as the classifier is of that part.
struct Wish {
  std::string intent;
  double confidence = 0;
  Span span;
};
BOOST_DESCRIBE_STRUCT(Wish, (), (intent, confidence, span))

struct Reading {
  std::string language;    // id of the table by which it was read
  std::string answers_in;  // of the languages that the tenant serves: the same, or the one that was spoken before
  bool is_served = true;   // otherwise it is said that the language is not spoken here
  Act act = Act::statement;
  bool is_bare = false;  // a yes or a no and no more: it answers something, and wants nothing by itself
  bool asks_for_person = false;
  bool calls_person = false;  // says nothing but "a person, please", which may count one where people are counted
  bool leaves = false;        // says so beside whatever else it says: "I'll come by instead, forget it"
  bool stops = false;         // says nothing but that it is over: "cancel it", "never mind", "bye"
  bool says_farewell = false;
  std::vector<Wish> wishes;  // in the order in which they are said; an intent twice only where it is wanted again
                             // behind another one, and starts a flow
  std::vector<Wish> denied;  // "don't cancel my booking", "I don't want to cancel"
  Understanding whole;       // what the classifier thinks of all of it

  // All of the message but the parts that these wishes are said with.
  std::string without(std::string_view message, const std::function<bool(const Wish&)>& is_left_out) const;
};
BOOST_DESCRIBE_STRUCT(Reading, (),
                      (language, answers_in, is_served, act, is_bare, asks_for_person, calls_person, leaves, wishes,
                       denied, whole))

struct ReadingAround {
  const std::vector<std::string>& languages;  // that the tenant serves; never empty
  std::string_view language;                  // in which was spoken before, or the first of them
  const Classify& classify;
  Awaited awaited = Awaited::nothing;
  // Whether an intent is answered with a sentence, and starts nothing. Empty: none.
  std::function<bool(std::string_view intent)> is_answered = {};
  // Whether it fetches a person; one who asks for somebody in words that the tables know is believed sooner.
  std::function<bool(std::string_view intent)> fetches_person = {};
  // Whether it starts a flow. Empty: none does.
  std::function<bool(std::string_view intent)> starts_flow = {};
  // Whether words say by its code which record such an intent is about, and more than the code. Empty: none do.
  std::function<bool(std::string_view intent, std::string_view words)> names_record = {};
  // Whether words begin with a value that is asked for somewhere: a denial before them denies the value.
  std::function<bool(std::string_view words)> begins_with_value = {};
  // The intent that makes once more what the rest of the message is about: "cancel it, and book me the same on Friday".
  // Empty: none.
  std::function<std::optional<Guess>(std::string_view words)> makes_same = {};
  // The intent that what the message tells speaks for, where the classifier is sure of none. Empty: none.
  std::function<std::optional<Guess>(std::string_view message, const Understanding& whole, bool is_question)> by_slots =
      {};
};

Reading read(std::string_view message, const ReadingAround& around);

// For the trace, in words: {act, language, wishes: [{intent, confidence, words}], denied: […]}.
Value to_trace(const Reading& reading, std::string_view message);

}  // namespace frontdesk::dialog::reading
