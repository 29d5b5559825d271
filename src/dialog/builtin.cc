#include "dialog/builtin.h"

#include <span>

#include "base/describe.h"
#include "base/text.h"
#include "dialog/another.h"
#include "dialog/asked_with_more.h"
#include "dialog/choices.h"
#include "dialog/consent.h"
#include "dialog/correction.h"
#include "dialog/facts.h"
#include "dialog/flow.h"
#include "dialog/form_question.h"
#include "dialog/further_question.h"
#include "dialog/giving_way.h"
#include "dialog/messages.h"
#include "dialog/open_form.h"
#include "dialog/own_record.h"
#include "dialog/reading/heard.h"
#include "dialog/records.h"
#include "dialog/remarks.h"
#include "dialog/sentences.h"
#include "dialog/template.h"
#include "dialog/waiting.h"
#include "dialog/wish_by_slots.h"

namespace frontdesk::dialog {
namespace {

constexpr std::size_t kBesideName = 3;  // words with which a name is told: "in the name …"
constexpr double kSureOfPerson = 0.8;   // confidence of a wish for a person beside others

ai::ModelAnswer says(std::string_view text, Value trace) {
  return {assistant_message(text), {}, "built-in", std::move(trace)};
}

ai::ModelAnswer calls(std::string_view key, std::string_view tool, const Value& arguments, Value trace) {
  const auto call = tool_call(stable_id("call_", key, tool), tool, arguments);
  return {assistant_calls(Value::list({call})), {}, "built-in", std::move(trace)};
}

// A flow that begins with no slots given: it reads the message itself.
Value order_of(std::string_view flow) { return Value::object({{"name", flow}, {"slots", Value::object()}}); }

Value trace_of(const reading::Reading& reading, bool missed) {
  ObjectBuilder trace;
  if (!reading.wishes.empty()) {
    const auto& first = reading.wishes.front();
    trace.set("intent", Value::object({{"name", first.intent}, {"confidence", first.confidence}}));
  } else if (!reading.whole.guesses.empty()) {
    const auto& best = reading.whole.guesses.front();
    trace.set("intent", Value::object({{"name", best.intent}, {"confidence", best.confidence}}));
  }
  if (missed) trace.set("missed", true);
  return trace.build();
}

Value button_shown(const Button& button) { return Value::object({{"label", button.label}, {"text", button.text}}); }

bool is_plain_answer(std::string_view words) {
  const auto answer = read_answer(words);
  return answer == Answer::yes || answer == Answer::no;
}

// "Operator!": the word alone is known to the tables, whatever it looks like to a classifier.
bool calls_for_person(const reading::Reading& reading, std::string_view message) {
  if (reading.calls_person) return true;
  constexpr std::ptrdiff_t kWordsMax = 2;  // "agent please"
  const auto words = reading::words_of(message);
  const auto is_mark = [](const reading::Word& word) { return word.shape == reading::Shape::mark; };
  return reading.asks_for_person && std::ssize(words) - std::ranges::count_if(words, is_mark) <= kWordsMax;
}

// "Can you cancel that?", and no more than that; "can you cancel for free?" wants to know something.
bool asks_to_undo(std::string_view message, const Surroundings& around) {
  using reading::List;
  constexpr List kBeside[] = {List::requests, List::undo, List::courtesy, List::common, List::filler, List::assent};
  const auto* language = reading::find_language(around.language_heard());
  const auto asked = message.substr(0, message.find('?'));
  if (!language || asked.size() == message.size()) return false;
  const auto heard = reading::heard_as(asked, *language);
  return heard.has(List::requests) && heard.has_said(List::undo) && !heard.has(List::place_before) &&
         heard.words_beside(kBeside) == 0;
}

// Offers a person beside what is said, and beside what is offered already.
Value with_person(Value trace, const std::optional<Button>& person) {
  if (!person) return trace;
  const auto buttons = trace["buttons"].is_list() ? trace["buttons"] : Value::list();
  const auto is_it = [&](const Value& button) { return button["text"].text() == person->text; };
  return std::ranges::any_of(buttons.items(), is_it) ? trace
                                                     : trace.with("buttons", buttons.push(button_shown(*person)));
}

}  // namespace

Task<ai::ModelAnswer> BuiltInModel::answer(ai::ModelRequest request, ai::TokenSink, Deadline) {
  const auto& context = request.context;
  const auto reading = from_value<reading::Reading>(context["reading"], {}, "/reading");
  co_return decide(reading, {last_text(request.messages, "user"),
                             context["misses"].integer(),
                             request.turn_key,
                             context["slots"],
                             context["done"],
                             context["records"],
                             context["stood"],
                             context["asked"],
                             context["place"],
                             {.config = config_,
                              .now = {context["now_ms"].integer()},
                              .language = reading.answers_in,
                              .heard_in = reading.language}});
}

ai::ModelAnswer BuiltInModel::decide(const reading::Reading& reading, const Question& question) const {
  const bool wants_person = calls_for_person(reading, question.words) && !names_handoff(reading);
  // "Can someone ring me on 0161 …" wants a person, too.
  const bool wants_call =
      reading.asks_for_person && !begins_something(reading, config_) && !contact_in(question.words).empty();
  const auto* pressed = pressed_person(config_, question.words);
  const auto* person = pressed ? pressed : wants_person || wants_call ? person_intent(config_) : nullptr;
  if (person)
    return calls(question.key, kFetchPerson, Value::object({{"reason", *person->handoff}, {"intent", person->name}}),
                 trace_of(reading, false));
  if (auto told = tell_of_records(reading, question)) return std::move(*told);
  if (auto stands = tell_how_it_stands(reading, question)) return std::move(*stands);
  if (auto further = answer_further(reading, question)) return std::move(*further);
  if (auto over = made_over(reading, question)) return std::move(*over);
  if (auto again = begin_like_before(reading, question)) return std::move(*again);
  if (const auto* change = turned_to_change(question))
    return calls(question.key, kStartFlow, order_of(*change->flow), trace_of(reading, false));
  const bool is_late_answer =
      reading.is_bare && (begins_something(reading, config_) || is_plain_answer(question.words));
  if (!reading.wishes.empty() && !is_late_answer) return follow(reading, question);
  if (auto answer = answer_act(reading, question)) return std::move(*answer);
  const auto answer = read_answer(question.words);
  if (is_late_answer || answer == Answer::yes || answer == Answer::no) return answer_late(reading, question);
  const auto* change = change_of_record(question.records, question.words, question.around);
  if (change) return calls(question.key, kStartFlow, order_of(*change->flow), trace_of(reading, false));
  return repair(reading, question);
}

// "Cancel that and give us Thursday instead" right behind what was made moves it. What no change reaches is made anew
// first ("… and book me at Old Town, same time"), and then the old one goes: who cannot have the new one keeps it.
std::optional<ai::ModelAnswer> BuiltInModel::made_over(const reading::Reading& reading,
                                                       const Question& question) const {
  const auto& around = question.around;
  const auto* maker = config_.flow(question.stood["flow"].text());
  if (!maker || !question.stood["done"].boolean() || is_about_record(*maker)) return std::nullopt;
  const auto over = gives_way(question.words, *maker, around);
  const auto* undone = over ? change_of_record(question.records, over->undo, around) : nullptr;
  if (!undone) return std::nullopt;
  const auto& gone = *config_.flow(*undone->flow);
  for (const auto& flow : config_.flows) {
    if (!is_for_changes(flow) || !have_same_code(flow, gone) || place_out_of_reach(flow, over->wanted, around))
      continue;
    return calls(question.key, kStartFlow, order_of(flow.name).with("words", over->wanted), trace_of(reading, false));
  }
  const auto code = std::ranges::find_if(gone.slots, is_record_code);
  if (code == gone.slots.end()) return std::nullopt;
  const auto record = record_for(gone, question.records, Value::object(), over->undo, around);
  const auto words = fmt::format("{} {}", over->undo, record[code->name].text());
  const auto then = Value::list({Value::object({{"start", gone.name}, {"words", words}, {"kept", true}})});
  const auto order = order_of(maker->name).with("from", "stood").with("words", over->wanted).with("then", then);
  return calls(question.key, kStartFlow, order, trace_of(reading, false));
}

// "Friday instead of Saturday" and "7.30 instead" are said of what is there, whatever they look like to a classifier.
const Intent* BuiltInModel::turned_to_change(const Question& question) const {
  using reading::List;
  if (const auto* change = added_to_record(question)) return change;
  const auto says = [&](List list) { return reading::says(question.words, question.around.heard_in, list); };
  if (question.records.size() > 0 && asks_to_undo(question.words, question.around))
    return change_of_record(question.records, question.words, question.around);
  if (question.records.size() == 0 || (!says(List::instead_of) && !says(List::contrast))) return nullptr;
  const auto* change = change_of_record(question.records, question.words, question.around);
  const auto* flow = change ? config_.flow(*change->flow) : nullptr;
  return flow && is_for_changes(*flow) ? change : nullptr;
}

// "We also need a high chair for my booking": of the record in hand, or of one that is asked for.
const Intent* BuiltInModel::added_to_record(const Question& question) const {
  const auto& around = question.around;
  const bool is_for_last =
      question.records.size() > 0 && reading::says(question.words, around.language_heard(), reading::List::note_that);
  if (!is_for_last && !adds_to_own_record(question.words, around.language_heard(), config_.words)) return nullptr;
  for (const auto* intent : intents_for_record(question.words, around)) {
    const auto& flow = *config_.flow(*intent->flow);
    const auto told = told_slots(flow, question.words, around).values;
    const auto is_added = [&](const Slot& slot) { return slot.remarks && !told[slot.name].is_null(); };
    if (is_for_changes(flow) && std::ranges::any_of(flow.slots, is_added)) return intent;
  }
  return nullptr;
}

bool BuiltInModel::names_handoff(const reading::Reading& reading) const {
  return std::ranges::any_of(reading.wishes, [&](const reading::Wish& wish) {
    const auto* intent = config_.intent(wish.intent);
    return intent && intent->handoff;
  });
}

// "No" names no wish, however much a classifier thinks of an example that has a no in it.
// The answer to a question that is not open any more is understood; it only has nothing to be about. Right behind what
// was done it is about that: what was done is said, and what can be done about it offered.
ai::ModelAnswer BuiltInModel::answer_late(const reading::Reading& reading, const Question& question) const {
  const auto language = question.around.language;
  const auto& done = question.done;
  if (question.stood["offered"].boolean() && read_answer(question.words) == Answer::no)
    return says(fmt::format("{} {}", sentence(language, "left"), sentence(language, "what_else")),
                trace_of(reading, false));
  if (!done.is_object()) return says(sentence(language, "nothing_open"), trace_of(reading, false));
  ListBuilder buttons;
  for (const auto& name : done["intents"].items()) {
    if (const auto* intent = config_.intent(name.text()))
      buttons.add(button_shown(button_for(*intent, config_, language)));
  }
  return says(sentence(language, "done_already", Value::object({{"what", done["what"]}})),
              trace_of(reading, false).with("buttons", buttons.build()));
}

// Facts are answered first; then the first flow begins, and the others follow it; a person is fetched where that is all
// that is wanted.
ai::ModelAnswer BuiltInModel::follow(const reading::Reading& reading, const Question& question) const {
  const auto language = question.around.language;
  std::string told;
  Value asked;
  const Intent* person = nullptr;
  for (const auto& wish : reading.wishes) {
    const auto* intent = config_.intent(wish.intent);
    if (!intent) continue;
    const auto words = question.words.substr(wish.span.begin, wish.span.end - wish.span.begin);
    const auto* fact = intent->fact ? config_.fact(*intent->fact) : nullptr;
    if (fact && !asks_for_fact(wish, question)) continue;
    if (fact) {
      told += (told.empty() ? "" : " ") + answer_fact(*fact, words, place_of(words, question), question.around);
      asked = Value::object({{"fact", fact->id}, {"words", words}});
    } else if (intent->answer && reading.wishes.size() == 1 && says_nothing_beside(wish, reading, question)) {
      told = render(config_.text(*intent->answer, language), Value::object(), config_, {.language = language});
    } else if (intent->handoff && (reading.wishes.size() == 1 || wish.confidence >= kSureOfPerson)) {
      person = intent;
    }
  }
  const auto wanted = without_remarks(flow_wishes(reading, question.words, question.around), question.around);
  if (const auto* flow = of_own_record(wanted, question))
    return calls(question.key, kStartFlow, order_of(flow->name), trace_of(reading, false));
  if (!wanted.empty()) return begin_in_turn(wanted, person, told, reading, question);
  if (person)
    return calls(question.key, kFetchPerson, Value::object({{"reason", *person->handoff}, {"intent", person->name}}),
                 trace_of(reading, false));
  if (told.empty()) return repair(reading, question);
  if (const auto* flow = told_beside_facts(reading, question))
    return calls(question.key, kStartFlow, order_of(flow->name).with("first", told), trace_of(reading, false));
  return says(told, trace_of(reading, false).with("asked", asked));
}

// Not so: a word of the name that somebody tells ("Kim Park"), and "change the phone number to …", which wants
// something done.
bool BuiltInModel::asks_for_fact(const reading::Wish& wish, const Question& question) const {
  const auto& around = question.around;
  const auto words = question.words.substr(wish.span.begin, wish.span.end - wish.span.begin);
  const auto is_all_of = [&](const SlotFinding& found) {
    const auto beside =
        reading::words_of(words).size() -
        reading::words_of(question.words.substr(found.span.begin, found.span.end - found.span.begin)).size();
    return found.slot->type == "name" && found.is_certain() && found.span.overlaps(wish.span) && beside <= kBesideName;
  };
  const bool is_of_name =
      words.find('?') == std::string_view::npos && std::ranges::any_of(config_.flows, [&](const Flow& flow) {
        return std::ranges::any_of(read_message(flow, nullptr, question.words, around), is_all_of);
      });
  const bool wants_change = reading::says(question.words, around.heard_in, reading::List::move) &&
                            reading::says(question.words, around.heard_in, reading::List::new_value) &&
                            !contact_in(question.words).empty();
  return !is_of_name && !wants_change;
}

// "Good evening, I was charged twice" is not answered with a greeting alone.
bool BuiltInModel::says_nothing_beside(const reading::Wish& wish, const reading::Reading& reading,
                                       const Question& question) const {
  using reading::List;
  constexpr List kSmall[] = {List::greeting, List::courtesy, List::thanks,   List::filler,
                             List::common,   List::assent,   List::farewell, List::small_talk};
  constexpr std::size_t kWordsMax = 1;  // a name, or one that is not known
  const auto rest = reading.without(question.words, [&](const reading::Wish& each) { return &each == &wish; });
  const auto* language = reading::find_language(question.around.heard_in);
  if (!language) return true;
  return reading::heard_as(rest, *language).words_beside(kSmall) <= kWordsMax;
}

// "I have a booking for tomorrow, can I bring two more?" wants no new one: what is told changes the one that is there.
// The flow that does that, where the only wish is for one that knows no record; or null.
const Flow* BuiltInModel::of_own_record(const std::vector<FlowWish>& wanted, const Question& question) const {
  const auto& around = question.around;
  if (wanted.size() != 1 || is_about_record(*config_.flow(*wanted.front().intent->flow))) return nullptr;
  if (!names_own_record(question.words, around.language_heard(), config_.words)) return nullptr;
  for (const auto* intent : intents_for_record(question.words, around)) {
    const auto* flow = config_.flow(*intent->flow);
    if (is_for_changes(*flow) && !told_slots(*flow, question.words, around).is_empty()) return flow;
  }
  return nullptr;
}

// "Are you open on New Year's Eve? We'd be seven, 8pm, Old Town": what stands beside the question for a fact speaks for
// a flow by itself, and the day of the question is its day; or null.
const Flow* BuiltInModel::told_beside_facts(const reading::Reading& reading, const Question& question) const {
  const auto rest = reading.without(question.words, [&](const reading::Wish& wish) {
    const auto* intent = config_.intent(wish.intent);
    return intent && intent->fact;
  });
  auto wish = rest.empty() ? std::nullopt : wish_by_slots(rest, {}, false, question.around);
  if (!wish && reading.act != reading::Act::question) wish = wish_by_people(question.words, question.around);
  const auto* intent = wish ? config_.intent(wish->intent) : nullptr;
  return intent && intent->flow ? config_.flow(*intent->flow) : nullptr;
}

// One after the other, each with what is said of it, and a person last; what stands before the first belongs to that.
ai::ModelAnswer BuiltInModel::begin_in_turn(const std::vector<FlowWish>& wanted, const Intent* person,
                                            const std::string& told, const reading::Reading& reading,
                                            const Question& question) const {
  const auto& first = wanted.front();
  auto order = order_of(*first.intent->flow);
  auto trace = trace_of(reading, false);
  const auto& last = wanted.back();
  const auto asked =
      question_beside(*config_.flow(*last.intent->flow), last.span.end, reading, question.words, question.around);
  if (!told.empty()) {
    order = order.with("first", told);
  } else if (!asked.empty()) {
    order = order.with("first", sentence(question.around.language, "not_known"));
    trace = trace.with("unanswered", asked);
  }
  ListBuilder then;
  if (wanted.size() > 1) {
    for (const auto& wish : std::span(wanted).subspan(1))
      then.add(Value::object({{"start", *wish.intent->flow}, {"words", wish.words}, {"kept", true}}));
    const auto before = text::trim(question.words.substr(0, first.span.begin));
    order = order.with("words", fmt::format("{} {}", before, first.words));
  }
  if (person) then.add(Value::object({{"person", person->name}}));
  if (wanted.size() > 1 || person) order = order.with("then", then.build());
  return calls(question.key, kStartFlow, order, std::move(trace));
}

// What was done in this conversation is told as it was told then; where the file has a flow for it, that one looks.
std::optional<ai::ModelAnswer> BuiltInModel::tell_of_records(const reading::Reading& reading,
                                                             const Question& question) const {
  if (!reading.is_served) return std::nullopt;
  const auto told = records_asked_for(question.records, reading, question.words, question.around);
  if (!told) return std::nullopt;
  return says(*told, trace_of(reading, false));
}

// `words`: of the message that tell something; null: all of them.
ai::ModelAnswer BuiltInModel::begin_like(const Flow& flow, std::string_view from, const reading::Reading& reading,
                                         const Question& question, const Value& words) const {
  auto order = order_of(flow.name).with("from", from);
  if (words.is_text()) order = order.with("words", words);
  return calls(question.key, kStartFlow, order, trace_of(reading, false));
}

// "So is my table booked?" behind what was not done begins none; behind what was done it is told what that was. Where
// another flow looks for it, that one knows better, but for what was not even begun.
std::optional<ai::ModelAnswer> BuiltInModel::tell_how_it_stands(const reading::Reading& reading,
                                                                const Question& question) const {
  const auto* flow = config_.flow(question.stood["flow"].text());
  if (!flow || !reading.is_served || !asks_whether_done(question.words, *flow, question.around)) return std::nullopt;
  const bool may_be_looked_for =
      std::ranges::any_of(flow_wishes(reading, question.words, question.around), [&](const FlowWish& wish) {
        return *wish.intent->flow != flow->name &&
               (question.records.size() > 0 || names_other_record(wish, *flow, question.around));
      });
  if (may_be_looked_for) return std::nullopt;
  const auto language = question.around.language;
  if (question.stood["done"].boolean()) {
    const auto told = last_told(question.records);
    if (told.empty()) return std::nullopt;
    return says(sentence(language, "told_before", Value::object({{"what", told}})), trace_of(reading, false));
  }
  ListBuilder buttons;
  for (const auto answer : {"yes", "no"}) {
    const auto label = sentence(language, answer);
    buttons.add(Value::object({{"label", label}, {"text", label}}));
  }
  return says(sentence(language, "stands_undone"),
              trace_of(reading, false).with("buttons", buttons.build()).with("stands", true));
}

// "And book me Thursday instead" right behind what was cancelled makes one anew, of which all that was known holds.
const Flow* BuiltInModel::made_anew(const reading::Reading& reading, const Question& question) const {
  const auto* gone = config_.flow(question.stood["flow"].text());
  const auto* maker = config_.flow(question.stood["maker"].text());
  const bool is_gone =
      gone && maker && question.stood["done"].boolean() && question.stood["just"].boolean() && !is_for_changes(*gone);
  if (!is_gone || !reading.is_served || !reading.denied.empty()) return nullptr;
  const auto is_of_it = [&](const reading::Wish& wish) {
    const auto* intent = config_.intent(wish.intent);
    const auto* flow = intent && intent->flow ? config_.flow(*intent->flow) : nullptr;
    return flow && (flow == maker || is_for_changes(*flow));
  };
  using reading::List;
  const auto is_said = [&](List list) { return reading::says(question.words, question.around.heard_in, list); };
  const bool is_led = is_said(List::also) || is_said(List::contrast) || is_said(List::anew);
  if (!is_led || !std::ranges::all_of(reading.wishes, is_of_it) || tells_any_code(question.words, question.around))
    return nullptr;
  return told_slots(*maker, question.words, question.around).is_empty() ? nullptr : maker;
}

// "And another one 21 january at 3pm" behind what was made changes nothing of it, however much it tells.
bool BuiltInModel::may_want_another(const Flow& flow, const reading::Reading& reading, const Question& question) const {
  const auto may_be = [&](const reading::Wish& wish) {
    const auto* intent = config_.intent(wish.intent);
    const auto* wanted = intent && intent->flow ? config_.flow(*intent->flow) : nullptr;
    return wanted && (wanted == &flow || is_for_changes(*wanted));
  };
  return std::ranges::all_of(reading.wishes, may_be) &&
         !reading::says(question.words, question.around.heard_in, reading::List::move);
}

// "Book me a table at Old Town, same day, same time": the day and the time of what was done.
bool BuiltInModel::is_at_the_same(const Flow& flow, const Question& question) const {
  return std::ranges::any_of(read_message(flow, nullptr, question.words, question.around),
                             [](const SlotFinding& found) { return found.is_same; });
}

// "Another one for Sunday" and "the same for Sunday" behind what was done, and "the same but at 8" behind what was
// refused, begin with what stood. Right behind a no so does what is told of it, unless it is a wish of its own ("book a
// table for 3").
std::optional<ai::ModelAnswer> BuiltInModel::begin_like_before(const reading::Reading& reading,
                                                               const Question& question) const {
  const auto* flow = config_.flow(question.stood["flow"].text());
  if (const auto* maker = made_anew(reading, question)) return begin_like(*maker, "gone", reading, question);
  if (flow && question.stood["put_back"].boolean()) return begin_like(*flow, "", reading, question);
  if (flow && question.stood["wanted"].is_text())
    return begin_like(*flow, "stood", reading, question, question.stood["wanted"]);
  const auto is_another_flow = [&](const reading::Wish& wish) {
    const auto* intent = config_.intent(wish.intent);
    return !intent || (intent->flow != flow->name && !intent->answer && !is_about_what_stood(*intent, question));
  };
  const auto begin = [&](std::string_view from) { return begin_like(*flow, from, reading, question); };
  if (!flow || !reading.is_served) return std::nullopt;
  const bool is_of_another = std::ranges::any_of(reading.wishes, is_another_flow);
  const bool may_be_another = !is_of_another || may_want_another(*flow, reading, question);
  if (may_be_another && another_in(question.words, *flow, question.around)) return begin("another");
  if (is_of_another) return std::nullopt;
  const bool is_done = question.stood["done"].boolean();
  const auto tells_something = [&] {
    return !told_slots(*flow, question.words, question.around).is_empty() ||
           bare_value(*flow, question.words, question.around).size() > 0;
  };
  // "Is it the same for children?" asks.
  if (reading::says(question.words, question.around.heard_in, reading::List::same_again) &&
      (reading.act != reading::Act::question || tells_something())) {
    const auto* maker = config_.flow(question.stood["maker"].text());  // what was cancelled is made once more
    return maker ? begin_like(*maker, "", reading, question) : begin(is_done ? "another" : "stood");
  }
  if (is_done)
    return !reading.wishes.empty() && is_at_the_same(*flow, question) ? std::optional(begin("another")) : std::nullopt;
  const bool tells = question.stood["just"].boolean() && !reading.is_bare &&
                     !names_its_thing(question.words, *flow, question.around) && tells_something();
  return tells ? std::optional(begin("stood")) : std::nullopt;
}

// "And my wife is coeliac" adds to what was looked up right before. Whatever else is wanted is no part of that.
bool BuiltInModel::goes_on_with(const Flow& flow, const reading::Reading& reading, const Question& question) const {
  const auto is_of_it = [&](const reading::Wish& wish) {
    const auto* intent = config_.intent(wish.intent);
    return intent && intent->flow == flow.name;
  };
  return std::ranges::all_of(reading.wishes, is_of_it) &&
         asked_with_more(flow, question.asked["slots"], question.words, !reading.wishes.empty(), question.around);
}

// "And at Old Town?" asks once more what was asked right before, of another place, day or thing.
std::optional<ai::ModelAnswer> BuiltInModel::answer_further(const reading::Reading& reading,
                                                            const Question& question) const {
  if (!question.asked.is_object() || !reading.is_served) return std::nullopt;
  if (const auto* flow = config_.flow(question.asked["flow"].text()); flow && goes_on_with(*flow, reading, question))
    return begin_like(*flow, "asked", reading, question);
  if (!reading.denied.empty()) return std::nullopt;
  const auto is_led_by = [&](reading::List list) {
    return reading::says(question.words, question.around.heard_in, list);
  };
  // "Where is Old Town?" is a question of its own.
  if (!reading.wishes.empty() && !is_led_by(reading::List::also) && !is_led_by(reading::List::suggests))
    return std::nullopt;
  const auto around = around_asked(question.asked, question.around);
  const auto words = further_question(question.asked, question.words, around);
  if (!words) return std::nullopt;
  if (const auto* flow = config_.flow(question.asked["flow"].text()))
    return begin_like(*flow, "asked", reading, question);
  const auto* fact = config_.fact(question.asked["fact"].text());
  if (!fact) return std::nullopt;
  return says(answer_fact(*fact, *words, place_of(question.words, question), around),
              trace_of(reading, false).with("asked", Value::object({{"fact", fact->id}, {"words", *words}})));
}

// Of which a question is, where it names none.
std::string_view BuiltInModel::place_of(std::string_view words, const Question& question) const {
  const auto& around = question.around;
  const bool is_there = reading::says(words, around.heard_in, reading::List::there);
  return is_there && question.place.is_text() ? question.place.text() : question.slots["location"].text();
}

// "Can you make that an hour later" right behind what was not done is no change of a record: there is none.
bool BuiltInModel::is_about_what_stood(const Intent& intent, const Question& question) const {
  const auto* flow = intent.flow ? config_.flow(*intent.flow) : nullptr;
  const bool is_open = question.stood["just"].boolean() && !question.stood["done"].boolean();
  if (!flow || !is_open || question.records.size() > 0 || names_its_thing(question.words, *flow, question.around))
    return false;
  const auto told = read_message(*flow, nullptr, question.words, question.around);
  return is_for_changes(*flow) &&
         std::ranges::none_of(told, [](const SlotFinding& found) { return found.slot->type == "code"; });
}

std::optional<ai::ModelAnswer> BuiltInModel::answer_act(const reading::Reading& reading,
                                                        const Question& question) const {
  using reading::Act;
  const auto language = question.around.language;
  const auto plainly = [&](std::string_view id) { return says(sentence(language, id), trace_of(reading, false)); };
  // In words of any language; and who goes on in one that is not served is not told so for ever.
  if (!reading.is_served && (reading.asks_for_person || question.misses >= 2))
    return calls(question.key, kFetchPerson,
                 Value::object({{"reason", "The customer writes in a language that is not served."}}),
                 trace_of(reading, false));
  if (!reading.is_served) {
    return says(sentence_for_foreigners(config_, reading.language),
                with_person(trace_of(reading, true).with("repair", question.misses + 1),
                            person_button(config_, reading.language)));
  }
  switch (reading.act) {
    case Act::refusal:
      return refused(reading, language);
    case Act::leave:
      return says(fmt::format("{} {}", sentence(language, "left"), sentence(language, "what_else")),
                  trace_of(reading, false));
    case Act::restart:
      return plainly("greeting");
    case Act::thanks:
      return plainly("thanks");
    case Act::greeting:
      return plainly("greeting");
    case Act::pause:
      return plainly("take_your_time");
    case Act::small_talk:
      return plainly("small_talk");
    case Act::farewell:
      return plainly("goodbye");
    case Act::abuse:
      return says(sentence(language, "abuse"), with_person(trace_of(reading, false), person_button(config_, language)));
    default:
      return std::nullopt;
  }
}

// Something is not wanted: it is left as it is, and what else could be wanted is offered.
ai::ModelAnswer BuiltInModel::refused(const reading::Reading& reading, std::string_view language) const {
  ListBuilder buttons;
  for (const auto& intent : config_.intents) {
    const bool is_denied =
        std::ranges::any_of(reading.denied, [&](const reading::Wish& denied) { return denied.intent == intent.name; });
    if (intent.flow && !is_denied) buttons.add(button_shown(button_for(intent, config_, language)));
  }
  return says(sentence(language, "not_this_one"), trace_of(reading, false).with("buttons", buttons.build()));
}

// First: I do not know that, where it was a question, or: did you mean one of these two? Then: this is what I can do.
// Then a person.
ai::ModelAnswer BuiltInModel::repair(const reading::Reading& reading, const Question& question) const {
  const auto language = question.around.language;
  const bool is_question = reading.act == reading::Act::question || read_answer(question.words) == Answer::question;
  const auto& guesses = reading.whole.guesses;
  auto trace = trace_of(reading, true);
  if (is_question) trace = trace.with("unanswered", question.words);
  if (question.misses >= 2) {
    return calls(question.key, kFetchPerson, Value::object({{"reason", "The bot did not understand three times."}}),
                 trace.with("repair", 3));
  }
  ListBuilder buttons;
  std::size_t count = 0;
  const auto most = question.misses == 0 ? std::min<std::size_t>(2, guesses.size()) : config_.intents.size();
  for (std::size_t i = 0; i < most; ++i) {
    const auto* intent = question.misses == 0 ? config_.intent(guesses[i].intent) : &config_.intents[i];
    // What a question might have meant is no answer to it, be it a complaint; a person has one.
    const bool may_be_offered = question.misses > 0 || !is_question;
    const bool is_offered = intent && may_be_offered && (intent->handoff || intent->flow);
    if (is_offered) buttons.add(button_shown(button_for(*intent, config_, language))), ++count;
  }
  trace = trace.with("repair", question.misses + 1).with("buttons", buttons.build());
  // Who tells something, and is not understood, may want one who understands.
  if (question.misses == 0) trace = with_person(std::move(trace), person_button(config_, language));
  if (question.misses > 0) return says(sentence(language, "beyond_me"), trace);
  if (is_question) return says(sentence(language, "not_known"), trace);
  return says(sentence(language, count > 1 ? "did_you_mean" : "say_otherwise"), trace);
}

}  // namespace frontdesk::dialog
