#pragma once

#include <string>
#include <string_view>

#include "net/chunks.h"
#include "net/head.h"
#include "net/http.h"
#include "net/limits.h"

namespace frontdesk::net {

// Puts the bytes of a connection back into requests, wherever they were cut. It holds syntax and framing; what a server
// demands beyond that (a Host, a method it serves) is the server's to check.
class RequestParser {
 public:
  enum class State { head, body, done, refused };

  explicit RequestParser(const ServerLimits& limits)
      : header_bytes_max_(limits.header_bytes_max),
        headers_max_(limits.headers_max),
        any_body_bytes_max_(limits.body_bytes_max),
        body_bytes_max_(limits.body_bytes_max) {}

  // Takes what it can use of `bytes` and returns how much that was; give the rest again with more behind it. Returns at
  // the end of the head (state: body or done) and at the end of the message.
  std::size_t feed(std::string_view bytes);

  State state() const { return state_; }
  const Refusal& refusal() const { return refusal_; }
  bool has_begun() const { return has_line_ || pending_bytes_ > 0; }  // something of a message has come
  Request& request() { return request_; }                             // what is known of it so far
  int minor_version() const { return minor_version_; }
  bool keeps_alive() const { return keeps_alive_; }  // as the client wishes it
  const Framing& framing() const { return framing_; }
  // The body of this request may have no more than that; to be said between its head and its body.
  void limit_body(std::size_t bytes_max);
  // Whoever says one of these of each request with a body says so here: an announced length is then not looked at
  // before.
  void leave_length_to_admission() { leaves_length_ = true; }
  // The same for one that is taken away piece by piece, and never held as a whole.
  void limit_body_in_pieces(std::size_t bytes_max);
  std::uint64_t body_bytes() const { return body_bytes_; }  // that have come, also those taken away
  Request take_head();                                      // what came behind it stays here
  std::string take_piece();                                 // of the body: what has come since the last one
  Request take();                                           // when done; the parser is then ready for the next

 private:
  std::size_t feed_head(std::string_view bytes);
  std::size_t feed_body(std::string_view bytes);
  void read_request_line(std::string_view line);
  void finish_head();
  void refuse(int status, std::string detail);
  void refuse_body();

  std::size_t header_bytes_max_;
  std::size_t headers_max_;
  std::size_t any_body_bytes_max_;
  std::size_t body_bytes_max_;  // of the request under way
  bool leaves_length_ = false;
  State state_ = State::head;
  Refusal refusal_;
  Request request_;
  bool has_line_ = false;  // the request line has been read
  bool keeps_alive_ = true;
  int minor_version_ = 1;
  std::size_t head_bytes_ = 0;     // in complete lines
  std::size_t pending_bytes_ = 0;  // in the line that is not complete yet
  Framing framing_;
  std::uint64_t body_bytes_ = 0;
  ChunkDecoder chunks_;
};

// What a server must see in a head beyond its syntax: one Host in HTTP/1.1, a target it can serve, no unknown coding or
// expectation. An absolute target is made a path. A status of 0 means that all is well.
Refusal check_for_server(Request& request, const RequestParser& parser);

}  // namespace frontdesk::net
