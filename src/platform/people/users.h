#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/people/user.h"
#include "store/database.h"

namespace frontdesk::platform::people {

using UserPtr = std::shared_ptr<const User>;

// The users: in the operator's place, and the same in memory, so that signing a request in waits for nothing. Whoever
// changes one decides by what the transaction reads, and keeps here what was committed. Safe from any thread.
class Users {
 public:
  static std::vector<User> all(store::Reader& reader);
  static std::optional<User> find(store::Reader& reader, std::string_view id);
  static std::optional<User> find_by_email(store::Reader& reader, std::string_view email);
  static bool has_any(store::Reader& reader);
  // Whether there is an operator_admin who can sign in beside this one.
  static bool has_admin_beside(store::Reader& reader, std::string_view id);
  // The user as it is now, also one that is new; its version grows.
  static void write(store::Transaction& transaction, User& user);

  void load(std::vector<User> users);
  void keep(User user);  // an older version than the one that is here changes nothing
  UserPtr find(std::string_view id) const;
  UserPtr find_by_email(std::string_view email) const;
  std::vector<UserPtr> all() const;  // by name
  bool is_empty() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, UserPtr, std::less<>> by_id_;
  std::map<std::string, std::string, std::less<>> by_email_;
};

}  // namespace frontdesk::platform::people
