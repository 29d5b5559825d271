#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "net/http.h"

// The strict reading of a message head (RFC 9112): what two readers could understand in two ways is refused.
namespace frontdesk::net {

// Why a message is not read any further. `status` is what a server answers.
struct Refusal {
  int status = 0;
  std::string detail;
};

// A line that is complete, without its CRLF. `size` counts the CRLF. A line that ends in a bare LF is not `clean`.
struct Line {
  std::string_view text;
  std::size_t size = 0;
  bool clean = true;
};
std::optional<Line> next_line(std::string_view bytes);

bool is_token(std::string_view text);
bool is_field_value(std::string_view text);  // no control characters but the tab

// Adds the header that the line holds; no folding, no blank before the colon. False where it is not one.
bool read_field(std::string_view line, Headers& into);

// How the length of a body is known.
struct Framing {
  enum class Kind { none, length, chunked, until_close };
  Kind kind = Kind::none;
  std::uint64_t length = 0;
  bool has_foreign_coding = false;  // a transfer coding before "chunked"; the framing is known, the content is not
};
// For requests, where neither header means no body.
std::expected<Framing, Refusal> framing_of(const Headers& headers, int minor_version);

// Whether the list of words in a header ("Connection: close, te") has the word.
bool has_word(const Headers& headers, std::string_view name, std::string_view word);

}  // namespace frontdesk::net
