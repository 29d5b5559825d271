#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "script.h"
#include "wording.h"

namespace frontdesk::trade {

struct Offer {
  std::string label;
  std::string text;  // what a press says
};

// What came back after one message of the guest: all that a person at the screen can know.
struct Heard {
  std::vector<std::string> texts;  // what the bot said, in order
  std::string asks;                // the slot that it waits for, "" where it asks for none
  std::string read_back;           // the id of what it wants a yes for, ""
  std::string read_back_text;      // with all values that are shown beside
  std::vector<Offer> buttons;
  bool not_understood = false;
  bool handed_over = false;
  bool wrote = false;                  // the business did something
  std::optional<std::string> refused;  // the business cannot do it: the slug, "taken" where a time is not free
};

struct Said {
  std::string text;
  std::string presses;  // of the read-back with this id, the button yes
};

// The mind of one guest: what to say next. Pure: the same script hears the same and says the same.
class Guest {
 public:
  Guest(const Script& script, Names locations);

  Said open();
  // Nothing where the guest is done, or goes away.
  std::optional<Said> react(const Heard& heard);

  int messages() const { return messages_; }
  bool has_left() const { return has_left_; }  // as its script wanted
  bool gave_up() const { return gave_up_; }    // as nobody would want

 private:
  const Wish& wish(std::size_t at) const { return script_.wishes[order_[at]]; }
  const Wish& wish() const { return wish(wish_); }
  Said say(std::string text, std::string presses = {});
  std::optional<Said> do_habit(const Heard& heard);
  bool has_come(const Value& moment, const Heard& heard) const;
  std::optional<Said> answer_read_back(const Heard& heard);
  std::optional<Said> answer(const Heard& heard);
  std::optional<Said> go_on(const Heard& heard);
  const Offer* offer_of_this_wish(const Heard& heard) const;
  std::optional<Said> begin_next_wish();
  std::optional<Said> give_up();
  std::optional<std::string> wording_for(const std::string& slot);
  std::string last_opening() const;  // where one was said
  bool is_done() const;
  bool is_next_wish_under_way(const Heard& heard) const;
  bool is_about(const Wish& other, const Heard& heard) const;
  void begin_wish();

  const Script& script_;
  const Names locations_;
  std::size_t pick_;                // the guest's own taste among usual answers
  std::vector<std::size_t> order_;  // of the wishes: whoever serves the second one first is followed
  std::size_t wish_ = 0;
  bool pressed_ = false;    // an offer was taken in this wish
  std::size_t opened_ = 0;  // wordings of the wish's opening that were said
  Value wants_;
  std::map<std::string, std::vector<std::string>> says_;
  std::map<std::string, std::size_t> asked_;      // by slot, in this wish
  std::map<std::string, std::size_t> corrected_;  // by slot, in this wish
  std::set<const Habit*> used_;
  std::string said_all_;  // what the bot said so far, lower case
  int messages_ = 0;
  bool wrote_ = false;  // in this wish
  bool has_left_ = false;
  bool gave_up_ = false;
};

// Whether the texts, in lower case, hold what the guest wants to hear.
bool hears_all(const Goal& goal, std::string_view said);

}  // namespace frontdesk::trade
