#pragma once

#include <expected>

#include "dialog/brain.h"
#include "dialog/calendar.h"
#include "dialog/card.h"
#include "dialog/consent.h"
#include "dialog/form_trace.h"
#include "dialog/handoff.h"
#include "dialog/messages.h"
#include "dialog/sentences.h"
#include "dialog/wishes.h"

// The nodes of a conversation's graph. Each object lives for one call of its node.
namespace frontdesk::dialog {

// Asks the model; leaves a text for the customer or calls for the tools node.
class AgentNode {
 public:
  AgentNode(const Brain& brain, graph::NodeContext& context) : brain_(brain), context_(context) {}
  Task<graph::NodeResult> run();

 private:
  graph::Outcome answered_already();
  std::optional<Handoff> handed_over_unasked();
  std::optional<Handoff> escalation();
  Task<std::expected<ai::ModelAnswer, Error>> ask_model(std::string message);
  void take_back(std::string_view message);  // what listeners have of it
  void take_failure(const Error& failure);
  std::optional<Handoff> escalation_by_told(const reading::Reading& reading, std::string_view heard) const;
  Surroundings around(const reading::Reading& reading) const;
  void note(const reading::Reading& reading, std::string_view heard);
  ai::ModelRequest request();
  const reading::Reading& reading();
  std::string_view language() { return reading().answers_in; }
  Value done_before() const;
  Value asked_before() const;
  Value stood_before();
  std::optional<std::string> wanted_still(std::string_view flow, bool is_offered);
  void remember(const Value& memory);
  std::string instructions() const;
  void take_answer(const ai::ModelAnswer& answer, std::int64_t ms);

  const Brain& brain_;
  graph::NodeContext& context_;
  graph::Outcome outcome_;
  std::optional<reading::Reading> reading_;
  Value memory_;  // as it will be; null where it stays
};

// Checks, guards and runs the calls of the last message, or those that were proposed before it.
class ToolsNode {
 public:
  ToolsNode(const Brain& brain, graph::NodeContext& context);
  Task<graph::NodeResult> run();

 private:
  struct Call {
    std::string id;
    std::string name;
    Value arguments;
    const platform::Action* action = nullptr;
    std::string place;  // within this task: what is kept of it bears this name, whatever id a model gave it
    std::string key;    // idempotency key
    Value result;       // null until it is known
    bool failed = false;
    bool was_read_back = false;
    bool was_let_go = false;  // a write that nothing stood against

    bool is_write() const { return action && action->effect != platform::Effect::read; }
  };

  // What the answer to a read-back comes to.
  enum class Verdict {
    yes,
    no,
    change,    // says what is to be different
    wish,      // wants something else altogether
    question,  // asks something: it is answered, and the read-back is shown again
    unclear,
    aside,      // thanks or praise for what was answered in between
    not_taken,  // says something that is no answer and no change
    repeats,    // says what is shown already
    ask_what,   // the button "Change"
    early,      // a yes from before the read-back was there, or to another one
    late,       // a yes that has expired
    stranger,   // not of the one who was asked
    handed      // words that fetch a person
  };

  void read_calls();
  void check(Call& call);
  void refuse(Call& call, Error error);
  std::vector<std::string> hidden_in(const Call& call, const platform::Action& action) const;
  void leave_to_people(Call& call, Error error);
  void apply_policies(Call& call);
  bool run_own(Call& call);  // start_flow, fetch_person
  bool has_writes() const;
  bool needs_consent() const;

  // The consent gate (consent_gate.cc): the question to be asked now, or nothing where the calls may go on, each write
  // released or refused.
  std::optional<graph::Interrupted> pass_gate();
  bool was_answered() const;  // the customer has said something to the read-back
  std::optional<graph::Interrupted> hear_answers();
  graph::Interrupted ask_consent(int round, std::string_view lead, bool offers_person);
  std::string read_back_of(const Call& call) const;
  Date today() const;
  std::string read_back_text() const;
  std::vector<Field> shown_of_the_flow() const;
  Value read_back_card() const;
  std::string digest_of_writes() const;
  Verdict judge(const Value& answer, bool is_beside_aside);
  bool is_behind_aside() const;
  bool is_about_answer(std::string_view text, bool is_beside_aside) const;
  Verdict judge_words(std::string_view text);
  Verdict judge_in_flow(Answer answer, std::string_view text) const;
  Verdict judge_change(std::string_view text) const;
  // How a message is read; made once.
  const reading::Reading& reading_of(std::string_view text) const;
  bool turns_to_another(std::string_view text, const reading::Reading& reading) const;
  bool asks_and_agrees(std::string_view text, const reading::Reading& reading) const;
  std::string beside_shown(std::string_view text) const;
  bool says_yes_again(Answer answer, std::string_view text) const;
  bool says_what_is_shown(Answer answer, std::string_view text) const;
  bool changes_a_slot(std::string_view text) const;
  bool fetches_person(std::string_view text);
  bool is_left(Answer answer, const reading::Reading& reading) const;
  bool is_another_wish(std::string_view text, double least) const;
  std::optional<Verdict> judge_another(std::string_view text) const;
  const Flow* flow_that_calls() const;
  Surroundings surroundings() const;
  Echo echo() const;
  std::string_view language_of(const Value& wording) const;
  void refuse_writes(std::string_view slug, std::string_view detail);
  Task<> look_again();
  Task<Value> looked_up_again(const Flow& flow);

