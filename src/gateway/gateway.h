#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "gateway/contract.h"
#include "gateway/pages.h"
#include "gateway/rate_limit.h"
#include "gateway/router.h"
#include "gateway/sign_in.h"
#include "net/server.h"
#include "platform/route.h"

namespace frontdesk::gateway {

struct GatewayOptions {
  Rate rate;  // for each caller; for a publishable key, for each address with it
  Rate failed_sign_ins{.per_second = 5, .burst = 100};  // for each address
  std::chrono::milliseconds handling_time_max{60'000};  // a handler that takes longer is cancelled; streams are not
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
// Safe from any loop.
class Gateway {
 public:
  // Throws Error{internal, "gateway/…"} where routes clash, or a route below /v1/ and the contract do not agree.
  Gateway(Clock& clock, Log& log, const SignIn& sign_in, GatewayOptions options, Surface surface);
  ~Gateway();

  Task<net::Response> handle(net::Request request);
  net::Handler handler() {
    return [this](net::Request request) { return handle(std::move(request)); };
  }
  const Contract& contract() const { return contract_; }

  // What only one of the two knows, as sentences; empty where router and document agree.
  std::vector<std::string> differences() const;

 private:
  struct Operation;
  struct Trail;  // what the access log says
  Task<net::Response> answer(const net::Request& request, Trail& trail);
  Task<net::Response> answer_tenant(const net::Request& request, const Operation& operation, PathParts path,
                                    Trail& trail);
  Task<net::Response> answer_house(const net::Request& request, const Operation& operation, PathParts path);
  void add_own_routes();
  void add(Operation operation);
  platform::Caller admitted(const net::Request& request);
  void record(const net::Request& request, const Trail& trail, int status, Moment start);

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
};

}  // namespace frontdesk::gateway
