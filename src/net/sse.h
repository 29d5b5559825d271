#pragma once

#include <functional>
#include <string>
#include <string_view>

// Server-sent events (WHATWG HTML, section 9.2).
namespace frontdesk::net {

struct ServerEvent {
  std::string id;
  std::string event;
  std::string data;
};

std::string to_wire(const ServerEvent& event);

// Puts a stream of bytes back into events, wherever it was cut.
class SseReader {
 public:
  void feed(std::string_view bytes, const std::function<void(const ServerEvent&)>& each);

 private:
  void line(std::string_view text, const std::function<void(const ServerEvent&)>& each);
  std::string buffer_;
  ServerEvent event_;
  bool has_data_ = false;
};

}  // namespace frontdesk::net
