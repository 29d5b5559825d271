#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::platform::mail {

// What a mail system says of one address that a letter was for (RFC 3464).
struct Bounce {
  std::string message_id;  // of the letter, "<…@…>"; empty where the report does not have it
  std::string address;
  std::string status;    // "5.1.1" (RFC 3463); empty where it is malformed
  std::string said;      // in the words of the system that did not take it; may be empty
  bool is_over = false;  // it is not tried any more; otherwise it is late
};

// The deliveries that failed, or are late, of a report; none where `message` is no report of that kind. Whatever it is
// fed, it ends, and reads no more than so many levels and parts.
std::vector<Bounce> read_bounces(std::string_view message);

}  // namespace frontdesk::platform::mail
