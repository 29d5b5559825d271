#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/transport.h"
#include "net/http.h"

namespace frontdesk::net {

struct ClientRequest {
  std::string method = "GET";
  std::string url;  // http:// or https://
  Headers headers;
  std::string body;
  std::size_t response_bytes_max = 1024 * 1024;
  // Whether it does no harm when the peer gets it twice. Only then a kept connection is used, as nobody can know
  // whether one that has just died took the request with it. Unset: as the method says (GET, HEAD, OPTIONS).
  std::optional<bool> repeatable;
};

struct ClientResponse {
  int status = 0;
  Headers headers;
  std::string body;
};

// Receives a response body while it arrives.
using OnBody = std::function<void(std::string_view piece)>;

// Keeps connections alive per endpoint. Failures are Error{unavailable, "net/…"}, {timeout, "deadline-passed"} or
// {invalid, "net/response-too-large" | "net/malformed-response" | "net/bad-url" | "net/bad-header"}; a status is never
// a failure. A repeatable request that failed on a kept connection before any byte of the answer is sent once more on a
// fresh one. Redirects are not followed. Safe from any loop; connections are kept per loop, so a client must not
// outlive the loops it was used on.
class Client {
 public:
  Client(Transport& transport, Clock& clock);
  ~Client();
  Task<ClientResponse> send(ClientRequest request, Deadline deadline);
  Task<ClientResponse> stream(ClientRequest request, Deadline deadline, OnBody on_body);  // body stays empty for 2xx

  class Pool;

 private:
  std::shared_ptr<Pool> pool_;
};

// Says why no connection for `asked` may go to an address that its host resolved to; empty where it may.
using AddressGuard = std::function<std::string_view(const Endpoint& asked, std::string_view address)>;

// The sockets of this machine; TLS checks the peer against the system's certificates. The guard sees every address
// that a name resolves to, and the connection goes to one that it let pass: Error{forbidden, "net/address-refused"}.
std::unique_ptr<Transport> system_transport(AddressGuard guard = {});

struct Url {
  Endpoint endpoint;
  std::string target;                       // path and query
  static Url parse(std::string_view text);  // throws Error{invalid, "net/bad-url"}
};

}  // namespace frontdesk::net
