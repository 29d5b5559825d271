#pragma once

#include <functional>
#include <string>
#include <string_view>

// Server-sent events (WHATWG HTML, section 9.2).
namespace frontdesk::net {

struct ServerEvent {
  std::string id;  // when read: the last id that was sent, so it stays until another comes
  std::string event;
  std::string data;
};

std::string to_wire(const ServerEvent& event);

// A line that clients skip; keeps proxies from closing an idle stream.
inline constexpr std::string_view kSseComment = ":\n\n";

// Puts a stream of bytes back into events, wherever it was cut.
class SseReader {
 public:
  void feed(std::string_view bytes, const std::function<void(const ServerEvent&)>& each);

 private:
  void line(std::string_view text, const std::function<void(const ServerEvent&)>& each);
  std::string buffer_;
  ServerEvent event_;
  bool has_data_ = false;
  bool is_first_line_ = true;
  bool skips_lf_ = false;  // the last byte was the CR of a line that may end in CRLF
};

}  // namespace frontdesk::net
