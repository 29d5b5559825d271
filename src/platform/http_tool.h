#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/spans.h"
#include "net/client.h"
#include "platform/action.h"
#include "platform/breaker.h"
#include "platform/config/tools.h"
#include "platform/look_ups.h"
#include "platform/retry.h"
#include "platform/secrets.h"

namespace frontdesk::platform {

// A tool that a business serves over HTTP: POST to the endpoint, the body is the arguments object.
struct HttpToolSpec {
  std::string name;
  std::string description;
  Value input_schema;
  Value output_schema;   // null: any value
  std::string endpoint;  // http:// or https://
  std::string auth;      // secret reference, sent as a bearer token; empty: none
  Effect effect = Effect::read;
  std::string permission;
  std::chrono::milliseconds timeout{5'000};  // of one attempt
  RetryPolicy retry;
  std::chrono::milliseconds patience{10'000};  // with a back office that is away, from the first attempt
  std::optional<LookUpRule> look_ups;          // absent: nobody's records are looked up
  std::size_t result_bytes_max = 256 * 1024;   // read and checked on a loop
  std::size_t result_depth_max = 64;
};

// What the tenant's file says; without a permission there it is "tools.<name>".
HttpToolSpec spec_of(const config::Tool& tool);

// Is told of a tool that does not do what its declaration says; at most once for each action.
using Suspect = std::function<void(const TenantId& tenant, const Error& why)>;

// The action keeps references to all but the spec. Its errors are for the model to read:
//   invalid "tool/arguments"            the arguments break the input schema; nothing was sent
//   <by status> "<slug>"                the back office refused: the last part of the problem document's type
//   ("fully-booked"),
//                                       else "tool/refused"; its detail. Never repeated.
//   unavailable "tool/unavailable", timeout "tool/timeout", exhausted "tool/busy"   no usable answer, and nothing was
//   done unavailable "tool/outcome-unknown"  a write may or may not have been done unavailable "tool/circuit-open" it
//   failed too often lately; retry_after says when to come back invalid "tool/output-schema", "tool/result-too-large"
//   the answer is not what was promised; a write is done invalid "tool/credentials"          there is no secret for
//   this tenant and host; nothing was sent exhausted "tool/too-many-look-ups"   too many looked for what is not there;
//   nothing was sent
// 408, 429, 5xx, no answer and an answer that is not JSON are tried again with the same key while the call's deadline
// allows, only for `read` and `idempotent_write`. While the back office is away (nobody takes the connection, or it
// breaks, or a proxy says so) this goes on for `patience`; then also for the other effects, as long as nobody took the
// connection. Whoever waits is told once (ActionCall::waiting). One call is one failure for the breaker, however often
// it was tried.
Action make_http_tool(HttpToolSpec spec, net::Client& client, Clock& clock, Random& random, Breakers& breakers,
                      LookUps& look_ups, const Secrets& secrets, Suspect suspect = {}, Spans* spans = nullptr);

}  // namespace frontdesk::platform
