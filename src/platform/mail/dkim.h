#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/signing_key.h"

namespace frontdesk::platform::mail {

// One key that letters of a domain are signed with; DNS has its other half at SELECTOR._domainkey.DOMAIN.
struct DkimKey {
  std::string domain;
  std::string selector;
  crypto::SigningKey key;
};

// What DNS has to say for it: "v=DKIM1; k=rsa; p=…".
std::string dns_record_of(const DkimKey& key);

// The letter with a DKIM-Signature for each key in front (RFC 6376, RFC 8463 for Ed25519), relaxed/relaxed, over the
// headers that it has and against a second From, Subject, To, Date or Message-ID. `wire`: as to_wire() makes it.
std::string with_signatures(std::string wire, const std::vector<DkimKey>& keys, Timestamp at);

}  // namespace frontdesk::platform::mail
