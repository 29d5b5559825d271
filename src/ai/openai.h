#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "ai/model.h"
#include "base/spans.h"
#include "net/client.h"

namespace frontdesk::ai {

struct OpenAiOptions {
  std::string name;      // of the provider, for traces
  std::string base_url;  // "https://…/v1"; /chat/completions is added, before a query
  std::string model;
  std::function<std::string()> key;  // resolves the secret for each request; empty: no Authorization
  std::chrono::milliseconds first_token_timeout{1'500};
  std::chrono::milliseconds gap_timeout{5'000};  // between one piece and the next
  std::chrono::milliseconds timeout{60'000};     // of the whole answer
  Value options;  // more members of the request ("temperature"); null takes one of ours away
};

// Chat completions as OpenAI, vLLM, Ollama, llama.cpp and others serve them: streamed, with tools. What goes wrong is
//   unavailable "model/unreachable" | "model/unavailable" | "model/failed"
//                                   no connection, 5xx, an error in the stream or an end for no good reason
//   timeout "model/timeout"         no first token, a gap, or the whole took too long
//   exhausted "model/busy"          429, with retry_after where it was told
//   unavailable "model/cut-off" | "model/malformed-answer" | "model/empty-answer"
//   unavailable "model/too-long" | "model/filtered"
//                                   the answer was cut at its limit of tokens, or held back: none of it counts
//   unavailable "model/credentials" | "model/not-found"
//                                   401, 403, 404: a fault of the configuration
//   invalid "model/refused-request" 400, 413, 422
// The sink is reset before any of these where text had been sent. A model's thoughts are never sent.
class OpenAi final : public Model {
 public:
  // `random`: of the ids in traces. `spans`: who is told of each request; null: nobody.
  OpenAi(OpenAiOptions options, net::Client& client, Clock& clock, Random& random, Spans* spans = nullptr)
      : options_(std::move(options)), client_(client), clock_(clock), random_(random), spans_(spans) {}

  Task<ModelAnswer> answer(ModelRequest request, TokenSink sink, Deadline deadline) override;

 private:
  struct Exchange;
  net::ClientRequest request_for(const ModelRequest& request) const;
  Task<> talk(Exchange& exchange, net::ClientRequest request, Deadline deadline) const;
  Task<> watch(const Exchange& exchange) const;
  static bool is_bearable(const Exchange& exchange);

  const OpenAiOptions options_;
  net::Client& client_;
  Clock& clock_;
  Random& random_;
  Spans* const spans_;
};

}  // namespace frontdesk::ai
