#pragma once

#include "platform/work/kind.h"
#include "platform/work/schedule.h"

namespace frontdesk::platform {
class Place;
}

// What is over is forgotten each night: work that was settled, errands that ended, calls that were answered, what
// happened; each as long ago as Frame::keeping says. What somebody is still to be told of stays.
namespace frontdesk::platform::work {

Task<> tidy(Place& place);

Kind tidying();
Schedule nightly();  // of the kind above, in every place

}  // namespace frontdesk::platform::work
