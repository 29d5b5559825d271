#include "platform/engine.h"

#include "platform/places/frame.h"

namespace frontdesk::platform {

void join(Frame& frame, const Engine& engine) {
  for (const auto& hearer : engine.hears) frame.add(hearer);
  for (const auto& kind : engine.works) frame.add(kind);
  for (const auto& kind : engine.errands) frame.add(kind);
  for (const auto& schedule : engine.schedules) frame.add(schedule);
}

}  // namespace frontdesk::platform
