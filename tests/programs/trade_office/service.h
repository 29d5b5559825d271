#pragma once

#include <map>
#include <string>

#include "net/http.h"
#include "office.h"

namespace frontdesk::trade {

// The offices of several businesses over HTTP:
//   POST /TRADE/TOOL      the tool contract: 200 with the answer, or a problem document; Idempotency-Key is honoured
//   GET  /TRADE/records   {KIND: [record]}
//   GET  /TRADE/writes    [{key, tool, kind, code, before, after}], in the order in which they were made
class Service {
 public:
  explicit Service(std::map<std::string, Office> offices) : offices_(std::move(offices)) {}
  net::Response handle(const net::Request& request);

 private:
  std::map<std::string, Office> offices_;
};

}  // namespace frontdesk::trade
