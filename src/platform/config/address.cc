#include "platform/config/address.h"

#include <algorithm>
#include <charconv>

namespace frontdesk::platform::config {
namespace {

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool is_port(std::string_view text) {
  int port = 0;
  const auto [rest, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
  return problem == std::errc() && rest == text.data() + text.size() && port > 0 && port < 65536;
}

std::optional<std::string> problem_with_authority(std::string_view authority) {
  if (authority.find('@') != std::string_view::npos)
    return "It carries a name or password, which belongs into a secret.";
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == std::string_view::npos || end < 3) return "Its IPv6 address is not closed.";
    authority = authority.substr(end + 1);
    if (authority.empty() || (authority.starts_with(':') && is_port(authority.substr(1)))) return {};
    return "Its port is not a number from 1 to 65535.";
  }
  const auto colon = authority.find(':');
  const auto host = authority.substr(0, colon);
  if (host.empty()) return "It names no host.";
  if (!std::ranges::all_of(host, is_host_character) || host.starts_with('.') ||
      host.find("..") != std::string_view::npos) {
    return "Its host has characters that no host has.";
  }
  if (colon != std::string_view::npos && !is_port(authority.substr(colon + 1)))
    return "Its port is not a number from 1 to 65535.";
  return {};
}

std::optional<std::string_view> behind_scheme(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (text.starts_with(scheme)) return text.substr(scheme.size());
  }
  return {};
}

}  // namespace

std::optional<std::string> problem_with_url(std::string_view text) {
  const auto rest = behind_scheme(text);
  if (!rest) return "It does not begin with http:// or https://.";
  if (std::ranges::any_of(*rest,
                          [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f || c == '\\'; })) {
    return "It has blanks or control characters in it.";
  }
  if (rest->find('#') != std::string_view::npos) return "It has a fragment (#), which is never sent.";
  return problem_with_authority(rest->substr(0, rest->find_first_of("/?")));
}

bool is_web_origin(std::string_view text) {
  const auto rest = behind_scheme(text);
  return rest && rest->find_first_of("/?#\\ ") == std::string_view::npos && !problem_with_authority(*rest);
}

}  // namespace frontdesk::platform::config
