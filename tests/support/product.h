#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "support/api.h"
#include "support/child.h"

namespace frontdesk::support {

// The product, started as an operator would, that can be killed and started again on the same data.
class Product {
 public:
  // `tenant_file`: the path of a YAML file that is deployed at the start. Flags are added as they are.
  Product(std::string data, std::string tenant_file, std::vector<std::string> flags = {});

  // As the operator allows it: this publishable key for the tenant, and tools at these ports of this machine. Before
  // start.
  void give(const std::string& tenant, const std::string& key, const std::vector<int>& ports);
  // More of the environment of the product's process. Before start.
  void set_environment(std::map<std::string, std::string> environment) { environment_ = std::move(environment); }
  void start();  // returns when it says that it is ready; throws std::runtime_error with its log otherwise
  void kill();   // SIGKILL, and waits
  int stop();    // SIGTERM; its exit status
  const std::string& address() const { return address_; }
  std::chrono::milliseconds ready_after() const { return ready_after_; }
  pid_t pid() const { return child_ ? child_->pid() : -1; }
  std::string operator_key() const;
  std::string staff_token(const std::string& tenant);  // a session for this tenant
  const std::string& data() const { return data_; }

 private:
  std::string data_;
  std::string tenant_file_;
  std::vector<std::string> flags_;
  std::map<std::string, std::string> environment_;
  int port_ = 0;
  std::string address_;
  std::chrono::milliseconds ready_after_{0};
  std::optional<Child> child_;
};

}  // namespace frontdesk::support
