#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/people/directory.h"
#include "platform/people/links.h"

namespace frontdesk::platform::people {

// Who is in, and with which roles. Of a tenant a caller sees the people who have a role there, with these roles;
// without a tenant all, with all. Nobody gives or takes a role above their own, and the operator keeps an admin who can
// sign in. Safe from any thread.
class Roster {
 public:
  explicit Roster(Directory& directory) : directory_(directory) {}

  struct Seen {
    UserPtr user;
    Roles roles;        // those that the caller sees
    Timestamp seen_at;  // nothing for who has roles beside these
  };
  // Those in whose name or address the words are; all for none.
  std::vector<Seen> list(const Caller& caller, std::string_view words) const;

  struct Invited {
    Seen who;
    std::optional<Invitation> invitation;  // none for who signs in already: they have the roles at once
  };
  // Who has roles already: given these besides, or refused with Error{conflict, "people/known"}.
  enum class IfKnown { add_roles, refuse };
  Task<Invited> invite(Caller caller, std::string email, std::string name, Roles roles,
                       IfKnown if_known = IfKnown::add_roles);
  // These instead of those that the caller sees. Links of theirs are over.
  Task<Seen> give_roles(Caller caller, std::string id, Roles roles);
  // All sessions and links of theirs end.
  Task<Seen> disable(Caller caller, std::string id);
  Task<Seen> enable(Caller caller, std::string id);
  // A new invitation, or a link that sets a new password; those before are over. The latter is for who stands above all
  // that they are: otherwise Error{forbidden, "people/out-of-reach"}.
  Task<Invitation> make_link(Caller caller, std::string id);
  Task<> revoke_links(Caller caller, std::string id);

  // The same for whoever has the machine.
  Task<Invitation> make_link_by_email(std::string email);

 private:
  Seen seen_by(const Caller& caller, UserPtr user) const;
  UserPtr find(const Caller& caller, std::string_view id) const;
  struct Maker {
    std::string principal;
    std::string name;
  };
  Task<Invitation> make_link_for(UserPtr user, Maker maker, Tell tell);
  void revoke_what_would_pass(store::Transaction& transaction, const std::string& id, const Roles& added);
  Task<Seen> switch_to(Caller caller, std::string id, bool enabled);

  Directory& directory_;
};

}  // namespace frontdesk::platform::people
