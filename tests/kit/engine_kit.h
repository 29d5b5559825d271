#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/memory_files.h"
#include "gateway/gateway.h"
#include "kit/kit_log.h"
#include "platform/actions/actions.h"
#include "platform/engine.h"
#include "platform/people/people.h"
#include "platform/places/place.h"
#include "support/letterbox.h"
#include "support/run_task.h"

namespace frontdesk::support {

// Who asks. The tenants of the kit are "acme" and "other". Without a tenant, people ask for themselves or the operator.
struct Who {
  platform::Role role = platform::Role::tenant_admin;
  std::string tenant = "acme";
  std::string conversation = "c_1";  // of a visitor
  std::string name = "ana";          // of staff
};

// One engine behind the real gateway and on a real database (SQLite, or PostgreSQL: support/database.h), with a clock
// that the test moves. Requests are signed in and held against the contract as in the product; so is each answer: one
// that is not as api.yaml says fails the test, and so does an action's that is not as its output_schema says.
class EngineKit {
 public:
  using Make = std::function<platform::Engine(EngineKit& kit)>;
  EngineKit(platform::Facts facts, const Make& make);
  // The same with several engines, and with what is served beside them.
  using MakeAll = std::function<std::vector<platform::Engine>(EngineKit& kit)>;
  using More = std::function<void(gateway::Surface& surface)>;
  EngineKit(std::vector<platform::Facts> facts, const MakeAll& make, const More& more);
  ~EngineKit();

  net::Response send(const Who& who, std::string method, std::string target, const Value& body = {},
                     const std::string& idempotency_key = "");
  // The same with a body that may be anything, and with header fields.
  using Fields = std::vector<std::pair<std::string, std::string>>;
  net::Response send_bytes(const Who& who, std::string method, std::string target, std::string body, Fields fields);
  // What a response streams.
  std::string streamed(const net::Response& response);
  // The answer's JSON. An answer that is no 2xx fails the test, and the failure says what the caller was told and what
  // the log has of it; for what is to be refused there is send().
  Value get(const Who& who, std::string target);
  Value post(const Who& who, std::string target, const Value& body = Value::object({}));
  // Who somebody is, and what they are called.
  std::string principal(const Who& who) { return people_.directory.caller_of(token_of(who))->principal; }
  std::string name_of(const std::string& principal) const { return people_.directory.name_of(principal); }
  static Value told(const net::Response& response);
  // The last part of a problem's type; empty where it is none.
  static std::string slug(const net::Response& response);

  // As the house gives it; Error{not_found, "tenant/unknown"} for tenants that the kit does not have.
  std::function<Task<store::Tenant*>(TenantId)> find_place();
  // The same with what is due in it; nothing of it is done but by do_what_is_due().
  std::function<Task<platform::Place*>(TenantId)> place();
  std::size_t do_what_is_due(const std::string& tenant = "acme");  // "": the operator's
  store::Database& database() { return *database_; }
  std::vector<std::string> operations() const { return gateway_->operations(); }
  template <class T>
  T wait(Task<T> task) {
    return run_task(context_, std::move(task));
  }
  void wait(Task<> task) { run_task(context_, std::move(task)); }

  ManualClock clock{Timestamp{1'800'000'000'000}};
  SystemRandom random;
  std::unique_ptr<KitLog> log = std::make_unique<KitLog>();
  Pool pool{clock, {}};
  Letterbox letterbox;
  platform::Actions actions{place(), [](const std::string& what) { ADD_FAILURE() << what; }};

 private:
  Task<platform::Place*> open_place(TenantId id);
  Value demand(const Who& who, const std::string& method, const std::string& target, const Value& body);
  std::string token_of(const Who& who);
  std::string session_of(const Who& who, const std::string& tenant);
  std::optional<platform::Caller> page_of(std::string_view key) const;

  boost::asio::io_context context_{1};
  MemoryFiles files_;
  std::unique_ptr<store::Database> database_;
  platform::Frame frame_{clock, random, *log, platform::audit::Audit(std::string(32, 'a'))};
  std::map<TenantId, std::unique_ptr<platform::Place>> places_;
  platform::Rights rights_;
  gateway::Credentials credentials_;
  platform::people::People people_;
  std::map<std::string, std::string> sessions_;  // of people, by role and tenant
  gateway::SignIn sign_in_;
  std::vector<platform::Engine> engines_;
  std::unique_ptr<gateway::Gateway> gateway_;
};

}  // namespace frontdesk::support
