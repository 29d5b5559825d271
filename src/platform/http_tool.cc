#include "platform/http_tool.h"

#include <algorithm>
#include <atomic>
#include <memory>

#include "base/json.h"
#include "base/json_schema.h"
#include "platform/http_answer.h"

namespace frontdesk::platform {
namespace {

constexpr std::size_t kFindingsMax = 5;
constexpr std::size_t kStepsMax = 500'000;                      // of checking one answer; a loop waits that long
constexpr auto kNoticeable = std::chrono::milliseconds(1'000);  // who waits longer is told

std::optional<JsonSchema> compiled(const Value& schema) {
  if (schema.is_null()) return std::nullopt;
  return JsonSchema::compile(schema, {}, {.steps_max = kStepsMax, .findings_max = kFindingsMax});
}

// One tool, ready to be called; never changed once it is made.
struct HttpTool {
  HttpTool(HttpToolSpec given, net::Client& client, Clock& clock, Random& random, Breakers& breakers, LookUps& look_ups,
           const Secrets& secrets, Suspect suspect, Spans* spans)
      : spec(std::move(given)),
        input(compiled(spec.input_schema)),
        output(compiled(spec.output_schema)),
        client(client),
        clock(clock),
        random(random),
        breakers(breakers),
        look_ups(look_ups),
        secrets(secrets),
        suspect(std::move(suspect)),
        spans(spans) {}

  bool is_repeatable() const { return spec.effect == Effect::read || spec.effect == Effect::idempotent_write; }

  const HttpToolSpec spec;
  const std::optional<JsonSchema> input;
  const std::optional<JsonSchema> output;
  net::Client& client;
  Clock& clock;
  Random& random;
  Breakers& breakers;
  LookUps& look_ups;
  const Secrets& secrets;
  const Suspect suspect;
  Spans* const spans;  // null: nobody takes them
  mutable std::atomic<bool> is_suspected = false;
};

// What one call has come to.
struct Progress {
  int attempts = 0;
  bool may_be_done = false;
  bool was_told = false;
  Moment begun;
};

void check_arguments(const HttpTool& tool, const Value& arguments) {
  if (!arguments.is_object()) {
    throw Error(Kind::invalid, "tool/arguments",
                fmt::format("The arguments of \"{}\" must be an object.", tool.spec.name));
  }
  if (!tool.input) return;
  const auto findings = tool.input->check(arguments);
  if (findings.empty()) return;
  throw Error(Kind::invalid, "tool/arguments",
              fmt::format("The arguments of \"{}\" do not fit: {}", tool.spec.name, to_text(findings)))
      .at(findings.front().instance);
}

void check_result(const HttpTool& tool, const Value& result) {
  if (!tool.output) return;
  const auto findings = tool.output->check(result);
  if (findings.empty()) return;
  const auto& first = findings.front();
  throw Error(Kind::invalid, "tool/output-schema",
              fmt::format("The tool \"{}\" answered with something other than it promises: {}", tool.spec.name,
                          to_text(findings)))
      .at(first.instance)
      .because(first.schema);
}

std::string bearer_of(const HttpTool& tool, const TenantId& tenant) {
  try {
    return "Bearer " + tool.secrets.resolve(tenant, tool.spec.auth, tool.spec.endpoint);
  } catch (const Error& error) {
    throw Error(Kind::invalid, "tool/credentials",
                fmt::format("The tool \"{}\" cannot be called: its credentials are not set up.", tool.spec.name))
        .because(error.detail);
  }
}

net::ClientRequest request_for(const HttpTool& tool, const ActionCall& call) {
  net::ClientRequest request{.method = "POST", .url = tool.spec.endpoint};
  request.headers.add("Content-Type", "application/json");
  request.headers.add("Accept", "application/json");
  request.headers.add("Frontdesk-Tenant", call.caller.tenant.text());
  if (!tool.spec.auth.empty()) request.headers.add("Authorization", bearer_of(tool, call.caller.tenant));
  if (!call.idempotency_key.empty()) request.headers.add("Idempotency-Key", call.idempotency_key);
  if (call.trace) request.headers.add("traceparent", traceparent_of(*call.trace));
  request.body = json::print(call.arguments);
  request.response_bytes_max = tool.spec.result_bytes_max;
  request.repeatable = tool.is_repeatable();
  return request;
}

// Reads are neither read back nor asked for; what says that it made something, or that it did so before, is none.
void look_for_a_write(const HttpTool& tool, const TenantId& tenant, const net::ClientResponse& response) {
  const bool made = response.status == 201;
  if (tool.spec.effect != Effect::read || !tool.suspect || (!made && !response.headers.has("Idempotency-Replayed")))
    return;
  if (tool.is_suspected.exchange(true)) return;
  tool.suspect(tenant, Error(Kind::invalid, "tool/read-that-writes",
                             fmt::format("The tool \"{}\" is declared `effect: read`, and answered {}: it seems to "
                                         "change something, without its customer's yes. Declare what it does.",
                                         tool.spec.name, made ? "201 (created)" : "with Idempotency-Replayed")));
}

Task<ToolAnswer> ask(const HttpTool& tool, TenantId tenant, net::ClientRequest request, Deadline deadline) {
  std::optional<Error> failure;
  net::ClientResponse response;
  try {
    response = co_await tool.client.send(std::move(request), deadline);
  } catch (const Error& error) {
    failure = error;
  }
  if (failure) co_return read_failure(tool.spec.name, *failure);
  look_for_a_write(tool, tenant, response);
  co_return read_answer(tool.spec.name, response, tool.spec.result_depth_max, tool.clock.wall());
}

void report(Breaker::Pass pass, const ToolAnswer& answer, Moment now) {
  const auto* const trouble = std::get_if<Trouble>(&answer);
  if (!trouble) {
    pass.succeeded();
  } else if (trouble->error.kind != Kind::exhausted) {
    pass.failed(now);
  }  // a peer that is busy is in good health: says nothing
}

bool may_try_again(const HttpTool& tool, const Trouble& trouble, const Progress& progress) {
  if (!trouble.helps_to_retry) return false;
  if (!tool.is_repeatable() && (trouble.may_be_done || !trouble.is_away)) return false;
  const bool has_patience = trouble.is_away && tool.clock.now() - progress.begun < tool.spec.patience;
  return has_patience || (tool.is_repeatable() && progress.attempts < tool.spec.retry.attempts_max);
}

// How long to wait before the next attempt; nothing where there is to be none.
std::optional<std::chrono::milliseconds> wait_before_next(const HttpTool& tool, const Trouble& trouble,
                                                          const Progress& progress, Deadline deadline) {
  if (!may_try_again(tool, trouble, progress)) return std::nullopt;
  auto wait = backoff(tool.spec.retry, progress.attempts, tool.random);
  if (trouble.error.retry_after) wait = std::max(wait, *trouble.error.retry_after);
  if (wait > std::max(tool.spec.retry.wait_max, tool.spec.retry.told_wait_max)) return std::nullopt;
  if (!deadline.is_never() && deadline.at - tool.clock.now() <= wait) return std::nullopt;
  return wait;
}

// What is told in the end, once it is known whether anything may have been done.
Error told(const HttpTool& tool, Error error, int attempts, bool may_be_done) {
  if (attempts > 1) error.detail += fmt::format(" It was tried {} times.", attempts);
  if (tool.spec.effect == Effect::read || !may_be_done) return error;
  const auto detail = fmt::format(
      "{} It is not known whether \"{}\" was done: look it up or let a person check before it is called again.",
      error.detail, tool.spec.name);
  return Error(Kind::unavailable, "tool/outcome-unknown", detail).because(error.cause);
}

Error circuit_open(const HttpTool& tool, std::chrono::milliseconds wait) {
  return Error(
             Kind::unavailable, "tool/circuit-open",
             fmt::format("The tool \"{}\" has failed too often lately and is left alone for a while.", tool.spec.name))
      .after(wait);
}

// Others' calls may have opened the breaker while this one was patient: then it waits as it does for the tool itself.
Trouble left_alone(const HttpTool& tool, std::chrono::milliseconds wait) {
  return {.error = circuit_open(tool, wait), .may_be_done = false, .is_away = true};
}

// Tries until there is an answer, or no sense in trying.
Task<Value> ask_patiently(const HttpTool& tool, const ActionCall& call, Progress& progress) {
  const auto request = request_for(tool, call);
  auto& breaker = tool.breakers.of(fmt::format("tool/{}/{}", call.caller.tenant.text(), tool.spec.name));
  for (;;) {
    auto pass = breaker.enter(tool.clock.now());
    if (!pass && progress.attempts == 0) throw circuit_open(tool, pass.error());
    const auto deadline = Deadline::in(tool.clock, tool.spec.timeout).sooner(call.deadline);
    auto answer =
        pass ? co_await ask(tool, call.caller.tenant, request, deadline) : ToolAnswer(left_alone(tool, pass.error()));
    if (pass) ++progress.attempts;
    auto* const trouble = std::get_if<Trouble>(&answer);
    if (!trouble) {
      report(std::move(*pass), answer, tool.clock.now());
      if (auto* const refusal = std::get_if<Error>(&answer)) throw std::move(*refusal);
      co_return std::get<Value>(answer);
    }
    progress.may_be_done = progress.may_be_done || trouble->may_be_done;
    const auto wait = wait_before_next(tool, *trouble, progress, call.deadline);
    if (!wait) {
      if (pass) report(std::move(*pass), answer, tool.clock.now());
      throw told(tool, std::move(trouble->error), progress.attempts, progress.may_be_done);
    }
    pass = std::unexpected(*wait);  // given back unsaid: the call is not over
    if (tool.clock.now() + *wait - progress.begun > kNoticeable && !std::exchange(progress.was_told, true)) {
      call.waiting();
    }
    co_await tool.clock.sleep_for(*wait);
  }
}

// Where the call looks for somebody's record: the right to miss once.
std::optional<LookUps::Attempt> enter_look_up(const HttpTool& tool, const ActionCall& call) {
  const auto& rule = tool.spec.look_ups;
  const auto names = [&](const std::string& name) { return !call.arguments[name].is_null(); };
  if (!rule || std::ranges::none_of(rule->by, names)) return std::nullopt;
  auto attempt =
      tool.look_ups.begin(*rule, {call.caller.tenant.text(), call.conversation, call.address}, tool.clock.now());
  if (attempt) return std::move(*attempt);
  throw Error(Kind::exhausted, "tool/too-many-look-ups",
              fmt::format("\"{}\" was asked too often for what is not there; a person must look.", tool.spec.name))
      .after(attempt.error());
}

Task<ActionResult> call_tool(std::shared_ptr<const HttpTool> tool, ActionCall call) {
  check_arguments(*tool, call.arguments);
  auto look_up = enter_look_up(*tool, call);
  OpenSpan span(tool->spans, tool->clock, tool->random, call.trace, "execute_tool " + tool->spec.name,
                Span::Kind::client);
  span.set("gen_ai.operation.name", "execute_tool");
  span.set("gen_ai.tool.name", tool->spec.name);
  call.trace = span.context();
  Progress progress{.begun = tool->clock.now()};
  try {
    const auto value = co_await ask_patiently(*tool, call, progress);
    if (look_up) look_up->take_back();
    check_result(*tool, value);
    co_return ActionResult{value, progress.attempts};
  } catch (const Error& error) {
    span.fail(error.slug);
    if (look_up && error.kind != Kind::not_found) look_up->take_back();
    throw;
  }
}

}  // namespace

HttpToolSpec spec_of(const config::Tool& tool) {
  HttpToolSpec spec{.name = tool.name,
                    .description = tool.description,
                    .input_schema = tool.input_schema,
                    .output_schema = tool.output_schema.value_or(Value()),
                    .endpoint = tool.endpoint,
                    .auth = tool.auth ? tool.auth->bearer.value_or("") : "",
                    .effect = tool.effect,
                    .permission = tool.permission.value_or("tools." + tool.name),
                    .timeout = tool.time_max()};
  spec.retry.attempts_max = static_cast<int>(tool.retry.attempts);
  spec.patience = tool.patience_max();
  if (tool.subject)
    spec.look_ups = {tool.subject->by, tool.subject->misses, tool.subject->misses_of_address,
                     tool.subject->misses_in_all};
  return spec;
}

Action make_http_tool(HttpToolSpec spec, net::Client& client, Clock& clock, Random& random, Breakers& breakers,
                      LookUps& look_ups, const Secrets& secrets, Suspect suspect, Spans* spans) {
  Action action{.name = spec.name,
                .description = spec.description,
                .input_schema = spec.input_schema,
                .output_schema = spec.output_schema,
                .effect = spec.effect,
                .permission = spec.permission};
  const auto tool = std::make_shared<const HttpTool>(std::move(spec), client, clock, random, breakers, look_ups,
                                                     secrets, std::move(suspect), spans);
  action.run = [tool](ActionCall call) { return call_tool(tool, std::move(call)); };
  return action;
}

}  // namespace frontdesk::platform