  Task<> run_calls();
  Task<> run_writes();
  void tell_what_was_done();
  std::string what_was_done() const;
  std::string name_to_customer(const Call& call) const;
  Task<> run_call(Call& call);
  bool take_kept(Call& call) const;
  void rehearse(Call& call);
  void leave_in_doubt(Call& call);
  Task<int> send(Call& call);  // gives the attempts that it took
  void report(const Call& call, std::int64_t ms, int attempts);
  bool is_loop() const;
  void finish();
  void note_in_memory(const Value& turn);
  void keep_proposal();
  void look_at_budget();

  const Brain& brain_;
  graph::NodeContext& context_;
  graph::Outcome outcome_;
  std::shared_ptr<const Safeguards> safeguards_;
  std::vector<Call> calls_;
  bool has_started_flow_ = false;
  bool was_proposed_ = false;      // the calls are those of the channel `proposal`
  bool stays_open_ = false;        // the read-back is shown again once the customer's question is answered
  std::vector<std::string> said_;  // by the customer, to the read-backs
  Value address_;                  // where the last of it came from; null where it is not known
  std::string_view language_;      // in which the bot answers
  std::optional<Handoff> handoff_;
  mutable std::optional<std::pair<std::string, reading::Reading>> read_;  // the last message that was judged
};

// What of a sentence wants something else than the flow that is under way: all of it, or the first of its parts that
// does ("I don't want to cancel, I want to move it").
struct OtherWish {
  const Intent* intent = nullptr;  // of the configuration; null: nothing else is wanted
  std::string words;
};
// Where the first wish for another flow begins that is said beside a yes to the one that asks, behind no more than an
// "and", or of a record that it names ("yes, and cancel my order", "also cancel my order", "cancel LUME-1111").
std::optional<std::uint32_t> wish_beside(const reading::Reading& reading, std::string_view text, const Flow& flow,
                                         const Surroundings& around);
// `least`: the confidence of such a wish.
OtherWish other_wish_in(std::string_view text, const DialogConfig& config, const Classify& classify,
                        std::string_view flow, double least = 0);

// Each keeps its node while it waits.
Task<graph::NodeResult> run_agent(const Brain& brain, graph::NodeContext& context);
Task<graph::NodeResult> run_tools(const Brain& brain, graph::NodeContext& context);

// Walks through the running flow.
class FlowNode {
 public:
  FlowNode(const Brain& brain, graph::NodeContext& context);
  graph::NodeResult run();

 private:
  bool has_spent();
  std::string unnoted_in(const Flow& flow, const reading::Reading& reading, std::string_view sentence) const;
  std::string cannot_note();
  void tell_of_remarks(const Flow& flow, FlowTurn& turn);
  void start(const Value& order);
  void tell_it_stays(FlowTurn& turn) const;
  Value told_earlier(const Flow& flow);
  Value remembered(const Flow& flow, const Value& order) const;
  Value place_for(const Flow& flow, const Value& place) const;
  void returned();
  void heard(std::string_view sentence);
  void take(const Flow& flow, FlowTurn turn);
  void resume(FlowTurn& turn, const Value& before);
  void join_what_is_open(FlowTurn& turn);
  void hand_over(const FlowTurn& turn);
  void write_call(FlowTurn& turn);
  const Intent* person_called(const Flow& flow, const reading::Reading& reading, std::string_view sentence) const;
  void hear_answer(const Flow& flow, const reading::Reading& reading, std::string_view sentence);
  void say(const FlowTurn& turn);
  bool fetch_by_rule(const FlowTurn& turn);
  void fetch_person(const Handoff& handoff);
  void note_stood(const Value& state);
  void remember(const Flow& flow, const FlowTurn& turn);
  bool wants_something(const reading::Reading& reading, std::string_view sentence) const;
  bool declines(const Flow& flow, std::string_view sentence) const;
  bool forbids(const Flow& flow, std::string_view sentence) const;
  void leave(const Flow& flow, bool for_good);
  void show_anew(const Flow& flow);
  bool writes(const Step& step) const;
  bool writes_now(const Flow& flow, const Value& state) const;
  bool would_write(const Flow& flow, const Value& state) const;
  void drop_flow();
  void leave_to_agent();
  reading::Reading read(std::string_view sentence);
  reading::Awaited awaited() const;
  Value told_trace(std::string_view sentence) const;
  bool follow_act(const Flow& flow, const reading::Reading& reading, std::string_view sentence);

