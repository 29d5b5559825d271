#pragma once

#include "dialog/reading/choices.h"
#include "dialog/reading/hearing.h"
#include "dialog/reading/quantities.h"
#include "dialog/reading/trade.h"
#include "dialog/slots.h"

namespace frontdesk::dialog::reading {

// Gives the words of one message to the slots of a flow, once each. Lives for one message.
class SlotReader {
 public:
  // `shared`: the slots are those of several flows, so that two of one type may have the same words.
  SlotReader(const Flow& flow, const Slot* asked, std::string_view message, const Surroundings& around,
             const Language& language, bool shared = false);
  std::vector<SlotFinding> run();

 private:
  bool is_asked(const Slot& slot) const { return &slot == asked_; }
  const Location* place() const;
  const Slot* slot_for(std::string_view type) const;  // the one that was asked for, else the first of the type
  bool is_filled(const Slot& slot) const;
  bool is_free(const Slot& slot, const Span& span) const;

  void take_contacts();
  void take_codes(bool whole_only);
  bool is_of_another(const Slot& slot, const Code& code) const;
  void take_names();
  bool begins_form() const;
  std::vector<Span> things() const;
  bool is_one_of_two(const Slot& slot) const;
  bool is_of_the_other(const Slot& slot) const;
  void take_two_places();
  void give_two_times(std::string_view type, const std::vector<TimedEntity>& timed);
  void take_times();
  std::vector<TimedEntity> heard_times() const;
  void give_time(const Slot& slot, const std::vector<TimedEntity>& timed);
  void take_parts(const std::vector<TimedEntity>& timed);
  bool leads_a_count(const TimedEntity& timed) const;
  bool is_of_who_comes(const TimedEntity& timed) const;
  bool counts_those_behind(const TimedEntity& timed) const;
  bool is_of_one_of_them(const TimedEntity& timed) const;
  bool may_be_a_count(const TimedEntity& timed) const;
  void put_time(const Slot& slot, const Entity& entity);
  void ask_by_which_clock(SlotFinding& finding, const std::vector<TimedEntity>& timed) const;
  void take_money();
  void take_bare_hour();
  void take_numbers();
  void give_number(const Slot& slot, std::vector<Quantity>& quantities);
  void take_what_sounds_like_a_number();
  void take_lettered_codes();
  bool is_for_lack_of_code(const Span& span) const;
  void take_list(const Slot& slot);
  void take_lists();
  void take_several();
  std::vector<Choice> choices_for(const Slot& slot) const;
  void take_same();
  void take_notes();
  void take_remarks();
  void take_yes_no();
  void take_text();

  void put(const Slot& slot, Span span, Value value);
  void put_number(const Slot& slot, const Quantity& quantity);
  void put_choice(const Slot& slot, const Choice& choice);
  bool fits(const Quantity& quantity, const Slot& slot) const;
  bool opens_with(const Quantity& quantity) const;

  const Flow& flow_;
  const Slot* asked_;
  const Surroundings& around_;
  const bool shared_;
  std::shared_ptr<const Trade> trade_;
  Hearing heard_;
  std::vector<Span> notes_;  // what is to be noted, see read_notes
  std::vector<SlotFinding> found_;
};

}  // namespace frontdesk::dialog::reading
