#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/log.h"
#include "base/pool.h"
#include "platform/audit/audit.h"
#include "platform/people/keys.h"
#include "platform/people/passwords.h"
#include "platform/people/sessions.h"
#include "platform/people/users.h"
#include "platform/rights.h"

namespace frontdesk::platform::people {

// A link that was made for somebody, as whoever tells them of it needs it.
struct Invitation {
  std::string email;
  std::string name;
  std::string by;
  std::string path;  // of the console, with the link
  Timestamp expires_at;
};

// Asks for what tells somebody of a link of theirs, in the transaction that makes it; as its body it may run again.
using Tell = std::function<void(store::Transaction& transaction, const Invitation& invitation)>;

struct Parts {
  store::Database& database;
  Clock& clock;
  Random& random;
  Log& log;
  Pool& pool;
  const Rights& rights;
  std::function<bool(std::string_view tenant)> has_tenant = {};  // empty: whatever is named is there
  std::function<Timestamp()> now;  // by which sessions, links and keys end; it never goes back
  password::Cost cost = {};
  std::chrono::milliseconds proof_life =
      std::chrono::minutes(10);  // how long a password that was given counts as fresh
  // Writes into the audit of the operator's place who did what, in the transaction that did it. Empty: nowhere.
  std::function<void(store::Transaction& transaction, const audit::Deed& deed)> note = {};
  // How the next link is told of; asked for once a link. Empty: whoever made it is given it, and passes it on.
  std::function<Tell()> teller = {};
};

// Who there is, and for whom a token stands. Safe from any thread; one a process.
class Directory {
 public:
  explicit Directory(Parts parts) : parts_(std::move(parts)) {}

  // Reads everything; to be called before the rest.
  Task<> load();
  // Writes down when sessions and keys were used, and forgets old sessions; a failure is named in the log. keep_up()
  // does so for as long as it runs.
  Task<> write_down();
  Task<> keep_up();

  // For a session of a user, or an API key; nothing where it is none, or over. Who has no role where the token is used
  // may nothing there but look after their own account.
  std::optional<Caller> caller_of(std::string_view token);
  // Whether the token is of a session whose user gave their password a moment ago (Parts::proof_life).
  bool is_proved(std::string_view token);
  // The roles by which a caller gives roles. A key has none; who came by the operator key is an admin of the tenant.
  Roles roles_of(const Caller& caller) const;
  // The user who calls. Throws Error{not_found, "people/no-user"}.
  UserPtr user_of(const Caller& caller) const;
  // What the caller may pass on to a key.
  std::vector<std::string> permissions_to_give(const Caller& caller) const;

  const Parts& parts() const { return parts_; }
  // What colleagues call who a principal stands for.
  std::string name_of(const std::string& principal) const;
  // Whether two principals cannot count as two people: a key is who made it, all names by the operator key are one, and
  // whoever made the link by which an account's password was set may have set it.
  bool is_same_person(const std::string& one, const std::string& other) const;
  // The active users who may this in a tenant's place, by name.
  std::vector<UserPtr> who_may(const TenantId& place, Permission permission) const;

  void note(store::Transaction& transaction, std::string actor, std::string deed, std::string subject,
            Value detail = Value::object()) const;

  Tell teller() const { return parts_.teller ? parts_.teller() : Tell(); }

  Task<store::Tenant*> place() const { return parts_.database.open(TenantId::of_operator()); }
  Timestamp now() const { return parts_.now(); }

  Users users;
  Sessions sessions;
  ApiKeys keys;

 private:
  std::string person_behind(std::string principal) const;
  std::string who_let_in(const std::string& person) const;
  std::vector<std::string> permissions_of(const User& user, const TenantId& place) const;

  Parts parts_;
};

}  // namespace frontdesk::platform::people
