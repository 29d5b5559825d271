#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "net/chunks.h"
#include "net/client.h"
#include "net/head.h"

namespace frontdesk::net {

// Puts the bytes of a connection back into the answer to one request. Interim answers (1xx) are skipped.
class ResponseParser {
 public:
  enum class State { head, body, done, malformed, too_large };

  // `on_body` gets the pieces of a body of status 2xx instead of the response; it may be empty.
  ResponseParser(bool to_head, std::size_t body_bytes_max, OnBody on_body)
      : to_head_(to_head), body_bytes_max_(body_bytes_max), on_body_(std::move(on_body)) {}

  // As RequestParser::feed.
  std::size_t feed(std::string_view bytes);
  void end();  // no more bytes will come: the end of a body that lasts until then

  State state() const { return state_; }
  bool can_be_kept() const { return keeps_alive_ && framing_.kind != Framing::Kind::until_close; }
  ClientResponse& response() { return response_; }

 private:
  std::size_t feed_head(std::string_view bytes);
  std::size_t feed_body(std::string_view bytes);
  bool read_status_line(std::string_view line);
  void finish_head();

  bool to_head_;
  std::size_t body_bytes_max_;
  OnBody on_body_;
  State state_ = State::head;
  ClientResponse response_;
  bool has_line_ = false;
  bool keeps_alive_ = true;
  int minor_version_ = 1;
  std::size_t head_bytes_ = 0;
  std::uint64_t body_bytes_ = 0;
  Framing framing_;
  ChunkDecoder chunks_;
};

}  // namespace frontdesk::net
