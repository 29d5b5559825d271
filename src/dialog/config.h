#pragma once

#include <boost/describe.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/value.h"
#include "base/zone.h"
#include "dialog/budgets.h"
#include "dialog/guidance.h"
#include "dialog/locations.h"
#include "dialog/trade_words.h"

// The parts of the tenant's file that the dialog reads: intents, flows, guards, and what they refer to.
namespace frontdesk::dialog {

namespace reading {
class Trade;
}

// Where a member is a Value, it is a wording: a text, or one for each language (DialogConfig::text).
struct Intent {
  std::string name;
  std::vector<std::string> examples;
  std::optional<Value> label;          // on the button that offers it
  bool abstract = false;               // examples only, for a file that says where they lead
  std::optional<std::string> flow;     // start this flow
  std::optional<Value> answer;         // or say this
  std::optional<std::string> handoff;  // or fetch a person, for this reason
  std::optional<std::string> fact;     // or answer with this fact; not in the file: each fact is an intent of its own

  bool leads_nowhere() const;
};
BOOST_DESCRIBE_STRUCT(Intent, (), (name, examples, label, abstract, flow, answer, handoff))

// What one thing of a fact is answered with: a dish of the menu, a size, a room.
struct FactItem {
  std::string name;
  std::vector<std::string> also;  // other words for it
  std::optional<Value> answer;
  std::map<std::string, Value> answers;  // by location
};
BOOST_DESCRIBE_STRUCT(FactItem, (), (name, also, answer, answers))

// Items that are asked for together.
struct FactSection {
  std::string name;
  std::vector<std::string> also;   // other words for it
  std::vector<std::string> items;  // their names
  std::optional<Value> answer;     // absent: its items, one behind the other
};
BOOST_DESCRIBE_STRUCT(FactSection, (), (name, also, items, answer))

enum class FactOf { hours };
BOOST_DESCRIBE_ENUM(FactOf, hours)

// What is asked often, and its answer.
struct Fact {
  std::string id;
  std::vector<std::string> questions;  // the classifier learns from them, beside the intents' examples
  bool abstract = false;               // questions only, for a file that says the answer
  std::optional<Value> answer;
  std::map<std::string, Value> answers;  // by location
  std::optional<FactOf> of;              // answered from the locations' records
  std::vector<FactItem> items;
  std::vector<FactSection> sections;

  bool says_nothing() const { return !answer && answers.empty() && !of; }
};
BOOST_DESCRIBE_STRUCT(Fact, (), (id, questions, abstract, answer, answers, of, items, sections))

struct Slot {
  std::string name;
  std::string type = "text";  // kSlotTypes in sections.cc
  Value ask;
  std::optional<Value> otherwise;       // said when the answer does not fit
  std::optional<std::string> pattern;   // of a code (RE2)
  std::vector<std::string> of;          // of a choice
  std::map<std::string, Value> labels;  // of a choice: what customers read in its place, by choice
  std::vector<std::string> counts;      // of a number: lists of `words.counted`, or words
  std::optional<std::string> any;       // of a choice or location: what no preference comes to
  std::optional<std::int64_t> min;
  std::optional<std::int64_t> max;
  bool optional = false;               // taken when it is given, never asked for
  std::optional<std::string> lacking;  // where the customer does not have it, this slot is asked for in its place
  bool remember = false;               // told once, it holds for the later flows of the conversation
  std::optional<std::string>
      keeps;                   // what it stays at, where another slot of the same collect was told: "{{known.date}}"
  std::vector<Value> suggest;  // answers that are offered as buttons
  bool remarks = false;        // of a text: takes what customers say that no other slot has room for
};
BOOST_DESCRIBE_STRUCT(Slot, (),
                      (name, type, ask, otherwise, pattern, of, labels, counts, any, min, max, optional, lacking,
                       remember, keeps, suggest, remarks))

struct OnError {
  std::optional<std::string> slug;  // the last part of the error's slug; absent: any
  std::optional<Value> say;
  std::vector<std::string> clear;
  std::optional<std::string> goto_;
  std::optional<std::string> handoff;
};

// A step does, in this order, what it names: when `if` holds, say, clear, collect, call, hand off, end, go to.
struct Step {
  std::optional<std::string> id;
  std::optional<std::string> if_;  // CEL over slots and what calls gave
  std::optional<Value> say;
  std::optional<std::string> offer;  // a list whose items are offered as buttons: "{{found.alternatives}}"
  Value card;  // shown with what is said: {title, code, fields, calendar}, all with holes; see card.h
  std::vector<std::string> clear;
  std::vector<std::string> collect;
  std::optional<std::string> call;
  Value with;
  Value shows;  // lines of a card (card.h): what the read-back of the call shows beside its arguments
  std::optional<std::string> as;
  std::vector<OnError> on_error;
  std::optional<std::string> handoff;
  std::optional<std::string> goto_;  // a step's id, or "start"
  bool end = false;
};

struct Flow {
  std::string name;
  std::string description;
  std::vector<Slot> slots;
  std::vector<Step> steps;

