#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/pool.h"
#include "base/random.h"
#include "base/rate_limit.h"
#include "base/spans.h"
#include "gateway/contract.h"
#include "gateway/pages.h"
#include "gateway/router.h"
#include "gateway/sign_in.h"
#include "net/server.h"
#include "platform/route.h"
#include "platform/telemetry.h"

namespace frontdesk::gateway {

struct GatewayOptions {
  Rate rate;  // for each caller; for a publishable key, for each address with it
  Rate failed_sign_ins{.per_second = 5, .burst = 100};  // for each address
  // For each address, whoever asks. Loopback is not counted: whatever comes by a proxy on this machine has that address
  // as long as the proxy is not trusted.
  Rate address_rate{.per_second = 500, .burst = 5000};
  std::chrono::milliseconds handling_time_max{60'000};     // a handler that takes longer is cancelled; streams are not
  std::chrono::milliseconds upload_time_max{30 * 60'000};  // of one that reads a body while it comes
  std::chrono::milliseconds stream_check{15'000};          // how often an open stream's credential is looked at again
  Pool* pool = nullptr;                                    // where large bodies are read; null: on the caller's loop
  std::size_t body_on_loop_max = 64 * 1024;                // larger ones go to the pool
  platform::Telemetry* telemetry = nullptr;                // is told of each answer; may be null
  Random* random = nullptr;                                // of the ids in traces; null: requests have no trace
  Spans* spans = nullptr;                                  // is told of each request; null: nobody
  // For tests: is told, in a sentence, of each answer that is not as the contract says. Empty: answers are not checked.
  std::function<void(const std::string& what)> off_contract;
};

// What is served.
struct Surface {
  std::vector<platform::Route> routes;
  std::vector<platform::HouseRoute> house_routes;
  std::vector<std::string_view> api_parts;  // the engines' api.yaml
  std::span<const base::EmbeddedFile> pages;
  // Why the server cannot take work yet, or any more; empty where it can.
  std::function<std::string()> not_ready = [] { return std::string(); };
};

// The pipeline around the routes: pages, health, sign-in, permission, rate, contract, handler, problems, access log.
// What the head of a request decides is decided by it (`admit`), so that nobody's body is read who may not send it.
// Safe from any loop.
class Gateway {
 public:
  // Throws Error{internal, "gateway/…"} where routes clash, or a route below /v1/ and the contract do not agree.
  Gateway(Clock& clock, Log& log, const SignIn& sign_in, GatewayOptions options, Surface surface);
  ~Gateway();

  net::Admission admit(const net::Request& head);
  net::Admit admit() {
    return [this](const net::Request& head) { return admit(head); };
  }
  // Both steps at once, for a request that has come whole.
  Task<net::Response> handle(net::Request request);
  net::Handler handler() {
    return [this](net::Request request) { return handle(std::move(request)); };
  }
  const Contract& contract() const { return contract_; }

  // All that is served: "GET /v1/tenants".
  std::vector<std::string> operations() const;
  // What only one of the two knows, or each otherwise, as sentences; empty where router and document agree.
  std::vector<std::string> differences() const;

 private:
  struct Operation;
  struct Visit;  // a request from its admission to its answer
  void trace(const net::Request& head, Visit& visit) const;
  void note_span(const net::Request& request, const Visit& visit, int status) const;
  void decide(const net::Request& head, Visit& visit);
  net::Response refuse(const net::Request& head, const Visit& visit, std::exception_ptr failure);
  Task<net::Response> answer(std::shared_ptr<Visit> visit, net::Request request);
  Task<net::Response> call(const net::Request& request, Visit& visit);
  Task<Value> read_body(const net::Request& request, const Visit& visit);
  net::BodyStream while_signed_in(net::BodyStream stream, std::string token, const Visit& visit);
  Task<> run_while_signed_in(net::BodyStream stream, net::BodyWriter& writer, std::string token, SignedIn who);
  Task<> until_withdrawn(std::string token, SignedIn who);
  void add_own_routes();
  void add(Operation operation);
  bool is_for_other_sites(const net::Request& head, const Visit& visit) const;
  SignedIn sign_in(const net::Request& head);
  platform::Caller demand_operator(const net::Request& head, bool by_key_only);
  void finish(const net::Request& request, const Visit& visit, net::Response& response);
  void check(const Visit& visit, const net::Response& response) const;
  void record(const net::Request& request, const Visit& visit, int status);

  Clock& clock_;
  Log& log_;
  const SignIn& sign_in_;
  GatewayOptions options_;
  std::function<std::string()> not_ready_;
  Pages pages_;
  Contract contract_;
  std::shared_ptr<const std::string> document_;
  Router router_;
  std::vector<Operation> operations_;
  RateLimiter callers_;
  RateLimiter failed_sign_ins_;
  RateLimiter addresses_;
};

}  // namespace frontdesk::gateway
