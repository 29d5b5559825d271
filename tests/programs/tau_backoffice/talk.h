#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/value.h"
#include "net/client.h"

namespace frontdesk::tau {

// What a caller needs who does not give up: whoever he calls may be dead for a while.
struct Caller {
  net::Client& client;
  Clock& clock;
  std::chrono::seconds patience{30};
};

// Repeats the request until it is answered with 2xx. Throws Error{unavailable, "tau/no-answer"} with the last answer.
Task<Value> insist(Caller caller, net::ClientRequest request);

// A customer in the web channel: one conversation.
class Talk {
 public:
  Talk(Caller caller, std::string address, std::string publishable_key)
      : caller_(caller), address_(std::move(address)), key_(std::move(publishable_key)) {}

  Task<> open();
  // Delivers a message; with `twice` two deliveries with the same id at the same time.
  Task<> say(std::string id, std::string text, bool twice);
  // Presses yes of a read-back.
  Task<> press(std::string id, std::string text, std::string read_back);
  // Reads on until so many runs have finished. Throws Error{timeout, "tau/no-end"}.
  Task<> until_finished(int runs);

  const std::string& id() const { return id_; }
  const std::vector<Value>& events() const { return events_; }  // {type, seq, …}, with the trace
  std::vector<Value> events_of(std::string_view type) const;

 private:
  Task<> deliver(std::string id, std::string text, std::string read_back = {});
  net::ClientRequest request(const char* method, const std::string& path, const std::string& token) const;

  Caller caller_;
  std::string address_;
  std::string key_;
  std::string id_;
  std::string token_;
  std::int64_t seen_ = 0;
  std::vector<Value> events_;
};

}  // namespace frontdesk::tau
