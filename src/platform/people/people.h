#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/people/door.h"
#include "platform/people/key_ring.h"
#include "platform/people/roster.h"
#include "platform/route.h"

namespace frontdesk::platform::people {

// People: users with their roles, how they come in, and the keys of their programs.
struct People {
  explicit People(Parts parts)
      : directory(parts),
        passwords(parts.pool, parts.random, parts.cost),
        door(directory, passwords),
        roster(directory),
        keys(directory) {}

  Directory directory;
  Passwords passwords;
  Door door;
  Roster roster;
  KeyRing keys;
};

// Their tables, in the operator's place.
store::Module module();

struct Business {
  std::string id;
  std::string name;
};
using ListBusinesses = std::function<std::vector<Business>()>;

std::vector<Route> routes(People& people, ListBusinesses list);
// Those that nobody needs a session for, and the one of the machine.
std::vector<HouseRoute> house_routes(People& people);
std::string_view api();

}  // namespace frontdesk::platform::people
