#include "platform/pages/links.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/text.h"

namespace frontdesk::platform::pages {
namespace {

// The parts of RFC 3986, appendix B; a part that is there and empty is not one that is not there.
struct Parts {
  std::optional<std::string_view> scheme, authority, query, fragment;
  std::string_view path;
};

bool is_scheme(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !text.empty() && is_letter(text[0]) && std::ranges::all_of(text, [&](char c) {
    return is_letter(c) || text::is_digit(c) || c == '+' || c == '-' || c == '.';
  });
}

Parts parts_of(std::string_view url) {
  Parts parts;
  if (const auto hash = url.find('#'); hash != std::string_view::npos) {
    parts.fragment = url.substr(hash + 1);
    url = url.substr(0, hash);
  }
  if (const auto mark = url.find('?'); mark != std::string_view::npos) {
    parts.query = url.substr(mark + 1);
    url = url.substr(0, mark);
  }
  if (const auto colon = url.find(':'); colon != std::string_view::npos && is_scheme(url.substr(0, colon))) {
    parts.scheme = url.substr(0, colon);
    url = url.substr(colon + 1);
  }
  if (url.starts_with("//")) {
    const auto end = url.find('/', 2);
    parts.authority = url.substr(2, end == std::string_view::npos ? end : end - 2);
    url = end == std::string_view::npos ? std::string_view() : url.substr(end);
  }
  parts.path = url;
  return parts;
}

// 5.2.4
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  const bool is_absolute = path.starts_with('/');
  const auto segments = text::split(path, '/');
  for (std::size_t i = is_absolute ? 1 : 0; i < segments.size(); ++i) {
    const bool is_last = i + 1 == segments.size();
    if (segments[i] == ".." && !kept.empty()) kept.pop_back();
    if (segments[i] == "." || segments[i] == "..") {
      if (is_last) kept.emplace_back();
      continue;
    }
    kept.push_back(segments[i]);
  }
  std::string out = is_absolute ? "/" : "";
  for (std::size_t i = 0; i < kept.size(); ++i) out.append(i == 0 ? "" : "/").append(kept[i]);
  return out;
}

std::string merged(const Parts& base, std::string_view path) {
  if (base.authority && base.path.empty()) return "/" + std::string(path);
  return std::string(base.path.substr(0, base.path.rfind('/') + 1)) + std::string(path);
}

std::string joined(const Parts& from, std::string_view path) {
  std::string out;
  if (from.scheme) out.append(text::lower_ascii(*from.scheme)).append(":");
  if (from.authority) out.append("//").append(*from.authority);
  out.append(path);
  if (from.query) out.append("?").append(*from.query);
  if (from.fragment) out.append("#").append(*from.fragment);
  return out;
}

std::string clean(std::string_view url) {
  while (!url.empty() && static_cast<unsigned char>(url.front()) <= ' ') url.remove_prefix(1);
  while (!url.empty() && static_cast<unsigned char>(url.back()) <= ' ') url.remove_suffix(1);
  std::string out;
  for (const char c : url) {
    if (c != '\t' && c != '\n' && c != '\r') out.push_back(c);
  }
  // As in browsers, more slashes than two are two in front of a host.
  if (const auto host = out.find(":///");
      host != std::string::npos && text::lower_ascii(out.substr(0, 4)) == "http" && host < 6)
    out.erase(host + 3, std::min(out.find_first_not_of('/', host + 3), out.size()) - host - 3);
  return out;
}

}  // namespace

std::string resolved(std::string_view base, std::string_view reference) {
  const auto cleaned = clean(reference);
  const auto relative = parts_of(cleaned);
  if (relative.scheme) return cleaned;
  if (base.empty()) return cleaned;
  const auto on = parts_of(base);
  if (!on.scheme) return cleaned;
  if (!on.authority && !on.path.starts_with('/')) return cleaned;  // "mailto:…" is no place to start from
  Parts target{.scheme = on.scheme, .authority = on.authority, .query = relative.query, .fragment = relative.fragment};
  if (relative.authority) {
    target.authority = relative.authority;
    return joined(target, without_dots(relative.path));
  }
  if (relative.path.empty()) {
    if (!relative.query) target.query = on.query;
    return joined(target, on.path);
  }
  return joined(target,
                without_dots(relative.path.starts_with('/') ? std::string(relative.path) : merged(on, relative.path)));
}

bool is_safe_link(std::string_view url) {
  static constexpr std::array<std::string_view, 14> kSchemes{
      "http", "https", "mailto", "tel", "sms", "ftp", "ftps", "sftp", "feed", "geo", "news", "irc", "magnet", "webcal"};
  std::string seen;  // as a browser may see it
  for (const char c : url) {
    if (static_cast<unsigned char>(c) > ' ' && c != 0x7f) seen.push_back(c);
  }
  const auto end = seen.find_first_of(":/?#\\");
  if (end == std::string::npos || seen[end] != ':') return true;
  return std::ranges::find(kSchemes, text::lower_ascii(std::string_view(seen).substr(0, end))) != kSchemes.end();
}

std::string safe_link(std::string_view base, std::string_view reference) {
  const auto url = resolved(base, reference);
  if (!is_safe_link(url)) return {};
  std::string out;
  for (const char c : url) {
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f ||
        std::string_view("\"<>`{}|\\^").find(c) != std::string_view::npos) {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace frontdesk::platform::pages