  // What comes behind the open flow, and what it takes over from the one before (follow_up.cc).
  struct Beginning {
    std::string words;  // of the message, that the flow begins with
    std::string says;   // about the rest of them; may be empty
    Value like;         // the slots of what stood before; empty where it is not spoken of
    Value known;        // what is taken over from them
    Value more;         // slots that add up with those of the question before
  };
  Beginning beginning_of(const Flow& flow, const Value& order);
  Value begin_first(const Flow& flow, Beginning& begun);
  Value more_of_asked(const Flow& flow, std::string_view words, bool is_anew) const;
  std::string keep_for_later(const Value& wish, std::string_view said);
  std::string keep_next(std::vector<Value> wishes);
  bool wants_anew(const Flow& flow, std::string_view words) const;
  bool leaves_out(const Flow& flow, std::string_view sentence);
  bool gives_up(const Flow& flow, std::string_view sentence);
  bool begin_in_between(const Flow& flow, const std::vector<FlowWish>& wishes);
  Value name_in(const FlowTurn& turn) const;
  bool hear_another(const Flow& flow, std::string_view sentence);
  bool hear_several(const Flow& flow, std::string_view sentence);
  bool hear_both(const Flow& flow, std::string_view sentence);
  Value places_asked_for(const Flow& flow, const Value& state) const;
  std::optional<reading::Span> answer_in(const Flow& flow, std::string_view sentence) const;
  bool hear_beside_wishes(const Flow& flow, const reading::Reading& reading, std::string_view sentence);
  bool keep_wish_beside(const Flow& flow, const reading::Reading& reading, std::string_view sentence);
  void go_on_with(const Flow& flow, std::string_view words, std::string said);
  void keep_another_behind_no(const Flow& flow);
  void keep_another_behind_yes(const Flow& flow);
  void note_what_stood(const Flow& flow, const FlowTurn& turn);
  bool begin_next(const FlowTurn& turn);

  // Something else was said in the middle of a flow (digression.cc).
  void hear_for_resumed(const Flow& flow, std::string_view sentence);
  bool tells_of_records(const reading::Reading& reading, std::string_view sentence);
  bool digress(const reading::Reading& reading, std::string_view sentence);
  const reading::Wish* wish_of(const reading::Reading& reading) const;
  bool answer_wishless(const reading::Reading& reading, std::string_view sentence, Answer answer);
  bool go_over_to(const std::string& flow, const reading::Reading& reading);
  bool answers_beside(const Flow& flow, const reading::Reading& reading, std::string_view sentence);
  std::string stays(const Location& place) const;  // it cannot be changed to this one here
  bool answers_question(const Flow& flow, const reading::Reading& reading, std::string_view sentence);
  std::string facts_in(const reading::Reading& reading, std::string_view sentence);
  void answer_of_form(const reading::Reading& reading, std::string_view sentence);
  bool answers_further(const Flow& flow, std::string_view sentence);
  bool asks_for_more(const Flow& flow, const reading::Reading& reading, std::string_view sentence);
  void note_asked(const Value& asked);
  Value to_be_resumed() const;
  void take_back_to_form();
  void go_back(std::string said, bool answers = true);
  void answer_in_between(std::string_view sentence);
  bool hear_of_form(const Flow& flow, const reading::Reading& reading, std::string_view sentence);
  bool leave_record_question(const Flow& flow, const reading::Reading& reading, std::string_view sentence);
  bool choose_for(const Flow& flow, const reading::Reading& reading, std::string_view sentence);
  bool leave_for_record(const Flow& flow, const reading::Reading& reading, std::string_view sentence);
  void hear_change(const Flow& flow);
  bool turn_to(const Flow& flow, const reading::Reading& reading, std::string_view sentence);

  std::string own(std::string_view id) const { return sentence(around_.language, id); }

  const Brain& brain_;
  graph::NodeContext& context_;
  graph::Outcome outcome_;
  Value memory_;
  Surroundings around_;
  Value resume_;                 // the state of the form that this flow interrupted, or null
  bool is_resume_told_ = false;  // something was told of that meanwhile
  std::string unnoted_;          // what was said that no slot has room for, until the customer is told so
  Value then_;                   // wanted behind the open flow: [{start, words, kept?, …}], or {person: intent}
  bool is_aside_ = false;        // what is read back comes behind the answer to something else
  std::optional<bool> is_done_;  // what the flow read back was done, or not
  std::optional<Begun> begun_;   // where this call began a form
};

}  // namespace frontdesk::dialog
