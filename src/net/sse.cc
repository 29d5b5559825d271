#include "net/sse.h"

namespace frontdesk::net {
namespace {

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  for (const char c : value) out += c == '\n' || c == '\r' || c == '\0' ? ' ' : c;
  out += '\n';
}

}  // namespace

std::string to_wire(const ServerEvent& event) {
  std::string out;
  out.reserve(event.data.size() + event.id.size() + event.event.size() + 32);
  if (!event.id.empty()) append_field(out, "id", event.id);
  if (!event.event.empty()) append_field(out, "event", event.event);
  std::string_view rest = event.data;
  for (bool goes_on = true; goes_on;) {
    const auto end = rest.find_first_of("\r\n");
    append_field(out, "data", rest.substr(0, end));
    goes_on = end != std::string_view::npos;
    if (goes_on) rest.remove_prefix(end + (rest.substr(end).starts_with("\r\n") ? 2 : 1));
  }
  out += '\n';
  return out;
}

void SseReader::feed(std::string_view bytes, const std::function<void(const ServerEvent&)>& each) {
  while (!bytes.empty()) {
    if (std::exchange(skips_lf_, false) && bytes.front() == '\n') {
      bytes.remove_prefix(1);
      continue;
    }
    const auto end = bytes.find_first_of("\r\n");
    buffer_ += bytes.substr(0, end);
    if (end == std::string_view::npos) return;
    skips_lf_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    const auto text = std::exchange(buffer_, {});
    line(text, each);
  }
}

void SseReader::line(std::string_view text, const std::function<void(const ServerEvent&)>& each) {
  if (std::exchange(is_first_line_, false) && text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (text.empty()) {
    if (has_data_) {
      event_.data.pop_back();  // the line end behind the last line
      each(event_);
    }
    event_.event.clear();
    event_.data.clear();
    has_data_ = false;
    return;
  }
  const auto colon = text.find(':');
  const auto name = text.substr(0, colon);
  auto value = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name == "data") {
    event_.data += value;
    event_.data += '\n';
    has_data_ = true;
  } else if (name == "event") {
    event_.event = value;
  } else if (name == "id" && value.find('\0') == std::string_view::npos) {
    event_.id = value;
  }
}

}  // namespace frontdesk::net
