#pragma once

#include <chrono>
#include <map>

#include "base/clock.h"
#include "net/http.h"
#include "office.h"

namespace frontdesk::tau {

// What a client's system does to those who call it; for tests.
struct Faults {
  std::chrono::milliseconds delay{0};  // before each answer of a tool
  int drop_answer_every = 0;           // the n-th call of a tool does its effect and its answer is cut off; 0: never
  std::chrono::milliseconds drop_pause{0};  // no tool of one world loses answers more often than that
  bool duplicate = false;                   // each call of a tool is delivered twice, the second answer counts
};

// The office over HTTP. Paths begin with nothing or with /worlds/<world>:
//   POST /tools/<name>   body = arguments, Idempotency-Key honoured -> 200 the answer as JSON, or a problem document
//   POST /admin/reset, GET /admin/state, GET /admin/ledger
//   GET /healthz
class Service {
 public:
  Service(Office& office, Clock& clock, Faults faults) : office_(office), clock_(clock), faults_(faults) {}
  Task<net::Response> handle(net::Request request);

 private:
  Task<net::Response> call_tool(Call call);
  bool drops_answer(const Call& call);

  Office& office_;
  Clock& clock_;
  Faults faults_;
  int calls_ = 0;
  std::map<std::string, Moment> dropped_at_;  // by world and tool
};

}  // namespace frontdesk::tau
