#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "net/limits.h"

namespace frontdesk::net {

class Session;

// What a connection has shown of itself. Where there is no room, the oldest of the least standing gives way.
enum class Standing {
  fresh,  // no request of it has been admitted yet
  guest,  // has asked for what is everybody's
  known,  // has shown a credential; never gives way
};

// One connection in the table. What stands first belongs to the connection's loop, the rest to the table.
struct Place {
  Session* session = nullptr;  // while it is served
  bool gave_way = false;       // before it was served

  const std::size_t loop;
  const std::string address;  // as limits count it
  const bool is_exempt;       // from the limits by address: a trusted proxy, who speaks for many

  using Queue = std::list<std::shared_ptr<Place>>;
  Standing standing = Standing::fresh;
  bool is_counted = false;
  std::size_t bytes = 0;
  Queue::iterator in_all{};
  Queue::iterator in_address{};
};

// The connections of a server and what they hold, in all and by address. Safe from any loop.
class Connections {
 public:
  explicit Connections(const ServerLimits& limits) : limits_(limits) {}

  struct Entrance {
    std::shared_ptr<Place> place;                  // null: there is no room
    std::vector<std::shared_ptr<Place>> give_way;  // are counted no more; their sessions are yet to be told
  };
  Entrance enter(std::size_t loop, std::string address, bool is_exempt);
  void leave(Place& place);
  void rise(const std::shared_ptr<Place>& place, Standing standing);  // never falls
  std::shared_ptr<Place> least();  // gives way where descriptors run out; null where nobody can
  std::size_t count() const;

  // Sets what the connection holds. False, and nothing is changed, where there is no room for more.
  bool hold(Place& place, std::size_t bytes);
  std::size_t bytes_held() const;

 private:
  // Those who can give way, the oldest first.
  struct Queues {
    Place::Queue fresh, guests;
    Place::Queue* of(Standing standing);
    std::shared_ptr<Place> least() const;
  };
  struct Address {
    std::size_t connections = 0;
    std::size_t bytes = 0;
    Queues queues;
  };
  bool make_room(std::size_t used, std::size_t most, const Queues& among, Entrance& entrance);
  void line_up(const std::shared_ptr<Place>& place, Address& address);
  void step_out(Place& place, Address& address);
  void forget(Place& place);

  const ServerLimits limits_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Address> addresses_;
  Queues queues_;
  std::size_t connections_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace frontdesk::net
