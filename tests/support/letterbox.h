#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "base/error.h"
#include "platform/mail/post_office.h"

namespace frontdesk::support {

// Keeps the letters that are handed in, or does not take them.
class Letterbox final : public platform::mail::PostOffice {
 public:
  Task<> hand_in(platform::mail::Envelope envelope) override {
    if (failure) throw *failure;
    taken.push_back(std::move(envelope));
    co_return;
  }

  // The text of a letter that has one part.
  static std::string text_of(const platform::mail::Envelope& envelope) {
    std::string body;
    for (const char letter : envelope.wire.substr(envelope.wire.find("\r\n\r\n") + 4)) {
      if (letter == '\r' || letter == '\n' || letter == '=') continue;
      body += letter == '+' ? '-' : letter == '/' ? '_' : letter;
    }
    return crypto::from_base64url(body).value_or("");
  }

  std::optional<Error> failure;
  std::vector<platform::mail::Envelope> taken;
};

}  // namespace frontdesk::support
