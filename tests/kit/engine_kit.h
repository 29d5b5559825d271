#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>

#include "base/memory_files.h"
#include "gateway/gateway.h"
#include "platform/engine.h"
#include "support/run_task.h"

namespace frontdesk::support {

// Who asks. The tenants of the kit are "acme" and "other".
struct Who {
  platform::Role role = platform::Role::staff;
  std::string tenant = "acme";
  std::string conversation = "c_1";  // of a visitor
};

// One engine behind the real gateway and on a real database (SQLite, or PostgreSQL: support/database.h), with a clock
// that the test moves. Requests are signed in and held against the contract as in the product; so is each answer: one
// that is not as api.yaml says fails the test.
class EngineKit {
 public:
  using Make = std::function<platform::Engine(EngineKit& kit)>;
  EngineKit(platform::Facts facts, const Make& make);
  ~EngineKit();

  net::Response send(const Who& who, std::string method, std::string target, const Value& body = {});
  // The answer's JSON, whatever the status.
  Value get(const Who& who, std::string target) { return told(send(who, "GET", std::move(target))); }
  Value post(const Who& who, std::string target, const Value& body = Value::object({})) {
    return told(send(who, "POST", std::move(target), body));
  }
  static Value told(const net::Response& response);
  // The last part of a problem's type; empty where it is none.
  static std::string slug(const net::Response& response);

  // As the house gives it; Error{not_found, "tenant/unknown"} for tenants that the kit does not have.
  std::function<Task<store::Tenant*>(TenantId)> find_place();
  template <class T>
  T wait(Task<T> task) {
    return run_task(context_, std::move(task));
  }
  void wait(Task<> task) { run_task(context_, std::move(task)); }

  ManualClock clock{Timestamp{1'800'000'000'000}};
  std::unique_ptr<Log> log = silent_log();
  Pool pool{clock, {}};

 private:
  std::string token_of(const Who& who) const;
  std::optional<platform::Caller> page_of(std::string_view key) const;

  boost::asio::io_context context_{1};
  MemoryFiles files_;
  std::unique_ptr<store::Database> database_;
  platform::Rights rights_;
  gateway::Credentials credentials_;
  gateway::SignIn sign_in_;
  platform::Engine engine_;
  std::unique_ptr<gateway::Gateway> gateway_;
};

}  // namespace frontdesk::support
