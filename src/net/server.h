#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "net/address.h"
#include "net/admission.h"
#include "net/limits.h"
#include "net/loops.h"

namespace frontdesk::net {

// A port that is ours and lets nobody in yet: whoever tells people where the server is knows it before any work begins.
class BoundPort {
 public:
  // Port 0: one that is free. Throws Error{conflict, "net/port-taken"}.
  BoundPort(Loops& loops, const std::string& address, std::uint16_t port);
  std::uint16_t number() const;

 private:
  friend class Server;
  std::shared_ptr<boost::asio::ip::tcp::acceptor> acceptor_;
};

// HTTP/1.1 with keep-alive. Refuses what RFC 9112 leaves ambiguous (smuggling) with 4xx and closes.
//
// A stranger costs little: a connection that has sent nothing holds no buffer, a body is read only where the head was
// admitted, and where a limit is reached the oldest connection that has shown nothing of itself gives way to a new one.
class Server {
 public:
  Server(Loops& loops, Clock& clock, Random& random, Log& log, ServerLimits limits, Admit admit,
         std::vector<AddressRange> trusted_proxies = {});
  // Admits every request, with a body as large as the limits allow.
  Server(Loops& loops, Clock& clock, Random& random, Log& log, ServerLimits limits, Handler handler);
  ~Server();
  // Lets people in from now on. Throws Error{conflict, "net/port-taken"} where another program was faster.
  void listen(BoundPort port);
  // Takes the port, too, and returns it.
  std::uint16_t listen(const std::string& address, std::uint16_t port);
  // Takes no new connections, answers what is under way (streams are ended), returns when all is done or at the
  // deadline.
  Task<> drain(Deadline deadline);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace frontdesk::net
