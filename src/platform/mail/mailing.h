#pragma once

#include <functional>
#include <string>

#include "platform/mail/letter.h"
#include "platform/mail/post_office.h"
#include "platform/work/kind.h"
#include "platform/work/work.h"

// Mail is work: a letter is asked for in the transaction of what it is about, and goes out behind its commit. It is
// handed in at least once, always under the same Message-ID, by which mail systems know a letter that comes again.
namespace frontdesk::platform::mail {

// One letter a key.
work::Item item(const Letter& letter, std::string key);

// Puts signatures in front of a letter, beside the loop: see dkim.h.
using Sign = std::function<Task<std::string>(std::string wire, Timestamp at)>;

// `office` outlives the kind; null: there is no mail server, and letters fail with Error{invalid, "mail/no-server"},
// which says what to do.
work::Kind mailing(PostOffice* office, Sender sender, Sign sign = {});

}  // namespace frontdesk::platform::mail
