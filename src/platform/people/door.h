#pragma once

#include <optional>
#include <string>

#include "base/rate_limit.h"
#include "platform/people/directory.h"
#include "platform/people/links.h"

namespace frontdesk::platform::people {

// Where people come in and go: by a password or a link, and out. Safe from any thread.
class Door {
 public:
  Door(Directory& directory, Passwords& passwords);

  struct Entered {
    std::string token;
    Timestamp ends_at;
    UserPtr user;
  };
  // Throws Error{unauthenticated, "people/wrong-password"}, the same and as late for an address that nobody has; and
  // Error{exhausted, "people/too-many-tries"} after many that failed, from one address or for one user. From where a
  // user was signed in before, nobody else's tries keep them out.
  Task<Entered> sign_in(std::string email, std::string given, Visit visit);

  // Makes a link that welcomes the first user, and takes back the one before. Throws Error{conflict, "people/welcomed"}
  // where there is a user.
  Task<Invitation> welcome();

  // What a link is for. Throws Error{not_found, "people/link-over"}, as accept does.
  struct Looked {
    Purpose purpose;
    std::string email;
    std::string name;
  };
  Task<Looked> look(std::string token, Visit visit);

  struct Wish {
    std::string email;  // of a first user; others have one
    std::string name;   // empty: as it is
    std::string password;
  };
  // Signs in whom the link is for, with a password from here on. Earlier sessions of theirs end.
  Task<Entered> accept(std::string token, Wish wish, Visit visit);

  // All sessions end, and a new one begins here.
  Task<Entered> change_password(Caller caller, std::string given, std::string wanted, Visit visit);

  // The password once more, for what needs a fresh proof of who acts; the session counts as proved from now on, and
  // until when is answered. Throws what sign_in throws, and Error{not_found, "people/unknown-session"}.
  Task<Timestamp> step_up(Caller caller, Session session, std::string given, Visit visit);

  // The session that the token is of; nothing for what is none.
  std::optional<Session> session_of(std::string_view token) const;
  // Throws Error{not_found, "people/unknown-session"} where the caller has no such session.
  Task<> end_session(Caller caller, std::string id);
  Task<> end_others(Caller caller, std::string id);

 private:
  struct Tries {
    std::string address;
    std::string person;
  };
  Tries demand_tries(const UserPtr& user, const std::string& email, const Visit& visit);
  void forgive(const Tries& tries);
  Task<Link> find_link(std::string token, Visit visit);
  Task<Entered> enter(UserPtr user, Visit visit);
  Task<> demand_password(UserPtr user, const std::string& email, std::string given, Visit visit);

  Directory& directory_;
  Passwords& passwords_;
  RateLimiter addresses_;
  RateLimiter persons_;
};

// A link for a user, or for nobody yet, to be written; with its token.
struct MadeLink {
  Link link;
  std::string token;
};
MadeLink make_link(Purpose purpose, std::string user, std::string by, const Directory& directory);
// Where the console opens a link.
std::string path_of(std::string_view token);

}  // namespace frontdesk::platform::people
