#include "net/connections.h"

namespace frontdesk::net {
namespace {

bool is_full(std::size_t used, std::size_t most) { return most > 0 && used >= most; }

}  // namespace

Place::Queue* Connections::Queues::of(Standing standing) {
  if (standing == Standing::known) return nullptr;
  return standing == Standing::fresh ? &fresh : &guests;
}

std::shared_ptr<Place> Connections::Queues::least() const {
  if (!fresh.empty()) return fresh.front();
  return guests.empty() ? nullptr : guests.front();
}

Connections::Entrance Connections::enter(std::size_t loop, std::string address, bool is_exempt) {
  const std::lock_guard lock(mutex_);
  Entrance entrance;
  auto& own = addresses_[address];  // stays where it is, whoever of it gives way
  ++own.connections;
  const auto has_room = [&] {
    if (!is_exempt) {
      if (!make_room(own.connections - 1, limits_.connections_per_address_max, own.queues, entrance)) return false;
      if (is_full(own.queues.fresh.size(), limits_.half_open_per_address_max)) {
        make_room(1, 1, own.queues, entrance);
      }
    }
    if (!make_room(connections_, limits_.connections_max, queues_, entrance)) return false;
    if (is_full(queues_.fresh.size(), limits_.half_open_max)) make_room(1, 1, queues_, entrance);
    return true;
  };
  if (!has_room()) {
    if (--own.connections == 0) addresses_.erase(address);
    return entrance;
  }
  ++connections_;
  entrance.place = std::make_shared<Place>(
      Place{.loop = loop, .address = std::move(address), .is_exempt = is_exempt, .is_counted = true});
  line_up(entrance.place, own);
  return entrance;
}

// One of `among` gives way where `used` has reached `most`. False where that is so and nobody can.
bool Connections::make_room(std::size_t used, std::size_t most, const Queues& among, Entrance& entrance) {
  if (!is_full(used, most)) return true;
  auto place = among.least();
  if (!place) return false;
  forget(*place);
  entrance.give_way.push_back(std::move(place));
  return true;
}

void Connections::line_up(const std::shared_ptr<Place>& place, Address& address) {
  auto* all = queues_.of(place->standing);
  if (!all) return;
  auto* own = address.queues.of(place->standing);
  place->in_all = all->insert(all->end(), place);
  place->in_address = own->insert(own->end(), place);
}

void Connections::step_out(Place& place, Address& address) {
  auto* all = queues_.of(place.standing);
  if (!all) return;
  all->erase(place.in_all);
  address.queues.of(place.standing)->erase(place.in_address);
}

void Connections::forget(Place& place) {
  if (!std::exchange(place.is_counted, false)) return;
  const auto at = addresses_.find(place.address);
  auto& address = at->second;
  step_out(place, address);
  --connections_;
  bytes_ -= place.bytes;
  address.bytes -= place.bytes;
  place.bytes = 0;
  if (--address.connections == 0) addresses_.erase(at);
}

void Connections::leave(Place& place) {
  const std::lock_guard lock(mutex_);
  forget(place);
}

void Connections::rise(const std::shared_ptr<Place>& place, Standing standing) {
  const std::lock_guard lock(mutex_);
  if (!place->is_counted || standing <= place->standing) return;
  auto& address = addresses_.find(place->address)->second;
  step_out(*place, address);
  place->standing = standing;
  line_up(place, address);
}

std::shared_ptr<Place> Connections::least() {
  const std::lock_guard lock(mutex_);
  auto place = queues_.least();
  if (place) forget(*place);
  return place;
}

std::size_t Connections::count() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}

bool Connections::hold(Place& place, std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  if (!place.is_counted) return false;
  auto& address = addresses_.find(place.address)->second;
  if (bytes > place.bytes) {
    const auto more = bytes - place.bytes;
    const bool is_too_much = limits_.memory_bytes_max > 0 && bytes_ + more > limits_.memory_bytes_max;
    const bool is_too_much_for_one = !place.is_exempt && limits_.memory_bytes_per_address_max > 0 &&
                                     address.bytes + more > limits_.memory_bytes_per_address_max;
    if (is_too_much || is_too_much_for_one) return false;
  }
  bytes_ += bytes - place.bytes;
  address.bytes += bytes - place.bytes;
  place.bytes = bytes;
  return true;
}

std::size_t Connections::bytes_held() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace frontdesk::net
