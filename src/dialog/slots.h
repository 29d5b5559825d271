#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/value.h"
#include "dialog/calendar.h"
#include "dialog/config.h"
#include "dialog/reading/entity.h"

namespace frontdesk::dialog {

// What a reader of slots may look at beside the text.
struct Surroundings {
  const DialogConfig& config;
  Timestamp now;
  std::string_view language = "en";    // in which the bot answers
  const Location* location = nullptr;  // that is spoken of, where it is known: its zone and its hours
  std::string_view heard_in = {};      // the language of the message that is read; empty: its words tell
  std::optional<Date> about = {};      // the date that is open, was shown or is done
  std::optional<Date> changed = {};    // the date that stands where another may be told: "Saturday" is of its week
  std::vector<Date> offered = {};      // the dates of which one is asked for, or that are taken one after the other

  // Of the message that is read, where that is known; else the one in which it is answered.
  std::string_view language_heard() const { return heard_in.empty() ? language : heard_in; }
};

// The location that a flow's state ({flow, slots, vars}) tells: its slot's, else that of what was looked up; or null.
const Location* location_of(const DialogConfig& config, const Value& state);

// The date that the conversation is about: of the flow's state, or of what was looked up.
std::optional<Date> date_spoken_of(const DialogConfig& config, const Value& state);

// The dates among which a flow's state lets the customer choose; behind "both" the open one and those that wait for it.
std::vector<Date> dates_offered(const DialogConfig& config, const Value& state);

// The place that something is to be moved to, where the flow cannot change it ("move my booking to Harbor"); or null.
const Location* place_out_of_reach(const Flow& flow, std::string_view message, const Surroundings& around);

// What a message says about one slot.
struct SlotFinding {
  const Slot* slot = nullptr;           // of the flow that was given
  Value value;                          // in the slot's form; null where it has to be asked, see `doubt` and `range`
  std::optional<reading::Doubt> doubt;  // what has to be asked before it is taken
  std::optional<reading::Range> range;  // "4 or 5", "at least 6"
  bool is_out_of_range = false;         // below `min` or above `max`; the value is what was said
  bool is_relative = false;             // a difference to what is known: "one more" is 1, "two fewer" is -2
  bool is_about = false;                // "about ten"
  bool is_same = false;                 // "the same time": what is known; the value is null
  reading::Span span;

  // May be taken as it is.
  bool is_certain() const { return !value.is_null() && !doubt && !is_out_of_range && !is_relative; }
  // What may be taken although it is doubtful: a time that the business is closed at, since its own system knows
  // better.
  std::optional<Value> value_though_closed() const;
};

// Everything a message says about the slots of a flow, in their order, each at most once; those that are known already
// too. `asked`: the message answers the question for this slot, so that a bare "4" is a number and "Ana" is a name; or
// null. Each word belongs to one slot; the one that was asked for is served first. What is denied or withdrawn is not
// there.
std::vector<SlotFinding> read_message(const Flow& flow, const Slot* asked, std::string_view message,
                                      const Surroundings& around);

// The same for the slots of several flows at once (reading::AllSlots), where two of one type may have the same words.
std::vector<SlotFinding> read_for_all(const Flow& form, std::string_view message, const Surroundings& around);

// Finds the slot's value in a sentence where it is certain. `asked` as above; otherwise the sentence must say what it
// means ("for 4", "at 7"). Dates become YYYY-MM-DD (never in the past), times HH:MM, numbers integers, locations and
// choices their ids, phones E.164, sums of money {amount, currency}.
std::optional<Value> read_slot(const Slot& slot, std::string_view sentence, bool asked, const Surroundings& around);

// The name that somebody says to have: "my name is Eva Novak", "Hi, I'm Eva, a table for two".
std::optional<std::string> introduced_name(std::string_view message, const Surroundings& around);

// The id of the one location that a message names.
std::optional<std::string> place_named(std::string_view message, const Surroundings& around);

// What is certain about the slots of a flow that are still empty.
Value read_slots(const Flow& flow, const Value& known, std::string_view sentence, const Surroundings& around);

// What somebody else, a language model, has put into the slots of a flow, read as the customer's words are. A value
// that has the slot's form already stays; one that says nothing of its slot is left out, so that the flow asks.
Value read_given(const Flow& flow, const Value& given, const Surroundings& around);

}  // namespace frontdesk::dialog
