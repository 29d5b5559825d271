#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "platform/people/remembered.h"
#include "store/database.h"

namespace frontdesk::platform::people {

// From where somebody comes.
struct Visit {
  std::string address;
  std::string device;  // what the browser calls itself
};

// A user's being signed in, somewhere.
struct Session {
  std::string digest;
  std::string id;  // s_…
  std::string user;
  Visit from;
  Timestamp began_at;
  Timestamp seen_at;
  Timestamp ends_at;    // whatever is done meanwhile
  Timestamp ended_at;   // 0: nobody has ended it
  Timestamp proved_at;  // when whoever is signed in last gave or set the password
};

// Stored sessions: in the operator's place, and the same in memory. One ends when nobody has used it for a while, in
// any case some days after it began, and at once when it is ended. Ended ones are kept for a while: from where a user
// has been before is known by them. Safe from any thread.
class Sessions {
 public:
  static constexpr auto kIdleMax = std::chrono::hours(12);
  static constexpr auto kLifeMax = std::chrono::days(14);
  static constexpr auto kKept = std::chrono::days(60);

  struct Opened {
    std::string token;
    Session session;
  };
  static Opened open(std::string user, Visit from, Timestamp now, Random& random);  // to be written, then kept
  static void write(store::Transaction& transaction, const Session& session);
  static std::vector<Session> all(store::Reader& reader);

  // Ends open ones of a user, and says which; they are to be forgotten when that is committed.
  struct Which {
    std::string_view only = {};     // the id of one; empty: each
    std::string_view but_for = {};  // the id of one that goes on
  };
  static std::vector<std::string> end(store::Transaction& transaction, std::string_view user, Which which,
                                      Timestamp now);
  // Also those that nobody has kept here yet: they never count.
  void forget(const std::vector<std::string>& digests, Timestamp now);

  void load(std::vector<Session> sessions) { held_.load(std::move(sessions)); }
  void keep(Session session) { held_.keep(std::move(session)); }
  // Whose token it is; it counts as used. Nothing where it is over.
  std::optional<Session> use(std::string_view token, Timestamp now);
  // The password was given again: in the store, where false says that the session has ended meanwhile; and here, when
  // that is committed.
  static bool prove(store::Transaction& transaction, const Session& session, Timestamp now);
  void prove(const Session& session, Timestamp now);
  // Whether it was given less than `life` ago.
  static bool is_proved(const Session& session, std::chrono::milliseconds life, Timestamp now);
  // Open ones of a user, the latest used first.
  std::vector<Session> of(std::string_view user, Timestamp now) const;
  // When the user was here last; 0: never, as far as is known.
  Timestamp last_seen(std::string_view user) const;
  // Whether the user has been signed in from there before.
  bool knows(std::string_view user, std::string_view address) const;

  // Those whose use was not written down yet.
  std::vector<Session> take_used() { return held_.take_used(); }
  static void note_use(store::Transaction& transaction, const Session& session);
  // Those that ended long ago are gone from both.
  static void forget_old(store::Transaction& transaction, Timestamp now);
  void forget_old(Timestamp now);

 private:
  Remembered<Session> held_;
};

}  // namespace frontdesk::platform::people
