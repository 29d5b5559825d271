#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ai/model.h"
#include "base/error.h"
#include "base/log.h"
#include "platform/breaker.h"

namespace frontdesk::ai {

struct Provider {
  std::string name;
  std::shared_ptr<Model> model;
};

// Asks its providers in order until one answers. A provider that fails is left at once, whatever the reason, and
// logged; one that keeps failing is passed over for a while (a breaker each; it is told how long where the provider
// says so). Before another provider's text the sink is reset, so that nobody reads a sentence twice. Answers are whole
// or nothing: tool calls of a failed answer are never seen. Where nobody answers: the error of the only one, else
// Error{unavailable, "model/none-answered"}. Deadlines and cancellation pass through.
class Chain final : public Model {
 public:
  Chain(std::vector<Provider> providers, Clock& clock, Log& log, platform::BreakerLimits limits = {});

  Task<ModelAnswer> answer(ModelRequest request, TokenSink sink, Deadline deadline) override;

 private:
  struct Failures;
  void note(Failures& failures, const Provider& provider, const Error& error) const;

  const std::vector<Provider> providers_;
  Clock& clock_;
  Log& log_;
  platform::Breakers breakers_;
};

}  // namespace frontdesk::ai
