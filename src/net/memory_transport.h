#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/transport.h"
#include "net/server.h"

namespace frontdesk::net {

// What befalls a request on its way.
enum class Fault {
  none,
  refuse,                // the connection is not taken
  close_before_handler,  // the connection ends before anybody sees the request
  close_after_handler,   // the work is done, the answer is lost
  cut_answer,            // half of the answer arrives
};

struct Treatment {
  Fault fault = Fault::none;
  std::chrono::nanoseconds delay_before{};  // the handler
  std::chrono::nanoseconds delay_after{};   // it, before the answer
};

// Connects a client to handlers in the same process, without sockets and threads: for tests and simulations. A handler
// runs on the executor of whoever sent the request. Keeps connections alive as the real server does. Must outlive the
// connections it gave.
class MemoryTransport final : public Transport {
 public:
  explicit MemoryTransport(Clock& clock) : clock_(clock) {}

  void serve(std::string host, std::uint16_t port, Handler handler);
  void stop(const std::string& host, std::uint16_t port);  // new connections are refused, kept ones end
  // Asked once for each request before its handler. With Fault::refuse it is the connection that ends.
  void treat(std::function<Treatment(const Request& request)> treatment) { treatment_ = std::move(treatment); }
  void refuse_connections(bool refuses) { refuses_ = refuses; }
  int connections_opened() const { return connections_opened_; }

  Task<std::unique_ptr<Connection>> connect(Endpoint endpoint, Deadline deadline) override;

 private:
  struct Service;
  struct Pipe;
  class End;
  struct Writer;
  struct Link;
  static Task<> answer_what_came(MemoryTransport& self, std::shared_ptr<Link> link);
  Task<bool> answer(Link& link, Request request, bool keeps_alive);

  Clock& clock_;
  std::map<std::pair<std::string, std::uint16_t>, std::shared_ptr<Service>> services_;
  std::function<Treatment(const Request& request)> treatment_;
  bool refuses_ = false;
  int connections_opened_ = 0;
};

}  // namespace frontdesk::net
