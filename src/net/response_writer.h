#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "net/http.h"

namespace frontdesk::net {

std::string_view reason_of(int status);
std::string to_http_date(Timestamp time);  // Sun, 06 Nov 1994 08:49:37 GMT

// How the body of a response goes on the wire.
struct ResponseShape {
  std::string_view date;
  int minor_version = 1;
  bool keeps_alive = true;
  bool is_head = false;      // the answer to HEAD: lengths as for GET, no body
  bool is_chunked = false;   // a stream to HTTP/1.1
  bool is_streamed = false;  // no length; without is_chunked the end of the connection ends it
};

// Appends status line and headers to `out`. Framing and connection headers are ours; those of the response are left
// out, and control characters in its values become blanks.
void write_head(std::string& out, const Response& response, const ResponseShape& shape);

// The body of a response that has no stream.
std::string_view plain_body(const Response& response);

// Appends one chunk; nothing for no bytes, as an empty chunk would end the body.
void write_chunk(std::string& out, std::string_view bytes);
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

}  // namespace frontdesk::net
