#pragma once

#include <memory>

#include "app/options.h"
#include "base/pool.h"
#include "platform/mail/mailing.h"
#include "platform/mail/post_office.h"
#include "platform/people/colleagues.h"
#include "platform/people/people.h"
#include "platform/places/place.h"

namespace frontdesk::app {

// Where the options say that letters are handed in; null where there is no server. Throws Error{invalid,
// "app/bad-option"} where they say it in part, or so that nothing could be sent.
std::unique_ptr<platform::mail::PostOffice> post_office_of(const MailRules& rules);

// Signs with the keys that the options name, beside the loops; empty where they name none. Throws Error{invalid,
// "app/bad-option"} for a key that cannot be used.
platform::mail::Sign signer_of(const MailRules& rules, Pool& pool);

platform::people::Colleagues colleagues_of(const platform::people::Directory& directory);

// Asks for the letter with somebody's link, in a transaction of the operator's place. `address`: of the console.
void ask_for_letter(platform::Writing& writing, const platform::people::Invitation& invitation,
                    const std::string& address);

}  // namespace frontdesk::app
