#pragma once

#include "base/task.h"
#include "platform/mail/bounce.h"
#include "platform/mail/letter.h"

namespace frontdesk::platform {
class Place;
}

namespace frontdesk::platform::mail {

// Writes down that a letter of this place came back, as an event "mail.bounced" {letter, address, status, said,
// is_over} and in the audit; false where it is no letter of this place of the last 30 days, or that is known already.
Task<bool> note_bounce(Place& place, Bounce bounce, Sender sender);

}  // namespace frontdesk::platform::mail
