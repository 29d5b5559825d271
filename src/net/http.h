#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.h"

// HTTP/1.1 messages as plain values (RFC 9110, 9112).
namespace frontdesk::net {

struct Header {
  std::string name;
  std::string value;
};

class Headers {
 public:
  void add(std::string_view name, std::string_view value) { list_.push_back({std::string(name), std::string(value)}); }
  void set(std::string_view name, std::string_view value);
  std::string_view get(std::string_view name) const;  // names ignore case; "" where it is not there
  bool has(std::string_view name) const;
  const std::vector<Header>& all() const { return list_; }

 private:
  std::vector<Header> list_;
};

// Reads the body of a request while it comes, where its operation takes it so.
class BodyReader {
 public:
  virtual ~BodyReader() = default;
  // The next piece; empty at the end. Throws Error{unavailable, "net/client-gone"} where the client went away inside of
  // it, {timeout, "net/body-late"} and {invalid, "request/…"} where it is too slow, or not as it must be.
  virtual Task<std::string> read() = 0;
};
// Of a body that is there already.
std::shared_ptr<BodyReader> read_whole(std::string body);

struct Request {
  std::string method;
  std::string target;  // as sent: path and query
  Headers headers;
  std::string body;
  std::string peer;                           // address of the client
  std::string id;                             // request id, for the log and the problem document
  std::shared_ptr<BodyReader> incoming = {};  // set where the body is read while it comes; then `body` is empty

  std::string_view path() const;                                       // before '?', still percent-encoded
  std::string query(std::string_view name) const;                      // decoded; "" where it is not there
  std::optional<std::string> find_query(std::string_view name) const;  // tells "" from what is not there
};

// Writes the body of a response piece by piece; each write returns when the socket took it. A client that reads too
// slowly, or went away, ends the write with Error{unavailable, "net/client-gone"}.
class BodyWriter {
 public:
  virtual ~BodyWriter() = default;
  virtual Task<> write(std::string_view bytes) = 0;
};
using BodyStream = std::function<Task<>(BodyWriter&)>;

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  std::shared_ptr<const std::string> shared_body;  // for static files: not copied; used where set
  BodyStream stream;                               // used where set, then `body` is ignored
  std::optional<std::uint64_t> stream_bytes = {};  // that it writes, where that is known; otherwise it is chunked

  static Response json(int status, std::string body);
  static Response text(int status, std::string body);
};

std::string percent_decode(std::string_view text, bool plus_is_blank = false);
std::string percent_encode(std::string_view text);

}  // namespace frontdesk::net
