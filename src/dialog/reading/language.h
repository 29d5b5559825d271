#pragma once

#include <boost/describe.hpp>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dialog/reading/answer_words.h"
#include "dialog/reading/pattern.h"

// A language is a table (languages/NAME.yaml): its words and patterns, and no line of code. Tables are read once, at
// start; a damaged one is Error{invalid, "reading/table"} which names file, place and remedy.
namespace frontdesk::dialog::reading {

// Lists of phrases that each table has. Whoever needs another one adds it here and to each table.
enum class List : std::uint8_t {
  common,         // frequent words that say nothing: by them a language is known
  negation,       // denies what follows: not, no, without, can't
  without,        // those of them that deny no more than the thing behind them: without
  place_before,   // begins to say where, when, for whom: at, on, for
  denied_behind,  // denies what stands before: "… doesn't work"
  exception,      // "any day [but] friday"
  all,            // "[any] day but friday"
  contrast,       // begins what is meant after a denial: but, rather
  correction,     // withdraws what stands before: no wait, actually, i mean, sorry
  move,           // a change from one value to another: move, change, reschedule
  move_in_time,   // those of them that only a time is changed with: postpone
  new_value,      // stands before what it is changed to: to
  instead_of,     // what follows is the old value
  question,       // words that a question begins with
  asks_what,      // those of them that ask for what was not told: what, when, where
  asks_for_some,  // asks whether there is something, also without a question mark: do you have
  asks_free,      // asks which times there are: what times, free, do you have
  open_hours,     // asks when a place can be come to: open, close
  tell_me,        // stands before a question: can you tell me
  suggests,       // begins as a question does and proposes something: what about
  assent,
  refusal,
  courtesy,  // please, thank you
  thanks,
  greeting,  // not a time: good morning, good evening
  no_time,   // phrases with words that mean a time elsewhere: "the sun", "we sat"
  shy,       // names of days that are other words as well ("sat", "sun"): only where no noun follows
  counting,  // the number behind it counts something: "for 4", "a party of six"
  farewell,
  leave,        // forget it, never mind
  stop,         // in the middle of something: cancel, stop
  no_more,      // does not want one of several any more: forget, skip
  none_of,      // the same of the thing as such, which follows: "[no] table"
  other,        // not the one that was spoken of: "my [other] booking"
  another_one,  // a second record beside the one that is spoken of, by these words alone: another one
  another_of,   // the same, where the thing itself follows: "[another] table"
  no_record,    // what follows that is no thing of its own: "another [day]"
  of_day,       // what a slot for a day is called: the day
  of_time,      // … for a time
  of_count,     // … for how many come
  of_name,      // … for a name
  of_place,     // … for a place of the business
  is_wrong,     // says that what was told is not so: wrong
  requests,     // asks the one who is spoken to for something: can you
  there,        // at the place that was spoken of
  as_well,      // the same is wanted of one more: "LUME-2222 [too]"
  same_place,   // as it is known already: same branch, there as well
  same_count,
  same_name,
  same_again,     // all of it: the same again, same but
  as_it_was,      // what was changed shall be as before: back to how it was
  one_of_them,    // one of several that are made at once: "[one for] 4 and [one for] 6"
  both,           // of two that were asked about
  anew,           // in place of what is gone: again, instead
  everyone,       // of those who are together: all three of us
  asks_when,      // when those who are waited for will come or call
  for_people,     // to be passed on to those who are waited for: tell them
  own_record,     // asks for what was done for the speaker: what did I book
  any_of_them,    // of several, and it is not said which: one of them
  to_own_record,  // to my, for our: what they have stands behind it, too
  has_record,     // says that one is there already: I have a booking
  keeps_it,       // wants a record to stay as it is: keep it
  undo,           // wants a record gone: cancel
  new_one,        // wants one that is not there yet: a new one
  none_there,     // says that there is none: I have no booking
  done_words,     // what was to be done, as done: booked, moved
  still_wanted,   // what was not done is wanted all the same: I still want it
  restart,        // start over
  complaint,
  late,  // who speaks will not be there in time: we are running late
  abuse,
  distress,
  person,    // wants to talk to a person
  speaking,  // with somebody: beside it "a person" is no count
  machine,   // the bot, as people call it: who does not want it wants a person
  small_talk,
  now,             // asks for this moment: are you open [now]
  also,            // between two wishes
  addition,        // beside what was told, and not in its place: also, too
  denies_no_wish,  // a denial that says what is not possible: can't, without
  unsure,          // a denial of what is known, and of nothing else: not sure
  lacks,           // does not have what was asked for: lost it
  // Of counting, names, choices, codes and addresses.
  determiner,  // a, the, my
  people,      // persons of any kind: a number of them is all of them
  persons,     // of one kind: adults, friends
  one_person,  // my wife, I
  two_persons,
  no_person,  // a high chair: adds nobody
  nobody,
  of_us,           // of us
  of_them,         // of them: some of those that were counted
  have_in_common,  // "one of us [is] vegan": says something about some
  missing,         // "one of us [can't make it]"
  excess,          // "[too] late for a baby": counts nobody
  including,       // what follows was counted already
  joins,           // and, plus, with
  together_with,   // those of `joins` behind which who was counted already may be named: 5 [with] my parents
  speaker,         // who writes: I, me
  no_count,        // a number that says nothing of how many come, or when: 2 steps, the 3rd floor, number 7
  only,
  count_lead,  // says that a number is a count: for, party of, we are
  we_are,      // leads a count of those who come, and no hour: we are
  made_so,     // "five [now]"
  approx,
  at_least,
  at_most,
  between,
  alternative,  // between what is wanted and what would do as well: or, otherwise
  side_from,    // of two places, days or times what follows is the first: from
  side_to,      // … the second: to, until
  until,        // between the ends of a range: to, or
  more,         // "one [more]" than is known
  fewer,
  another,  // one more
  add,
  subtract,
  of_each,       // "two tables, six people [each]"
  comes_too,     // "my mother [comes too]": the number beside it counts people
  name_told,     // what follows is a name: my name is
  name_under,    // the same, where it is written as a name
  name_lead,     // the same where a name was asked for: it's, under
  name_for,      // the same, at the end of a clause that tells something else: 7pm [for] Mark
  name_behind,   // what stands before is a name: … speaking
  name_ends,     // the same where it is clear that one does: … will do
  name_no,       // "the name is [wrong]"
  introduction,  // a clause that begins so tells who speaks, where a name follows: I'm
  hold_on,       // asks for a moment: one sec
  filler,        // says nothing: well, ok
  titles,
  name_particles,  // de, van, al
  name_words,      // words of this table that are names too: April
  no_preference,   // either, whichever
  last_one,
  note_that,  // what stands behind it in the clause is to be noted
  no_note,    // what was noted is wanted no more: take the note off
  noting,     // leads to what is to be noted: please note that
  remark,     // what no form may drop, though few have room for it: wheelchair, allergic, our anniversary
  earliest,   // of what is free: as soon as possible
  latest,
  number_sign,  // "[number] two" of a list
  card_ends,    // digits behind it are no code: ends in
  separators,   // a code's, spoken: dash
  at_sign,
  dot_sign,
  street_words,
  address_words,  // parts of an address behind the street: flat, floor
  // Of clocks elsewhere.
  own_clock,     // "8pm [my time]": the clock where the writer is
  clock_behind,  // "8pm Tokyo [time]"
  clock_before,  // "a las ocho [hora de] Tokio"
  end_of_lists,
};
// What a list is called in the tables; its place is the list's number.
extern const std::span<const std::string_view> kListNames;

enum class Unit { minute, hour, day, week, month, year };
BOOST_DESCRIBE_ENUM(Unit, minute, hour, day, week, month, year)

struct DayPart {
  std::string id;  // evening, lunch
  int from = 0;    // minutes of the day
  int to = 0;      // may lie beyond 24:00
};

// A day that comes each year: a fixed one, one that is so many days from Easter, or the nth weekday of a month (-1 is
// the last).
struct Holiday {
  std::string id;
  std::optional<int> month, day, easter, weekday, nth;
};

struct PhraseAt {
  List list;
  std::uint32_t begin;  // tokens
  std::uint32_t end;
};

class Language {
 public:
  // Reads one table. `file` is named in errors.
  static Language parse(std::string_view yaml, std::string_view file);

