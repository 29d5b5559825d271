#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "platform/mail/letter.h"
#include "platform/places/place.h"
#include "platform/route.h"

namespace frontdesk::app {

// POST /v1/house/mail/bounces: whoever runs the mail server hands in what came back (`frontdesk mail bounce`).
// `place`: Error{not_found} where there is none of this id.
std::vector<platform::HouseRoute> bounce_routes(std::function<Task<platform::Place*>(TenantId id)> place,
                                                platform::mail::Sender sender);
std::string_view bounce_api();

}  // namespace frontdesk::app
