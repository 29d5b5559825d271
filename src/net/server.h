#pragma once

#include <functional>
#include <memory>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "net/http.h"
#include "net/limits.h"
#include "net/loops.h"

namespace frontdesk::net {

// Answers a request. What it throws becomes a bare 500; to say more about an error is the handler's business.
using Handler = std::function<Task<Response>(Request request)>;

// HTTP/1.1 with keep-alive. Refuses what RFC 9112 leaves ambiguous (smuggling) with 4xx and closes.
class Server {
 public:
  Server(Loops& loops, Clock& clock, Random& random, Log& log, ServerLimits limits, Handler handler);
  ~Server();
  // Returns the port (for port 0: the one that was free). Throws Error{conflict, "net/port-taken"}.
  std::uint16_t listen(const std::string& address, std::uint16_t port);
  // Takes no new connections, answers what is under way (streams are ended), returns when all is done or at the
  // deadline.
  Task<> drain(Deadline deadline);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace frontdesk::net
