#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/task.h"

namespace frontdesk::platform::mail {

struct Envelope {
  std::string from;
  std::string to;
  std::string wire;  // see letter.h
};

// Where letters are handed in.
class PostOffice {
 public:
  virtual ~PostOffice() = default;
  // Returns when the other side has taken the letter over. Throws
  //   Error{invalid, "mail/refused"}       it will never take it: there is nobody of this address, or it wants no such
  //   mail Error{unavailable, "mail/put-off"}   it asks to come again (a 4xx: greylisting, a full disk)
  //   Error{unavailable, "mail/no-answer"} nobody answers, or what answered is not to be trusted (TLS)
  //   Error{forbidden, "mail/not-let-in"}  it does not accept our user and password
  virtual Task<> hand_in(Envelope envelope) = 0;
};

struct SmtpOptions {
  std::string server;  // "smtp://mail.example:587", "smtps://mail.example"
  std::string user;    // empty: without signing in
  std::string password;
  bool tls = true;          // STARTTLS, or smtps, and a certificate that is right; no letter goes without
  std::string authorities;  // a file of certificates besides the machine's; may be empty
  std::chrono::seconds time_max{45};
};

// By SMTP (RFC 5321) through libcurl, on a thread of its own, one letter behind the other over one connection. Where
// the server does not answer, those that wait are told so with the first.
std::unique_ptr<PostOffice> smtp_office(SmtpOptions options);

}  // namespace frontdesk::platform::mail
