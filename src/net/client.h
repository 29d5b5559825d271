#pragma once

#include <chrono>
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
};

struct ClientResponse {
  int status = 0;
  Headers headers;
  std::string body;
};

// Receives a response body while it arrives.
using OnBody = std::function<void(std::string_view piece)>;

// Keeps connections alive per endpoint. Failures are Error{unavailable, "net/…"}, {timeout, "deadline-passed"} or
// {invalid, "net/response-too-large" | "net/malformed-response"}; a status is never a failure. A request that failed on
// a kept connection before any byte of the answer is sent once more on a fresh one.
class Client {
 public:
  Client(Transport& transport, Clock& clock);
  ~Client();
  Task<ClientResponse> send(ClientRequest request, Deadline deadline);
  Task<ClientResponse> stream(ClientRequest request, Deadline deadline, OnBody on_body);  // body stays empty for 2xx

 private:
  struct Pool;
  std::shared_ptr<Pool> pool_;
};

// The sockets of this machine; TLS checks the peer against the system's certificates.
std::unique_ptr<Transport> system_transport();

struct Url {
  Endpoint endpoint;
  std::string target;  // path and query
  static Url parse(std::string_view text);  // throws Error{invalid, "net/bad-url"}
};

}  // namespace frontdesk::net
