#include "platform/http_tool.h"

#include <memory>

#include "base/json.h"
#include "base/json_schema.h"
#include "platform/http_answer.h"

namespace frontdesk::platform {
namespace {

constexpr std::size_t kFindingsMax = 5;
constexpr std::size_t kStepsMax = 500'000;  // of checking one answer; a loop waits that long

std::optional<JsonSchema> compiled(const Value& schema) {
  if (schema.is_null()) return std::nullopt;
  return JsonSchema::compile(schema, {}, {.steps_max = kStepsMax, .findings_max = kFindingsMax});
}

// One tool, ready to be called; never changed once it is made.
struct HttpTool {
  HttpTool(HttpToolSpec given, net::Client& client, Clock& clock, Random& random, Breakers& breakers,
           const Secrets& secrets)
      : spec(std::move(given)),
        input(compiled(spec.input_schema)),
        output(compiled(spec.output_schema)),
        client(client),
        clock(clock),
        random(random),
        breakers(breakers),
        secrets(secrets) {}

  bool is_repeatable() const { return spec.effect == Effect::read || spec.effect == Effect::idempotent_write; }

  const HttpToolSpec spec;
  const std::optional<JsonSchema> input;
  const std::optional<JsonSchema> output;
  net::Client& client;
  Clock& clock;
  Random& random;
  Breakers& breakers;
  const Secrets& secrets;
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
  if (!call.trace_parent.empty()) request.headers.add("traceparent", call.trace_parent);
  request.body = json::print(call.arguments);
  request.response_bytes_max = tool.spec.result_bytes_max;
  request.repeatable = tool.is_repeatable();
  return request;
}

Task<ToolAnswer> ask(const HttpTool& tool, net::ClientRequest request, Deadline deadline) {
  std::optional<Error> failure;
  net::ClientResponse response;
  try {
    response = co_await tool.client.send(std::move(request), deadline);
  } catch (const Error& error) {
    failure = error;
  }
  if (failure) co_return read_failure(tool.spec.name, *failure);
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

// How long to wait before the next attempt; nothing where there is to be none.
std::optional<std::chrono::milliseconds> wait_before_next(const HttpTool& tool, const Trouble& trouble, int attempts,
                                                          Deadline deadline) {
  if (!trouble.helps_to_retry || !tool.is_repeatable() || attempts >= tool.spec.retry.attempts_max) return std::nullopt;
  auto wait = backoff(tool.spec.retry, attempts, tool.random);
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

Task<ActionResult> run(std::shared_ptr<const HttpTool> tool, ActionCall call) {
  check_arguments(*tool, call.arguments);
  const auto request = request_for(*tool, call);
  auto& breaker = tool->breakers.of(fmt::format("tool/{}/{}", call.caller.tenant.text(), tool->spec.name));
  bool may_be_done = false;
  for (int attempts = 1;; ++attempts) {
    auto pass = breaker.enter(tool->clock.now());
    if (!pass) throw told(*tool, circuit_open(*tool, pass.error()), attempts - 1, may_be_done);
    const auto deadline = Deadline::in(tool->clock, tool->spec.timeout).sooner(call.deadline);
    auto answer = co_await ask(*tool, request, deadline);
    report(std::move(*pass), answer, tool->clock.now());
    if (const auto* const value = std::get_if<Value>(&answer)) {
      check_result(*tool, *value);
      co_return ActionResult{*value, attempts};
    }
    if (auto* const refusal = std::get_if<Error>(&answer)) throw std::move(*refusal);
    auto& trouble = std::get<Trouble>(answer);
    may_be_done = may_be_done || trouble.may_be_done;
    const auto wait = wait_before_next(*tool, trouble, attempts, call.deadline);
    if (!wait) throw told(*tool, std::move(trouble.error), attempts, may_be_done);
    co_await tool->clock.sleep_for(*wait);
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
  return spec;
}

Action make_http_tool(HttpToolSpec spec, net::Client& client, Clock& clock, Random& random, Breakers& breakers,
                      const Secrets& secrets) {
  Action action{.name = spec.name,
                .description = spec.description,
                .input_schema = spec.input_schema,
                .output_schema = spec.output_schema,
                .effect = spec.effect,
                .permission = spec.permission};
  const auto tool = std::make_shared<const HttpTool>(std::move(spec), client, clock, random, breakers, secrets);
  action.run = [tool](ActionCall call) { return run(tool, std::move(call)); };
  return action;
}

}  // namespace frontdesk::platform
