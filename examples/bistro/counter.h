#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "desk.h"
#include "net/http.h"
#include "store/database.h"

namespace bistro {

// The tools over HTTP: POST /tools/<name>, the body is the arguments object, a refusal is a problem document (RFC
// 9457). A write and its answer are committed in one transaction under the Idempotency-Key: the same key brings the
// same answer, and with another body a 409.
class Counter {
 public:
  Counter(frontdesk::store::Tenant& tenant, frontdesk::Clock& clock, frontdesk::Random& random, int utc_offset_minutes);
  frontdesk::Task<frontdesk::net::Response> call(std::string tool, frontdesk::net::Request request);
  Now now() const { return at(clock_.wall()); }
  Now at(frontdesk::Timestamp time) const { return Now::of(time, utc_offset_minutes_); }

 private:
  using ReadTool = frontdesk::Value (*)(Reader&, const Now&, const frontdesk::Value&);
  using WriteTool = frontdesk::Value (*)(Transaction&, const Now&, frontdesk::Random&, const frontdesk::Value&);
  // Whether it asks for an order that is over: somebody goes to the drawer of receipts, which takes two seconds.
  frontdesk::Task<bool> is_put_away(frontdesk::Value arguments);
  frontdesk::Task<std::string> answer(std::string tool, const frontdesk::net::Request& request);

  frontdesk::store::Tenant& tenant_;
  frontdesk::Clock& clock_;
  frontdesk::Random& random_;
  int utc_offset_minutes_;
  std::map<std::string, ReadTool> reads_;
  std::map<std::string, WriteTool> writes_;
};

// {type, title, status, detail, pointer?}
frontdesk::net::Response problem_of(const frontdesk::Error& error);

}  // namespace bistro
