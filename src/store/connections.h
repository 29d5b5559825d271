#pragma once

#include <list>
#include <unordered_map>

#include "store/connection.h"
#include "store/place.h"

namespace frontdesk::store {

// Open connections of one thread, one a place; the one that was not used for longest goes when there are too many.
class Connections {
 public:
  Connections(const Vfs& vfs, Connection::Role role, std::size_t most) : vfs_(vfs), role_(role), most_(most) {}

  Connection& of(const Place& place);
  void close(const Place& place);

 private:
  struct Open {
    Open(const Vfs& vfs, const Place& place, Connection::Role role) : place(place), connection(vfs, place.path, role) {}
    const Place& place;
    Connection connection;
  };

  const Vfs& vfs_;
  Connection::Role role_;
  std::size_t most_;
  std::list<Open> open_;  // used last first
  std::unordered_map<const Place*, std::list<Open>::iterator> by_place_;
};

}  // namespace frontdesk::store
