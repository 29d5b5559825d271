#include "dialog/wishes.h"

#include <algorithm>

namespace frontdesk::dialog {

bool begins_something(const reading::Reading& reading, const DialogConfig& config) {
  return std::ranges::any_of(reading.wishes, [&](const reading::Wish& wish) {
    const auto* intent = config.intent(wish.intent);
    return intent && (intent->flow || intent->handoff);
  });
}

}  // namespace frontdesk::dialog
