#include "platform/places/writing.h"

#include "platform/places/place.h"
#include "platform/places/telling.h"
#include "platform/work/worker.h"

namespace frontdesk::platform {

Writing::Writing(store::Transaction& sql, Place& place, std::string actor)
    : sql(sql), at(place.frame().clock.wall()), actor(std::move(actor)), place_(place) {}

const Frame& Writing::frame() const { return place_.frame(); }

void Writing::wake() {
  if (std::exchange(has_woken_, true)) return;
  sql.after_commit([worker = place_.worker().weak_from_this()] {
    if (const auto there = worker.lock()) there->look();
  });
}

bool Writing::ask(const work::Item& item) {
  const bool is_new = work::ask(sql, item, at);
  if (is_new) wake();
  return is_new;
}

void Writing::announce(const Event& event) {
  const auto number = events::add(sql, event, actor, at);
  for (const auto& hearer : place_.frame().hearers) {
    if (hearer.type == event.type) ask(telling_of(hearer, event, number));
  }
}

void Writing::note(std::string deed, std::string subject, Value detail) {
  place_.frame().audit.note(sql, {actor, std::move(deed), std::move(subject), std::move(detail)}, at);
}

}  // namespace frontdesk::platform
