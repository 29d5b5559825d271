#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "dialog/another.h"
#include "dialog/card.h"
#include "dialog/choices.h"
#include "dialog/instead.h"
#include "dialog/left_out.h"
#include "dialog/looks.h"
#include "dialog/nodes.h"
#include "dialog/open_form.h"
#include "dialog/opening.h"
#include "dialog/reading/heard.h"
#include "dialog/repeats.h"
#include "dialog/template.h"

// The consent gate of the tools node. It holds the writes as an interrupt and reads them back. An answer counts if it
// came behind the read-back, from the one who was asked, in time, and for the very calls that would be sent now. What
// is neither yes nor no is asked again within the same superstep, each round an interrupt with an id of its own.
namespace frontdesk::dialog {
namespace {

constexpr int kUnclearMax = 3;                 // from then on it is said what is possible, and a person is offered
constexpr std::size_t kAsidesWordsMax = 3;     // of a question that asks for nothing: "is that right?"
constexpr std::ptrdiff_t kBesideShownMax = 6;  // words beside what is shown already
constexpr double kSureBehindRefusal = 0.8;     // confidence of a wish that is heard behind "never mind"

// Who is wanted in place of the flow, or null.
const Intent* intent_beside(std::string_view text, const DialogConfig& config, const Classify& classify,
                            std::string_view flow, double least) {
  const auto reading = classify(text);
  if (!reading.sure || reading.guesses.empty() || reading.guesses.front().confidence < least) return nullptr;
  const auto* intent = config.intent(reading.guesses.front().intent);
  return intent && (intent->handoff || (intent->flow && *intent->flow != flow)) ? intent : nullptr;
}

std::string round_key(int round) { return fmt::format("consent/{}", round); }

}  // namespace

OtherWish other_wish_in(std::string_view text, const DialogConfig& config, const Classify& classify,
                        std::string_view flow, double least) {
  if (const auto* whole = intent_beside(text, config, classify, flow, least)) return {whole, std::string(text)};
  std::string parts(text);
  for (auto& c : parts) {
    if (std::string_view(".;!\n").find(c) != std::string_view::npos) c = ',';
  }
  for (const auto part : text::split(parts, ',')) {
    const auto words = text::trim(part);
    if (words.empty()) continue;
    if (const auto* intent = intent_beside(words, config, classify, flow, least)) return {intent, std::string(words)};
  }
  return {};
}

bool ToolsNode::was_answered() const { return context_.answer(round_key(0)).has_value(); }

// What cannot be read back is not done.
std::optional<graph::Interrupted> ToolsNode::pass_gate() try { return hear_answers(); } catch (const Error& error) {
  handoff_ = Handoff{"The read-back could not be written: " + error.detail, brain_.config().queue_for("error", "tool")};
  refuse_writes("consent/declined", "It could not be read back, so nothing was done.");
  return std::nullopt;
}

std::optional<graph::Interrupted> ToolsNode::hear_answers() {
  int unclear = 0;
  std::string_view lead;
  const bool is_beside_aside = is_behind_aside();
  for (int round = 0;; ++round) {
    const auto answer = context_.answer(round_key(round));
    if (!answer) return ask_consent(round, lead, unclear >= kUnclearMax);
    outcome_.events.clear();  // the question told of them
    const auto text = (*answer)["text"].text();
    said_.emplace_back(text);
    address_ = (*answer)["address"];
    const auto decide = [&](std::string_view decision) {
      outcome_.events.push_back(guard_event("consent", decision, text));
    };
    switch (judge(*answer, is_beside_aside && round == 0)) {
      case Verdict::yes:
        decide("given");
        return std::nullopt;
      case Verdict::no:
        decide("refused");
        refuse_writes("consent/declined", "The customer said no, so nothing was done.");
        return std::nullopt;
      case Verdict::change:
      case Verdict::wish:
        decide("changed");
        refuse_writes("consent/changed",
                      fmt::format("The customer wants something else, so nothing was done. They said: {}", text));
        return std::nullopt;
      case Verdict::question:
        decide("kept open");
        stays_open_ = true;
        refuse_writes(
            "consent/open",
            fmt::format("The customer has said neither yes nor no yet, but: {} Answer that in a few words. The "
                        "read-back stays open and is shown again behind your answer.",
                        text));
        return std::nullopt;
      case Verdict::handed:
        decide("refused");
        refuse_writes("consent/declined", "A person was fetched, so nothing was done.");
        return std::nullopt;
      case Verdict::unclear:
        decide("not understood");
        lead = ++unclear < kUnclearMax ? "unclear_yes" : "unclear_still";
        break;
      case Verdict::not_taken:
        decide("not understood");
        lead = ++unclear < kUnclearMax ? "not_taken" : "unclear_still";
        break;
      case Verdict::repeats:
        decide("repeated what is shown");
        lead = "as_it_is";
        break;
      case Verdict::aside:
        decide("was about something else");
        lead = "still_open";
        break;
      case Verdict::ask_what:
        decide("to be changed");
        lead = "what_different";
        break;
      case Verdict::early:
        decide("came before the question");
        lead = "to_be_sure";
        break;
      case Verdict::late:
        decide("came too late");
        lead = "some_time_passed";
        break;
      case Verdict::stranger:
        decide("not the customer's");
        lead = "only_customer";
        break;
    }
  }
}

Date ToolsNode::today() const {
  const auto around = surroundings();
  return place_time(around.location ? around.location->zone : around.config.zone, around.now).day;
}

std::string ToolsNode::read_back_of(const Call& call) const {
  const auto confirm = brain_.parts_.confirms.find(call.name);
  const auto none = sentence(language_, "none");  // what is sent is shown, and if it is that there is nothing
  return confirm != brain_.parts_.confirms.end()
             ? render(brain_.config().text(confirm->second, language_), call.arguments, brain_.config(),
                      {.language = language_, .empty = none, .today = today()})
             : sentence(language_, "generic_read_back",
                        Value::object({{"what", fmt::format("{} {}", call.name, json::print(call.arguments))}}));
}

std::string ToolsNode::read_back_text() const {
  std::string text;
  for (const auto& shown : shown_of_the_flow()) text += (text.empty() ? "" : ", ") + shown.value;
  if (!text.empty()) text += ".";
  for (const auto& call : calls_) {
    if (call.is_write()) text += (text.empty() ? "" : " ") + read_back_of(call);
  }
  return text;
}

// What the flow's step shows beside the arguments of its call: label and value, of what was looked up.
std::vector<Field> ToolsNode::shown_of_the_flow() const {
  const auto* flow = flow_that_calls();
  const auto& state = context_.state(brain_.channels_.flow);
  const auto step = static_cast<std::size_t>(state["step"].integer());
  if (!flow || step >= flow->steps.size()) return {};
  const auto vars = state["vars"].is_object() ? state["vars"] : Value::object();
  const auto scope = vars.with("slots", state["slots"]);
  return rendered_lines(flow->steps[step].shows, scope, brain_.config(), {.language = language_, .today = today()});
}

// Every value that would be sent, each with its label.
Value ToolsNode::read_back_card() const {
  ListBuilder fields;
  for (const auto& [label, value] : shown_of_the_flow())
    fields.add(Value::object({{"label", label}, {"value", value}}));
  for (const auto& call : calls_) {
    if (!call.is_write()) continue;
    const auto labels = brain_.parts_.labels.find(call.name);
    for (const auto& field : argument_fields(call.arguments, call.action->input_schema,
                                             labels == brain_.parts_.labels.end() ? Labels() : labels->second,
                                             brain_.config(), language_, today()))
      fields.add(Value::object({{"label", field.label}, {"value", field.value}}));
  }
  return Value::object({{"kind", "read_back"}, {"fields", fields.build()}});
}

std::string ToolsNode::digest_of_writes() const {
  ListBuilder writes;
  for (const auto& call : calls_) {
    if (call.is_write()) writes.add(Value::list({call.name, call.arguments}));
  }
  return crypto::sha256_hex(json::canonical(writes.build()));
}

graph::Interrupted ToolsNode::ask_consent(int round, std::string_view lead, bool offers_person) {
  const auto text = read_back_text();
  const auto digest = digest_of_writes();
  const ReadBack read_back{stable_id("rb_", context_.task(), fmt::format("{}\n{}", round_key(round), digest)),
                           {brain_.clock_.wall().ms + brain_.config().guards.consent_life().count()}};
  const auto value = Value::object({{"read_back", read_back.id},
                                    {"digest", digest},
                                    {"text", text},
                                    {"of", fmt::format("visitor:{}", context_.thread())},
                                    {"expires_at_ms", read_back.expires_at.ms}});
  graph::Interrupted interrupted{round_key(round), value, std::move(outcome_.events)};
  interrupted.events.push_back(guard_event("consent", "asked", text));
  interrupted.events.push_back(read_back_event(
      stable_id("m_", context_.task(), round_key(round)),
      lead.empty() ? text : fmt::format("{} {}", sentence(language_, lead), text), read_back, read_back_card(),
      language_, offers_person ? person_button(brain_.config(), language_) : std::nullopt));
  return interrupted;
}

// Whether the read-back is shown once more behind the answer to something else.
bool ToolsNode::is_behind_aside() const {
  return was_proposed_ || context_.state(brain_.channels_.flow)["aside"].boolean();
}

// "Great" behind an answer is about that answer, and "ok, thanks" where something would be taken away decides nothing.
bool ToolsNode::is_about_answer(std::string_view text, bool is_beside_aside) const {
  const auto shown = echo();
  return is_mild(text, shown) && (is_beside_aside || (shown.undoes && gives_thanks(text)));
}

ToolsNode::Verdict ToolsNode::judge(const Value& answer, bool is_beside_aside) {
  if (answer["stranger"].boolean()) return Verdict::stranger;
  if (auto words = escalation_by_words(brain_.config(), answer["text"].text(), language_)) {
    handoff_ = std::move(*words);
    return Verdict::handed;
  }
  const auto pressed = answer["with"].text();
  if (pressed == "several") return answer["early"].boolean() ? Verdict::early : Verdict::unclear;
  if (pressed.empty() && fetches_person(answer["text"].text())) return Verdict::handed;
  auto verdict = judge_words(answer["text"].text());
  if (pressed.empty() && verdict == Verdict::yes && is_about_answer(answer["text"].text(), is_beside_aside))
    verdict = Verdict::aside;
  if (pressed == "yes" && verdict != Verdict::yes) verdict = Verdict::unclear;  // its words say something else
  if (pressed == "no") verdict = Verdict::no;
  if (pressed == "change") verdict = judge_change(answer["text"].text());
  const bool is_early = answer["early"].boolean() || answer["digest"].text() != digest_of_writes();
  if (is_early && pressed == "no") return Verdict::no;  // no is the safe side, whichever showing it was pressed on
  const bool is_weak = verdict == Verdict::yes || verdict == Verdict::unclear || verdict == Verdict::aside ||
                       verdict == Verdict::not_taken || verdict == Verdict::repeats;
  if (is_early && (!pressed.empty() || is_weak)) return Verdict::early;
  if (answer["late"].boolean() && verdict == Verdict::yes) return Verdict::late;
  return verdict;
}

// Who types what the button "Change" is called has pressed it, also where the read-back's own verb is that word: asking
// once more is the safe side.
ToolsNode::Verdict ToolsNode::judge_words(std::string_view text) {
  const auto answer = read_answer(text, echo());
  if (answer != Answer::no && asks_what_to_change(text)) return judge_change(text);
  if (answer == Answer::yes) return Verdict::yes;
  if (answer == Answer::no) return Verdict::no;
  if (flow_that_calls() && reading_of(text).act == reading::Act::pause) return Verdict::question;
  if (const auto* flow = flow_that_calls()) {
    const auto& state = context_.state(brain_.channels_.flow);
    if (const auto which = left_out(text, *flow, state, state["then"], surroundings()))
      return *which == 0 ? Verdict::no : Verdict::question;
    if (const auto rest = makes_something(brain_, *flow) ? beside_leaving(text, *flow, surroundings()) : std::nullopt)
      return brain_.read(*rest, language_, true).wishes.empty() ? Verdict::no : Verdict::wish;
    if (asks_after_waiting(text, *flow, state["then"], surroundings())) return Verdict::question;
  }
  if (const auto another = judge_another(text)) return *another;
  if (flow_that_calls()) return says_yes_again(answer, text) ? Verdict::yes : judge_in_flow(answer, text);
  // A language model hears what was said, with the read-back still open.
  return answer == Answer::leaves ? Verdict::no : Verdict::question;
}

// That something shall be changed, and perhaps what.
ToolsNode::Verdict ToolsNode::judge_change(std::string_view text) const {
  return flow_that_calls() && turns_to_another(text, reading_of(text)) ? Verdict::change : Verdict::ask_what;
}

const reading::Reading& ToolsNode::reading_of(std::string_view text) const {
  if (!read_ || read_->first != text) read_.emplace(text, brain_.read(text, language_, true, reading::Awaited::answer));
  return read_->second;
}

// "Yes?", "sure, why not": a yes beside a question that asks for nothing is asked again, and answered with nothing
// else.
bool ToolsNode::asks_and_agrees(std::string_view text, const reading::Reading& reading) const {
  std::string parts(text);
  for (auto& c : parts) {
    if (std::string_view(".;!?\n").contains(c)) c = ',';
  }
  bool agrees = false;
  for (const auto part : text::split(parts, ',')) {
    const auto words = text::trim(part);
    if (words.empty()) continue;
    const bool is_yes = read_answer(words, echo()) == Answer::yes;
    if (!is_yes && text::split(words, ' ').size() > kAsidesWordsMax) return false;
    agrees = agrees || is_yes;
  }
  const auto asks_for_something = [&](const reading::Wish& wish) {
    const auto* intent = brain_.config().intent(wish.intent);
    return intent && !intent->answer;
  };
  return agrees && std::ranges::none_of(reading.wishes, asks_for_something);
}

// An answer without the values in it that are shown already.
std::string ToolsNode::beside_shown(std::string_view text) const {
  std::vector<Value> arguments;
  std::vector<std::string> read_backs;
  for (const auto& call : calls_) {
    const auto confirm = brain_.parts_.confirms.find(call.name);
    if (!call.is_write() || confirm == brain_.parts_.confirms.end()) continue;
    arguments.push_back(call.arguments);
    read_backs.emplace_back(brain_.config().text(confirm->second, language_));
  }
  const Shown shown{*flow_that_calls(), context_.state(brain_.channels_.flow), arguments, read_backs};
  return without_repeats(text, shown, surroundings());
}

// "Same time, yes": a yes to what is shown, and beside it nothing but what is shown.
bool ToolsNode::says_yes_again(Answer answer, std::string_view text) const {
  return answer == Answer::other && !changes_a_slot(text) && read_answer(beside_shown(text), echo()) == Answer::yes;
}

// "No, three people I said": what is shown already, and little beside it.
bool ToolsNode::says_what_is_shown(Answer answer, std::string_view text) const {
  if (answer != Answer::other && answer != Answer::refuses) return false;
  const auto rest = beside_shown(text);
  const auto words = text::split(rest, ' ');
  const auto count = std::ranges::count_if(words, [](std::string_view word) { return !word.empty(); });
  return rest != text && count <= kBesideShownMax;
}

// "Yes, and another one for Sunday": a yes to what is read back, and no change of it; the other one comes behind it.
// Without a yes it is shown again.
std::optional<ToolsNode::Verdict> ToolsNode::judge_another(std::string_view text) const {
  const auto* flow = flow_that_calls();
  const auto& slots = context_.state(brain_.channels_.flow)["slots"];
  if (flow && another_behind_yes(text, *flow, surroundings(), slots)) return Verdict::yes;
  const auto another = flow ? another_in(text, *flow, surroundings(), slots) : std::nullopt;
  if (!another) return std::nullopt;
  return read_answer(another->before, echo()) == Answer::no ? Verdict::no : Verdict::question;
}

// Something else is wanted with the record that is shown, or the same with another record.
bool ToolsNode::turns_to_another(std::string_view text, const reading::Reading& reading) const {
  const auto& flow = *flow_that_calls();
  const auto& state = context_.state(brain_.channels_.flow);
  auto around = surroundings();
  around.heard_in = brain_.hears_answer_in(text, language_);
  if (other_record_meant(flow, state, context_.state(brain_.channels_.memory)["records"], text, around).is_object())
    return true;
  return wanted_instead(brain_, flow, state, reading, text, around) != nullptr;
}

ToolsNode::Verdict ToolsNode::judge_in_flow(Answer answer, std::string_view text) const {
  const auto& reading = reading_of(text);
  if (answer == Answer::question && asks_and_agrees(text, reading)) return Verdict::unclear;
  const auto& flow = *flow_that_calls();
  // "No, wait" is the beginning of something, and names nothing yet.
  const bool is_waiting = reading.is_bare && reading::says(text, reading.language, reading::List::correction);
  if (is_waiting) return Verdict::ask_what;
  if (answer != Answer::unclear && turns_to_another(text, reading)) return Verdict::change;
  const bool is_beside = wish_beside(reading, text, flow, surroundings()).has_value();
  const auto about =
      is_beside ? AboutForm::nothing
                : about_open_form(brain_, flow, context_.state(brain_.channels_.flow), reading, text, surroundings());
  if (about == AboutForm::end) return Verdict::no;
  if (about == AboutForm::question) return Verdict::question;
  const bool is_left_as_it_is = answer != Answer::unclear && !changes_a_slot(text) && is_left(answer, reading);
  if (about == AboutForm::change && !is_left_as_it_is)
    return changes_a_slot(text) ? Verdict::change : Verdict::ask_what;
  if (answer == Answer::question)
    return asks_for_a_change(text) && changes_a_slot(text) ? Verdict::change : Verdict::question;
  if (is_beside) return Verdict::question;
  if (changes_a_slot(text)) return Verdict::change;
  // "No, I'll keep it", where it would be taken away.
  if (echo().undoes && reading::says(text, reading.language, reading::List::keeps_it)) return Verdict::no;
  // "No, just leave it, I'll be home": whatever else is said, nothing is done.
  if (answer != Answer::unclear && is_left(answer, reading)) return Verdict::no;
  if (answer == Answer::unclear) return Verdict::unclear;  // words of an answer are no wish of their own
  // What stands behind a whole no is rather its reason: "I have to ask my sister first".
  if (is_another_wish(text, answer == Answer::refuses ? kSureBehindRefusal : 0)) return Verdict::wish;
  if (says_what_is_shown(answer, text)) return Verdict::repeats;
  if (answer == Answer::other) return Verdict::not_taken;
  return answer == Answer::leaves || answer == Answer::refuses ? Verdict::no : Verdict::unclear;
}

Surroundings ToolsNode::surroundings() const {
  const auto& config = brain_.config();
  const auto& state = context_.state(brain_.channels_.flow);
  Surroundings around{config, brain_.clock_.wall(), language_, location_of(config, state)};
  around.about = date_spoken_of(config, state);
  around.changed = around.about;
  around.offered = dates_offered(config, state);
  return around;
}

const Flow* ToolsNode::flow_that_calls() const {
  const auto& state = context_.state(brain_.channels_.flow);
  return state["call"].is_text() ? brain_.config().flow(state["flow"].text()) : nullptr;
}

bool ToolsNode::changes_a_slot(std::string_view text) const {
  auto around = surroundings();
  around.heard_in = brain_.hears_answer_in(text, language_);
  return changes_form(*flow_that_calls(), context_.state(brain_.channels_.flow), text, around);
}

bool ToolsNode::is_left(Answer answer, const reading::Reading& reading) const {
  const bool wants_flow = std::ranges::any_of(reading.wishes, [&](const reading::Wish& wish) {
    const auto* intent = brain_.config().intent(wish.intent);
    return intent && intent->flow && wish.confidence >= kSureBehindRefusal;
  });
  return reading.leaves && (answer == Answer::leaves || !wants_flow);
}

// A wish for a person goes before a count of one person.
bool ToolsNode::fetches_person(std::string_view text) {
  const auto* pressed = flow_that_calls() ? pressed_person(brain_.config(), text) : nullptr;
  const auto* person = pressed ? pressed : flow_that_calls() ? brain_.person_wanted(reading_of(text)) : nullptr;
  if (person) handoff_ = Handoff{*person->handoff, brain_.config().queue_for("intent", person->name)};
  return person != nullptr;
}

// "Don't book it" is an answer, whatever it looks like to a classifier.
bool ToolsNode::is_another_wish(std::string_view text, double least) const {
  std::string rest;
  for (const auto part : text::split(text, '.')) {
    const auto answer = read_answer(part, echo());
    if (answer != Answer::yes && answer != Answer::no) rest += (rest.empty() ? "" : ".") + std::string(part);
  }
  return other_wish_in(rest, brain_.config(), brain_.parts_.classify, flow_that_calls()->name, least).intent != nullptr;
}

// In which a wording is said to this customer.
std::string_view ToolsNode::language_of(const Value& wording) const {
  return wording.is_object() && wording.contains(language_) ? language_
                                                            : std::string_view(brain_.config().languages.front());
}

Echo ToolsNode::echo() const {
  Echo all;
  for (const auto& call : calls_) {
    const auto confirm = brain_.parts_.confirms.find(call.name);
    if (!call.is_write() || confirm == brain_.parts_.confirms.end()) continue;
    auto one = echo_of(brain_.config().text(confirm->second, language_), language_of(confirm->second));
    all.undoes = all.undoes || one.undoes;
    std::ranges::move(one.verbs, std::back_inserter(all.verbs));
    std::ranges::move(one.nouns, std::back_inserter(all.nouns));
    std::ranges::move(one.requests, std::back_inserter(all.requests));
    all.language = one.language;
  }
  return all;
}

// A yes is to what was shown. Where that tells of a record that was looked up, it is looked up once more: to what it
// became meanwhile nobody has said yes. What came of it is kept before anything is written, as the record is not the
// same any more once that is done.
Task<> ToolsNode::look_again() {
  constexpr auto kPlace = "looked again";
  const auto* flow = flow_that_calls();
  if (!flow || !has_writes()) co_return;
  auto stays = context_.kept(kPlace);
  if (!stays) {
    const auto& state = context_.state(brain_.channels_.flow);
    if (looks_of_call(*flow, state, brain_.config()).empty()) co_return;
    const auto found = co_await looked_up_again(*flow);
    stays = shown_of_call(*flow, state, found, brain_.config()) ==
            shown_of_call(*flow, state, state["vars"], brain_.config());
    if (stays->boolean()) co_await context_.keep(kPlace, *stays);
  }
  if (stays->boolean()) co_return;
  outcome_.events.push_back(guard_event("consent", "was to something else", "What was read back has changed since."));
  refuse_writes("consent/stale", "What was read back has changed since, so nothing was done.");
}

// What the flow knows from elsewhere, as it is now; what cannot be found is not there.
Task<Value> ToolsNode::looked_up_again(const Flow& flow) {
  const auto& state = context_.state(brain_.channels_.flow);
  auto found = state["vars"];
  for (const auto& look : looks_of_call(flow, state, brain_.config())) {
    const auto* action = brain_.tool(look.tool);
    if (!action || action->effect != platform::Effect::read) continue;
    Call call;
    call.place = "look/" + look.as;
    call.id = stable_id("call_", context_.task(), call.place);
    call.key = stable_id("fd_", context_.task(), fmt::format("{}\n{}", context_.thread(), call.place));
    call.name = look.tool;
    call.arguments = look.arguments;
    call.action = action;
    co_await run_call(call);
    found = found.with(look.as, call.failed ? Value() : call.result);
  }
  co_return found;
}

void ToolsNode::refuse_writes(std::string_view slug, std::string_view detail) {
  for (auto& call : calls_) {
    if (!call.is_write()) continue;
    call.was_read_back = true;
    refuse(call, Error(Kind::conflict, std::string(slug), std::string(detail)));
  }
}

}  // namespace frontdesk::dialog
