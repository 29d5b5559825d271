#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include "base/value.h"
#include "net/client.h"

namespace frontdesk::support {

struct Answer {
  int status = 0;  // 0: no answer
  Value body;      // null where it is not JSON
  std::string text;
};

// Calls an HTTP API from a test, one call after the other, keeping the connection. Never throws for what the peer does.
class Api {
 public:
  explicit Api(std::string base, std::string token = {});
  ~Api();

  Answer get(const std::string& path, const std::string& token = {});
  Answer post(const std::string& path, const Value& body, const std::string& token = {});
  Answer send(net::ClientRequest request, const std::string& token = {});
  const std::string& base() const { return base_; }

 private:
  std::string base_;
  std::string token_;
  SystemClock clock_;
  std::unique_ptr<Transport> transport_;
  boost::asio::io_context context_{1};
  std::unique_ptr<net::Client> client_;
};

}  // namespace frontdesk::support
