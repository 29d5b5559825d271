#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/task.h"

namespace frontdesk {

// A byte stream to a peer. One task reads and one writes at a time. Failures throw Error{unavailable, "net/…"}.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual Task<std::size_t> read_some(std::span<char> into) = 0;  // 0 at the end
  virtual Task<> write_all(std::string_view bytes) = 0;
  // Whether the peer is still there, as far as is known, and has sent nothing that is not read yet.
  virtual bool is_quiet() = 0;
  virtual void close() = 0;
};

struct Endpoint {
  std::string host;
  std::uint16_t port = 0;
  bool tls = false;

  std::string name() const { return host + ":" + std::to_string(port); }
};

// The seam of the network, for connections that we open.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Task<std::unique_ptr<Connection>> connect(Endpoint endpoint, Deadline deadline) = 0;
};

}  // namespace frontdesk
