#include "base/effort.h"

#include "base/error.h"

namespace frontdesk {
namespace {

constexpr std::int64_t kStepsBetweenLooks = 10'000;

}  // namespace

void Effort::look() {
  until_look_ = kStepsBetweenLooks;
  if (stopped_ && stopped_->load(std::memory_order_relaxed))
    throw Error(Kind::unavailable, "work/stopped", "The server is stopping. Try again when it is back.");
  if (clock_ && deadline_.passed(*clock_)) refuse();
}

void Effort::refuse() {
  throw Error(Kind::exhausted, "work/too-costly",
              "This takes more steps or time than one piece of work may. Make it smaller, or split it.");
}

}  // namespace frontdesk
