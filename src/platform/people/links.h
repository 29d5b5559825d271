#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "store/database.h"

namespace frontdesk::platform::people {

enum class Purpose {
  welcome,     // makes the first user
  invitation,  // lets one in who was invited
  password,    // sets a new password
};
BOOST_DESCRIBE_ENUM(Purpose, welcome, invitation, password)

// What lets somebody in once: whoever has it, may. Of the link itself only the digest is kept.
struct Link {
  std::string digest;
  std::string id;  // l_…
  Purpose purpose = Purpose::welcome;
  std::string user;  // empty for a welcome
  std::string by;    // who made it
  Timestamp made_at;
  Timestamp expires_at;
};

// The links of the operator's place. Each counts once: it is over when it was used, revoked, or its time is up.
class Links {
 public:
  static void write(store::Transaction& transaction, const Link& link);
  // Nothing where there is none, or it is over.
  static std::optional<Link> find(store::Reader& reader, std::string_view digest, Timestamp now);
  // False where it is over: of two who come at once, one gets in.
  static bool use(store::Transaction& transaction, std::string_view digest, Timestamp now);
  // All of this user that are not over; of nobody yet: those that welcome.
  // `by`: of these only what this one made; all for "".
  static void revoke_of(store::Transaction& transaction, std::string_view user, Timestamp now,
                        std::string_view by = {});
  // Who made those of this user that are open.
  static std::vector<std::string> makers_of(store::Reader& reader, std::string_view user, Timestamp now);
  static bool has_open(store::Reader& reader, std::string_view user, Timestamp now);
};

}  // namespace frontdesk::platform::people
