#include "ai/chain.h"

#include "base/error.h"

namespace frontdesk::ai {
namespace {

bool is_fault_of_configuration(const Error& error) {
  return error.slug == "model/credentials" || error.slug == "model/not-found";
}

// A provider that refuses one request as wrong, or does not get to the end of one answer, is not ill.
bool is_illness(const Error& error) {
  if (error.slug == "model/too-long" || error.slug == "model/filtered") return false;
  return error.kind != Kind::invalid && error.kind != Kind::not_found;
}

void report(platform::Breaker::Pass pass, const Error& error, Moment now) {
  if (error.kind == Kind::exhausted && error.retry_after) {
    pass.told_to_wait(now + *error.retry_after);
  } else if (is_illness(error)) {
    pass.failed(now);
  } else {
    pass.succeeded();
  }
}

// Passes text on and remembers whether any of it stands.
TokenSink watched(const TokenSink& sink, bool& stands) {
  return {.text = [&sink, &stands](std::string_view piece) { stands = true, sink.text(piece); },
          .reset = [&sink, &stands] { stands = false, sink.reset(); }};
}

}  // namespace

struct Chain::Failures {
  std::vector<Error> errors;
  ListBuilder trace;
};

Chain::Chain(std::vector<Provider> providers, Clock& clock, Log& log, platform::BreakerLimits limits)
    : providers_(std::move(providers)), clock_(clock), log_(log), breakers_(limits) {}

void Chain::note(Failures& failures, const Provider& provider, const Error& error) const {
  const auto fields = Value::object(
      {{"provider", provider.name}, {"slug", error.slug}, {"detail", error.detail}, {"cause", error.cause}});
  log_.write(is_fault_of_configuration(error) ? Log::Level::error : Log::Level::warning, "ai",
             "A model provider failed.", fields);
  failures.trace.add(Value::object({{"provider", provider.name}, {"error", error.slug}}));
  failures.errors.push_back(error);
}

namespace {

Error nobody_answered(const std::vector<Error>& errors) {
  if (errors.empty()) return Error(Kind::internal, "model/no-provider", "There is no model to ask.");
  if (errors.size() == 1) return errors.front();
  std::string details;
  std::optional<std::chrono::milliseconds> soonest;
  // What is no failure of a provider, but of what the business wrote, is told as it is.
  for (const auto& error : errors) {
    if (!error.slug.starts_with("model/") && !error.slug.starts_with("recording/")) return error;
  }
  for (const auto& error : errors) {
    details += " " + error.detail;
    if (error.retry_after && (!soonest || *error.retry_after < *soonest)) soonest = error.retry_after;
  }
  Error error(Kind::unavailable, "model/none-answered", "No model provider answered." + details);
  error.retry_after = soonest;
  return error;
}

}  // namespace

Task<ModelAnswer> Chain::answer(ModelRequest request, TokenSink sink, Deadline deadline) {
  Failures failures;
  bool stands = false;
  for (const auto& provider : providers_) {
    auto pass = breakers_.of(provider.name).enter(clock_.now());
    if (!pass) {
      failures.trace.add(Value::object({{"provider", provider.name}, {"error", "model/circuit-open"}}));
      failures.errors.push_back(
          Error(Kind::unavailable, "model/circuit-open",
                fmt::format("The model provider \"{}\" is left alone for a while.", provider.name))
              .after(pass.error()));
      continue;
    }
    std::optional<Error> failure;
    try {
      auto answer = co_await provider.model->answer(request, watched(sink, stands), deadline);
      pass->succeeded();
      answer.provider = provider.name;
      const auto failed = failures.trace.build();
      if (failed.size() > 0) answer.trace = answer.trace.with("failed_over", failed);
      co_return answer;
    } catch (const Error& error) {
      failure = error;
    }
    if (std::exchange(stands, false)) sink.reset();
    note(failures, provider, *failure);
    report(std::move(*pass), *failure, clock_.now());
    if (deadline.passed(clock_)) break;
  }
  throw nobody_answered(failures.errors);
}

}  // namespace frontdesk::ai
