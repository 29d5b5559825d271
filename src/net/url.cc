#include <charconv>

#include "base/error.h"
#include "base/text.h"
#include "net/client.h"

namespace frontdesk::net {
namespace {

[[noreturn]] void refuse(std::string_view text, std::string_view why) {
  std::string shown(text.substr(0, 200));
  for (auto& c : shown) c = static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) > '~' ? '?' : c;
  throw Error(Kind::invalid, "net/bad-url", fmt::format("\"{}\" is not an address that can be called: {}", shown, why));
}

bool is_host_byte(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_';
}

bool is_name(std::string_view host) {
  if (host.empty() || host.size() > 253 || !std::ranges::all_of(host, is_host_byte)) return false;
  const auto labels = text::split(host.ends_with('.') ? host.substr(0, host.size() - 1) : host, '.');
  return std::ranges::none_of(labels, [](auto label) { return label.empty() || label.size() > 63; });
}

bool is_ipv6(std::string_view host) {
  return host.size() >= 2 && host.find(':') != std::string_view::npos && std::ranges::all_of(host, [](unsigned char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == ':' || c == '.';
         });
}

}  // namespace

Url Url::parse(std::string_view address) {
  for (const unsigned char c : address) {
    if (c <= ' ' || c >= 0x7f || c == '\\') refuse(address, "it has a character that must be percent-encoded.");
  }
  Url url;
  auto rest = address;
  const auto scheme = text::lower_ascii(rest.substr(0, rest.find("://")));
  if (scheme != "http" && scheme != "https") refuse(address, "it must begin with http:// or https://.");
  url.endpoint.tls = scheme == "https";
  rest.remove_prefix(scheme.size());
  if (!rest.starts_with("://")) refuse(address, "it must begin with http:// or https://.");
  rest.remove_prefix(3);

  const auto end = rest.find_first_of("/?#");
  auto authority = rest.substr(0, end);
  auto target = end == std::string_view::npos ? std::string_view() : rest.substr(end);
  target = target.substr(0, target.find('#'));
  url.target = target.starts_with('/') ? std::string(target) : "/" + std::string(target);

  if (authority.find('@') != std::string_view::npos) refuse(address, "a user name has no place in it.");
  const bool is_bracketed = authority.starts_with('[');
  const auto host_end = is_bracketed ? authority.find(']') : authority.find(':');
  if (is_bracketed && host_end == std::string_view::npos) refuse(address, "the host has no closing bracket.");
  url.endpoint.host =
      text::lower_ascii(is_bracketed ? authority.substr(1, host_end - 1) : authority.substr(0, host_end));
  if (is_bracketed ? !is_ipv6(url.endpoint.host) : !is_name(url.endpoint.host))
    refuse(address, "the host is malformed.");

  url.endpoint.port = url.endpoint.tls ? 443 : 80;
  const auto behind =
      host_end == std::string_view::npos ? std::string_view() : authority.substr(host_end + is_bracketed);
  if (behind.empty()) return url;
  const auto digits = behind.substr(1);
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), url.endpoint.port);
  if (behind.front() != ':' || error != std::errc() || stop != digits.data() + digits.size() ||
      url.endpoint.port == 0) {
    refuse(address, "the port must be a number from 1 to 65535.");
  }
  return url;
}

}  // namespace frontdesk::net
