#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/tenant_id.h"

namespace frontdesk::platform::mail {

// A mail to one person.
struct Letter {
  std::string to;       // "ana@lume.example"
  std::string to_name;  // may be empty
  std::string subject;
  std::string text;  // for everybody
  std::string html;  // the same, for who reads it so; may be empty
};
BOOST_DESCRIBE_STRUCT(Letter, (), (to, to_name, subject, text, html))

struct Sender {
  std::string address;  // "desk@frontdesk.example"
  std::string name;     // may be empty
};

// Whether mail can go to this address: the part of RFC 5321's Mailbox that people have, without a quoted local part or
// an address literal.
bool is_address(std::string_view address);

// A letter as it goes over the wire (RFC 5322, with MIME by RFC 2045 to 2047): lines end in CRLF and are at most 76
// bytes, all is ASCII. `id` stands for the letter however often it is sent. Throws Error{invalid, "mail/bad-address"}
// and {invalid, "mail/bad-header"} where an address is none, or a line break or control would become a header of its
// own.
std::string to_wire(const Letter& letter, const Sender& sender, const std::string& id, Timestamp at);

// "<digest.place@domain of the sender>": what a mail system knows the letter of this key by.
std::string message_id(const TenantId& place, std::string_view key, const Sender& sender);
// Whose letter it is; nothing where it is none of ours.
std::optional<TenantId> place_of(std::string_view message_id);

}  // namespace frontdesk::platform::mail
