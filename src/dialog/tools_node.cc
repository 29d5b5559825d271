#include <boost/asio/experimental/awaitable_operators.hpp>

#include "base/describe.h"
#include "base/json.h"
#include "base/text.h"
#include "dialog/budget.h"
#include "dialog/consent.h"
#include "dialog/finding.h"
#include "dialog/nodes.h"
#include "dialog/rehearsal.h"
#include "dialog/template.h"
#include "platform/config/read_back.h"

namespace frontdesk::dialog {
namespace {

bool repeats_itself(const platform::Action& action) {
  return action.effect == platform::Effect::read || action.effect == platform::Effect::idempotent_write;
}

// "I cancel booking 12. Are you sure?" without the second sentence; where all of it is a question, all of it.
std::string without_questions(std::string_view read_back) {
  std::string rest;
  for (std::size_t begin = 0; begin < read_back.size();) {
    auto end = read_back.find_first_of(".!?", begin);
    while (end != std::string_view::npos && end + 1 < read_back.size() && read_back[end + 1] != ' ')
      end = read_back.find_first_of(".!?", end + 1);  // "12.50", "a.m."
    end = end == std::string_view::npos ? read_back.size() : end + 1;
    const auto one = text::trim(read_back.substr(begin, end - begin));
    if (!one.ends_with('?')) rest += (rest.empty() ? "" : " ") + std::string(one);
    begin = end;
  }
  return rest.empty() ? std::string(read_back) : rest;
}

}  // namespace

ToolsNode::ToolsNode(const Brain& brain, graph::NodeContext& context)
    : brain_(brain),
      context_(context),
      safeguards_(brain.parts_.safeguards()),
      address_(context.state(brain.channels_.address)),
      language_(brain.language_of(context.state(brain.channels_.memory))) {
  read_calls();
}

Task<graph::NodeResult> run_tools(const Brain& brain, graph::NodeContext& context) {
  ToolsNode node(brain, context);
  co_return co_await node.run();
}

Task<graph::NodeResult> ToolsNode::run() {
  look_at_budget();
  for (auto& call : calls_) {
    check(call);
    if (call.action) apply_policies(call);
  }
  if (safeguards_->consent(brain_.config().guards.consent) == GuardMode::record && has_writes()) {
    outcome_.events.push_back(guard_event("consent", "recorded", "This would have been read back first."));
  }
  if (needs_consent()) {
    if (auto question = pass_gate()) co_return std::move(*question);
    co_await look_again();
  }
  co_await run_calls();
  if (is_loop()) {
    const bool enforced = brain_.config().guards.loop == GuardMode::enforce;
    constexpr std::string_view kWhat = "The same call with the same arguments gave the same result twice in a row.";
    outcome_.events.push_back(guard_event("loop", enforced ? "stopped" : "recorded", kWhat, calls_.back().id));
    if (enforced && !handoff_) handoff_ = Handoff{std::string(kWhat), brain_.config().queue_for("error", "loop")};
  }
  finish();
  co_return std::move(outcome_);
}

void ToolsNode::look_at_budget() {
  const auto mode = brain_.config().guards.budget;
  if (mode == GuardMode::off) return;
  const auto spent = spent_budget(brain_, context_, std::ssize(calls_));
  // Time that the customer took for a read-back is none of the turn's.
  if (!spent || was_answered()) return;
  handoff_ = report_budget(brain_, *spent, outcome_);
  if (!handoff_) return;
  for (auto& call : calls_) refuse(call, Error(Kind::exhausted, "tool/budget", *spent));
}

// The key is made of thread, task and position: two calls of one answer are two, also where a model gave both one id.
void ToolsNode::read_calls() {
  auto calls = last_calls(context_.state(brain_.channels_.messages));
  was_proposed_ = calls.size() == 0;
  if (was_proposed_) calls = proposed_calls(context_.state(brain_.channels_.proposal), context_.task());
  for (const auto& item : calls.items()) {
    Call call;
    call.id = item["id"].text();
    call.name = item["function"]["name"].text();
    call.place = fmt::format("call/{}", calls_.size());
    call.key = stable_id("fd_", context_.task(), fmt::format("{}\n{}", context_.thread(), call.place));
    const auto& arguments = item["function"]["arguments"];
    try {
      call.arguments = arguments.is_text()
                           ? json::parse(arguments.text().empty() ? "{}" : arguments.text(), json::kForeign)
                           : arguments;
    } catch (const Error& error) {
      refuse(call, Error(Kind::invalid, "tool/arguments", "The arguments are not valid JSON: " + error.detail));
    }
    calls_.push_back(std::move(call));
  }
}

void ToolsNode::check(Call& call) {
  if (!call.result.is_null() || run_own(call)) return;
  const auto* action = brain_.tool(call.name);
  if (!action)
    return refuse(call, Error(Kind::not_found, "tool/unknown", fmt::format("There is no tool \"{}\".", call.name)));
  const auto findings = brain_.input_schemas_.at(call.name).check(call.arguments);
  if (!findings.empty()) {
    const auto sentence = to_text(findings);
    outcome_.events.push_back(guard_event("schema", "refused", sentence, call.id));
    return refuse(call, Error(Kind::invalid, "tool/arguments", sentence).at(findings.front().instance));
  }
  if (!brain_.bot(context_.thread()).may({action->permission})) {
    const auto why =
        fmt::format("{} needs the permission {}, which a bot does not have.", call.name, action->permission);
    outcome_.events.push_back(guard_event("permission", "refused", why, call.id));
    return leave_to_people(call, Error(Kind::forbidden, "tool/not-permitted", why));
  }
  if (const auto hidden = hidden_in(call, *action); !hidden.empty()) {
    const auto why = fmt::format("{} is not read back to the customer; leave it out.", fmt::join(hidden, ", "));
    outcome_.events.push_back(guard_event("consent", "refused", why, call.id));
    return refuse(call, Error(Kind::invalid, "tool/arguments", why).at("/" + hidden.front()));
  }
  if (const auto stopped = safeguards_->stopped.find(call.name); stopped != safeguards_->stopped.end()) {
    // Why is for people: neither the customer nor a language model, which might repeat it, is told.
    const auto what = fmt::format("{} was stopped by the staff", call.name);
    const auto why = fmt::format("{}: {}", what, stopped->second);
    outcome_.events.push_back(guard_event("switch", "refused", why, call.id));
    leave_to_people(call, Error(Kind::forbidden, "tool/stopped", what + "."));
    handoff_->reason = why;
    handoff_->first = sentence(language_, "stopped");
    return;
  }
  if (safeguards_->is_for_staff(action->effect)) {
    return leave_to_people(
        call, Error(Kind::forbidden, "tool/needs-review", fmt::format("{} is for a person to decide.", call.name)));
  }
  call.action = action;
}

// What a yes would not be a yes to.
std::vector<std::string> ToolsNode::hidden_in(const Call& call, const platform::Action& action) const {
  const auto confirm = brain_.parts_.confirms.find(call.name);
  const bool is_asked = safeguards_->consent(brain_.config().guards.consent) == GuardMode::enforce;
  if (action.effect == platform::Effect::read || confirm == brain_.parts_.confirms.end() || !is_asked) return {};
  const auto shown = brain_.config().text(confirm->second, language_);
  return platform::config::not_read_back(shown, action.input_schema, call.arguments);
}

void ToolsNode::leave_to_people(Call& call, Error error) {
  handoff_ = Handoff{error.detail, brain_.config().queue_for("error", "tool")};
  refuse(call, std::move(error));
}

void ToolsNode::refuse(Call& call, Error error) {
  call.result = error_result(error);
  call.failed = true;
  call.action = nullptr;
}

void ToolsNode::apply_policies(Call& call) {
  const auto mode = safeguards_->policy(brain_.config().guards.policy);
  if (mode == GuardMode::off) return;
  const auto scope = Value::object(
      {{"arguments", call.arguments}, {"tool", call.name}, {"slots", context_.state(brain_.channels_.flow)["slots"]}});
  auto refusal = brain_.policies_->refusal(call.name, scope);
  if (!refusal && safeguards_->policies) refusal = safeguards_->policies->refusal(call.name, scope);
  if (!refusal) return;
  const std::string reason(brain_.config().text(refusal->refuse, language_));
  const auto told = refusal->id + ": " + (refusal->why.empty() ? reason : "not decided, as " + refusal->why);
  outcome_.events.push_back(guard_event("policy", mode == GuardMode::enforce ? "refused" : "recorded", told, call.id));
  if (mode == GuardMode::enforce) refuse(call, Error(Kind::forbidden, "policy/" + refusal->id, reason));
}

// The two tools that are the dialog's own.
bool ToolsNode::run_own(Call& call) {
  if (call.name == kFetchPerson && !brain_.tool(kFetchPerson)) {
    const auto reason = call.arguments["reason"].is_text() ? std::string(call.arguments["reason"].text())
                                                           : "The bot asked for a person.";
    // Whose intent it was decides whose people come; a model that names none asks for just anybody.
    const auto& intent = call.arguments["intent"];
    handoff_ = Handoff{reason, brain_.config().queue_for("intent", intent.is_text() ? intent : Value("person"))};
    call.result = Value::object({{"handed_over", true}});
    return true;
  }
  if (call.name != kStartFlow || brain_.tool(kStartFlow)) return false;
  const auto name = call.arguments["name"].text();
  if (std::exchange(has_started_flow_, true)) {
    refuse(call, Error(Kind::conflict, "tool/one-flow-at-a-time",
                       "Another flow was started in the same answer; start this one when that is over."));
    return true;
  }
  if (!brain_.config().flow(name)) {
    refuse(call, Error(Kind::not_found, "tool/unknown-flow", fmt::format("There is no flow \"{}\".", name)));
    return true;
  }
  const auto& slots = call.arguments["slots"];
  auto order = Value::object({{"start", name}, {"slots", slots.is_object() ? slots : Value::object()}});
  for (const auto key : {"first", "words", "then", "from"}) {
    if (!call.arguments[key].is_null()) order = order.with(key, call.arguments[key]);
  }
  outcome_.writes.push_back({brain_.channels_.flow, order});
  outcome_.writes.push_back({brain_.channels_.heard, last_text(context_.state(brain_.channels_.messages), "user")});
  call.result = Value::object({{"started", name}});
  return true;
}

bool ToolsNode::has_writes() const { return std::ranges::any_of(calls_, &Call::is_write); }

bool ToolsNode::needs_consent() const {
  return safeguards_->consent(brain_.config().guards.consent) == GuardMode::enforce && has_writes();
}

// Reads run side by side, writes one after the other in the order in which they were asked for.
Task<> ToolsNode::run_calls() {
  using namespace boost::asio::experimental::awaitable_operators;
  std::optional<Task<>> reads;
  for (auto& call : calls_) {
    if (!call.action || call.is_write()) continue;
    auto one = run_call(call);
    reads = reads ? std::move(*reads) && std::move(one) : std::move(one);
  }
  if (reads) co_await std::move(*reads);
  co_await run_writes();
}

// What was asked for in one answer was asked for together: a table at eight and the one at seven given up. So where one
// fails those behind it are not begun, and the customer hears what was done and what was not.
Task<> ToolsNode::run_writes() {
  const Call* failed = nullptr;
  for (auto& call : calls_) {
    if (!call.is_write()) continue;
    call.was_let_go = true;
    if (!failed) {
      co_await run_call(call);
      if (call.failed) failed = &call;
      continue;
    }
    const auto why = fmt::format("It was not begun, as {} before it failed.", failed->name);
    outcome_.events.push_back(guard_event("order", "refused", why, call.id));
    refuse(call,
           Error(Kind::conflict, "tool/not-begun", why + " The customer has been told what was done and what not."));
  }
  if (failed) tell_what_was_done();
}

std::string ToolsNode::name_to_customer(const Call& call) const try {
  return read_back_of(call);
} catch (const Error&) {
  return call.name;  // it is too long to be read back, where consent is not asked for
}

// In the words of the read-backs; of a single write the bot's own answer tells.
void ToolsNode::tell_what_was_done() {
  std::string done, open, unknown;
  std::size_t count = 0;
  for (const auto& call : calls_) {
    if (!call.was_let_go) continue;
    ++count;
    const bool is_unknown = call.failed && call.result["error"]["slug"].text() == "tool/outcome-unknown";
    auto& list = is_unknown ? unknown : call.failed ? open : done;
    list += fmt::format("{}“{}”", list.empty() ? "" : ", ", name_to_customer(call));
  }
  if (count < 2) return;
  std::string told = "Not everything worked.";
  if (!done.empty()) told += fmt::format(" This was done: {}.", done);
  if (!unknown.empty()) told += fmt::format(" Of this I do not know whether it was done: {}.", unknown);
  if (!open.empty()) told += fmt::format(" This was not done: {}.", open);
  outcome_.events.push_back(message_event(Role::bot, stable_id("m_", context_.task(), "writes"), told));
}

// The read-backs of what was written, without their questions; "" where nothing was.
std::string ToolsNode::what_was_done() const {
  std::string all;
  for (const auto& call : calls_) {
    if (call.was_let_go && !call.failed) all += (all.empty() ? "" : " ") + without_questions(name_to_customer(call));
  }
  return all;
}

Task<> ToolsNode::run_call(Call& call) {
  if (take_kept(call)) co_return;
  const auto& action = *call.action;
  if (is_with_draft(context_.thread()) && !safeguards_->may_be_tried(action)) co_return rehearse(call);
  if (!repeats_itself(action)) {
    if (context_.was_started(call.place)) co_return leave_in_doubt(call);
    co_await context_.mark_started(call.place);
  }
  if (call.is_write()) context_.let_go();
  const auto began = brain_.clock_.now();
  const auto attempts = co_await send(call);
  if (!repeats_itself(action)) co_await context_.keep(call.place, call.result);
  report(call, std::chrono::duration_cast<std::chrono::milliseconds>(brain_.clock_.now() - began).count(), attempts);
}

bool ToolsNode::take_kept(Call& call) const {
  const auto kept = context_.kept(call.place);
  if (!kept) return false;
  call.result = *kept;
  call.failed = kept->is_object() && kept->contains("error");
  return true;
}

// A conversation with a draft is for trying it out: what would be written is shown, and nothing is sent.
void ToolsNode::rehearse(Call& call) {
  const auto* const why = call.is_write() ? "This is a test: nothing was written."
                                          : "This is a test: what the live version does not look up was not sent.";
  call.result = rehearsed(*call.action, call.arguments);
  outcome_.events.push_back(guard_event("draft", "not sent", why, call.id));
  report(call, 0, 0);
}

void ToolsNode::leave_in_doubt(Call& call) {
  const Error error(
      Kind::unavailable, "tool/outcome-unknown",
      fmt::format("It is not known whether {} was done before the interruption; a person must look.", call.name));
  call.result = error_result(error);
  call.failed = true;
  handoff_ = Handoff{error.detail, brain_.config().queue_for("error", "tool")};
}

Task<int> ToolsNode::send(Call& call) {
  platform::ActionCall request{brain_.bot(context_.thread()), call.arguments, call.key, context_.deadline(),
                               context_.trace()};
  request.conversation = context_.thread();
  request.address = address_.text();
  const auto notice = stable_id("m_", context_.task(), "waiting/" + call.place);
  bool is_shown = false;
  request.waiting = [&] {
    is_shown = true;
    context_.delta(Value::object({{"message", notice}, {"text", sentence(language_, "one_moment")}}));
  };
  int attempts = 1;
  try {
    auto answer = co_await call.action->run(std::move(request));
    call.result = std::move(answer.value);
    attempts = answer.attempts;
  } catch (const Error& error) {
    call.result = error_result(error);
    call.failed = true;
    if (error.slug == "tool/outcome-unknown" || error.slug == "tool/too-many-look-ups")
      handoff_ = Handoff{error.detail, brain_.config().queue_for("error", "tool")};
  }
  if (is_shown) context_.live("message.reset", Value::object({{"message", notice}}));
  co_return attempts;
}

void ToolsNode::report(const Call& call, std::int64_t ms, int attempts) {
  ObjectBuilder event;
  event.set("call", call.id).set("name", call.name).set("arguments", call.arguments);
  event.set("effect", to_value(call.action->effect)).set("status", call.failed ? "error" : "ok");
  event.set(call.failed ? "error" : "result", call.failed ? call.result["error"] : call.result);
  event.set("ms", ms).set("attempts", attempts).set("key", call.key);
  outcome_.events.push_back({"tool", event.build()});
  const bool has_written = !call.failed && call.is_write();
  outcome_.statements.push_back(index_call(std::string(context_.thread()), brain_.config(), call.arguments,
                                           call.failed ? Value() : call.result, has_written, brain_.clock_.wall()));
}

// Same call, arguments and result, back to back within a turn. Whatever the customer says begins a turn.
bool ToolsNode::is_loop() const {
  if (calls_.empty() || !said_.empty() || brain_.config().guards.loop == GuardMode::off) return false;
  const auto& before = context_.state(brain_.channels_.turn)["calls"];
  if (before.size() == 0) return false;
  const auto& last = before[before.size() - 1];
  const auto& call = calls_.front();
  return last["name"].text() == call.name && last["arguments"] == call.arguments && last["result"] == call.result;
}

void ToolsNode::finish() {
  const auto& channels = brain_.channels_;
  auto turn = context_.state(channels.turn);
  auto done = said_.empty() ? turn["calls"] : Value::list();
  std::int64_t count = 0;
  if (was_proposed_) {
    const auto again = proposed_calls(context_.state(channels.proposal), context_.task());
    outcome_.writes.push_back({channels.messages, assistant_calls(again)});
  }
  for (const auto& call : calls_) {
    outcome_.writes.push_back({channels.messages, tool_message(call.id, call.result)});
    if (call.name == kStartFlow) continue;
    done = done.push(Value::object({{"name", call.name}, {"arguments", call.arguments}, {"result", call.result}}));
    ++count;
  }
  for (const auto& said : said_) outcome_.writes.push_back({channels.messages, user_message(said)});
  if (!said_.empty()) outcome_.writes.push_back({channels.address, address_});
  if (!said_.empty()) turn = turn.with("steps", 0).with("started_ms", brain_.clock_.wall().ms);  // a turn of its own
  keep_proposal();
  const auto& totals = context_.state(channels.totals);
  note_in_memory(totals["turns"]);
  outcome_.writes.push_back({channels.turn, turn.with("calls", done)});
  outcome_.writes.push_back({channels.totals, totals.with("tool_calls", totals["tool_calls"].integer() + count)});
  for (const auto& rule : brain_.config().escalations) {
    for (const auto& call : calls_) {
      if (rule.when.tool != call.name || call.failed || handoff_) continue;
      handoff_ = Handoff{rule.reason.empty() ? fmt::format("The bot called {}.", call.name) : rule.reason, rule.queue};
    }
  }
  if (handoff_) hand_off(brain_, context_, language_, outcome_, *handoff_);
}

// What was done; or what a person was fetched from, and was not.
void ToolsNode::note_in_memory(const Value& turn) {
  const auto& channels = brain_.channels_;
  const auto& memory = context_.state(channels.memory);
  const auto& flow = context_.state(channels.flow);
  const bool was_begun = std::ranges::any_of(calls_, &Call::was_let_go);
  if (const auto what = what_was_done(); !what.empty()) {
    const auto note = Value::object({{"what", what}, {"flow", flow["flow"]}, {"turn", turn}});
    outcome_.writes.push_back({channels.memory, memory.with("done", note)});
  } else if (handoff_ && !was_begun && flow_that_calls()) {
    outcome_.writes.push_back({channels.memory, with_stood(memory, flow, turn)});
  }
}

// What was read back to the customer of a language model, and is to be read back again, waits in the state; a flow asks
// for its call again by itself. Whatever else is to be written takes its place.
void ToolsNode::keep_proposal() {
  const auto& before = context_.state(brain_.channels_.proposal);
  const bool is_replaced = was_proposed_ || std::ranges::any_of(calls_, [](const Call& call) {
                             return call.is_write() || call.name == kStartFlow;
                           });
  if (stays_open_ && !flow_that_calls()) {
    ListBuilder open;
    for (const auto& call : calls_) {
      if (call.was_read_back) open.add(Value::object({{"name", call.name}, {"arguments", call.arguments}}));
    }
    outcome_.writes.push_back({brain_.channels_.proposal, open.build()});
  } else if (!before.is_null() && is_replaced) {
    outcome_.writes.push_back({brain_.channels_.proposal, nullptr});
  }
}

}  // namespace frontdesk::dialog