  const Slot* slot(std::string_view name) const;
  std::optional<std::size_t> step(std::string_view id) const;  // "start" is the first
};

enum class GuardMode { enforce, record, off };
BOOST_DESCRIBE_ENUM(GuardMode, enforce, record, off)

struct Guards {
  GuardMode consent = GuardMode::enforce;
  GuardMode policy = GuardMode::enforce;
  GuardMode loop = GuardMode::enforce;
  GuardMode budget = GuardMode::enforce;
  std::string consent_expires = "30m";  // how long the answer to a read-back counts

  std::chrono::milliseconds consent_life() const;
};
BOOST_DESCRIBE_STRUCT(Guards, (), (consent, policy, loop, budget, consent_expires))

// What the intent of a fact is called by, before the fact's id.
inline constexpr std::string_view kFactPrefix = "fact.";

// When conversations end.
struct ConversationRules {
  std::optional<std::string> end_after;
};
BOOST_DESCRIBE_STRUCT(ConversationRules, (), (end_after))

// What the dialog reads of a tenant's file.
struct DialogConfig {
  std::string business;
  std::string system_prompt;
  Value greeting = {};                          // a wording, or null
  std::string country;                          // ISO 3166, or empty
  std::vector<std::string> languages = {"en"};  // that the bot answers in, the first by default; never empty
  std::vector<Location> locations;
  Zone zone;  // of the tenant: zone_of

  TradeWords words;
  std::shared_ptr<const reading::Trade> trade;  // what readers need of all this; absent: made at each reading
  std::vector<Intent> intents;                  // the file's, and one for each fact
  std::vector<Fact> facts;
  std::vector<Flow> flows;
  std::map<std::string, Value, std::less<>> labels;  // of choices, by choice: those of all slots
  Guards guards;
  std::vector<Policy> policies;
  TurnBudget turn;
  ConversationBudget conversation;
  std::vector<Escalation> escalations;
  std::vector<Queue> queues;
  std::optional<std::chrono::milliseconds> end_after;  // nobody said anything; absent: it never ends by that

  const Flow* flow(std::string_view name) const;
  const Intent* intent(std::string_view name) const;
  const Location* location(std::string_view id) const;
  const Fact* fact(std::string_view id) const;
  // The one of the file's languages that the first of the tags ("fr-BE, de;q=0.8") is of that is of any; else their
  // first.
  std::string_view served(std::string_view tags) const;
  // What a wording says in a language; where it has none of it, in the first one of the file's.
  std::string_view text(const Value& wording, std::string_view language) const;
  // What customers read for a value of a choice: its label, or where no slot gives it one the value itself.
  std::string_view label_of(std::string_view choice, std::string_view language) const;
  std::string queue_for(std::string_view kind, const Value& what) const;  // of the first rule that fits, else "people"
};

// Reads the resolved document; a fault is Error{invalid} with the JSON pointer.
DialogConfig read_dialog_config(const Value& document);

}  // namespace frontdesk::dialog
