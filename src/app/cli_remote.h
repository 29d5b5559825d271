#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>

#include "base/value.h"
#include "net/client.h"

namespace frontdesk::app {

// The running server of a data folder, as the command line talks to it: at the address in <data>/address, with the key
// in <data>/operator.key. Failures are Errors with a sentence for whoever typed the command.
class Remote {
 public:
  // What it does for a tenant is done in this name; empty: the staff's.
  explicit Remote(std::string data, std::string name = {});
  ~Remote();

  struct Answer {
    int status = 0;
    Value body;
  };

  // Works for this tenant from here on; its place is made where the server has none and `make` says so.
  void enter(const std::string& tenant, bool make = false);
  // The only tenant that there is; Error{invalid, "cli/which-tenant"} where there are several.
  std::string only_tenant();

  const std::string& base() const { return base_; }  // "http://…"

  Value get(const std::string& path);                      // throws what the server refuses
  Value post(const std::string& path, const Value& body);  // likewise
  // Hands on what comes, however much it is; throws what the server refuses.
  void stream(const std::string& path, const std::function<void(std::string_view piece)>& each);
  Answer send(const std::string& method, const std::string& path, const Value& body);

 private:
  net::ClientRequest request_to(const std::string& method, const std::string& path) const;
  Answer answer_to(Task<net::ClientResponse> asked);

  std::string data_;
  std::string name_;
  std::string base_;
  std::string operator_key_;
  std::string token_;  // of the tenant; empty before enter()
  SystemClock clock_;
  std::unique_ptr<Transport> transport_;
  boost::asio::io_context context_{1};
  std::unique_ptr<net::Client> client_;
};

}  // namespace frontdesk::app