  std::string id;    // en
  std::string name;  // English
  std::vector<DayPart> parts;
  std::vector<Holiday> holidays;
  bool day_first = true;                                      // 5/12 is the 5th of December …
  bool order_doubtful = false;                                // … or may be the 12th of May
  std::map<std::string, std::string, std::less<>> says;       // sentences of the bot, with {{holes}}
  std::map<std::string, std::string, std::less<>> shorthand;  // folded: "u" is "you"
  std::vector<std::string> street_endings;                    // folded; "Hauptstraße" ends with one
  std::vector<std::string> compound_tails;                    // folded; "Erdnussallergie" is of "Erdnuss"
  AnswerWords answers;
  bool has_answers_only = false;  // nothing but answers to a read-back is read in it
  Grammar grammar;

  // The words of a message as this language reads them.
  Tokens tokens(const Words& words) const;
  // All phrases of all lists, by place; of one list the longest at each place.
  std::vector<PhraseAt> phrases(const Tokens& tokens) const;
  bool knows(std::string_view folded) const { return grammar.symbol(folded) != 0; }
  // Words that only tell of danger ("live", "chest") are else as strange as any other.
  bool is_ordinary(std::uint32_t symbol) const { return symbol != 0 && symbol <= ordinary_words_; }

 private:
  friend class TableReader;
  void add_word(const Words& words, std::uint32_t index, Tokens& tokens) const;

  std::size_t ordinary_words_ = 0;           // symbols up to this one
  std::vector<std::string> compound_heads_;  // dienstag: stands before another word and is written with it
  std::vector<std::string> elisions_;        // l, dell: stand before an apostrophe and are words of their own
  std::vector<std::pair<List, Group>> lists_;
};

// All tables that the program holds, in the order of their ids; without those that have nothing but answers.
const std::vector<Language>& languages();
const std::vector<const Language*>& answer_languages();  // and with them
const Language* find_language(std::string_view id);

}  // namespace frontdesk::dialog::reading
