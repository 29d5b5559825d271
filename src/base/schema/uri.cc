#include "base/schema/uri.h"

#include <cctype>
#include <optional>

namespace frontdesk::schema {
namespace {

struct Parts {
  std::optional<std::string_view> scheme, authority, query, fragment;
  std::string_view path;
};

Parts split(std::string_view uri) {
  Parts parts;
  if (const auto at = uri.find('#'); at != uri.npos) parts.fragment = uri.substr(at + 1), uri = uri.substr(0, at);
  if (const auto at = uri.find('?'); at != uri.npos) parts.query = uri.substr(at + 1), uri = uri.substr(0, at);
  if (const auto at = uri.find_first_of(":/"); at != uri.npos && at > 0 && uri[at] == ':') {
    parts.scheme = uri.substr(0, at), uri.remove_prefix(at + 1);
  }
  if (uri.starts_with("//")) {
    uri.remove_prefix(2);
    const auto end = std::min(uri.find('/'), uri.size());
    parts.authority = uri.substr(0, end), uri.remove_prefix(end);
  }
  parts.path = uri;
  return parts;
}

std::string without_dot_segments(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    if (path.starts_with("../")) {
      path.remove_prefix(3);
    } else if (path.starts_with("./")) {
      path.remove_prefix(2);
    } else if (path.starts_with("/./") || path == "/.") {
      path = path.size() == 2 ? "/" : path.substr(2);
    } else if (path.starts_with("/../") || path == "/..") {
      path = path.size() == 3 ? "/" : path.substr(3);
      out.resize(out.rfind('/') == out.npos ? 0 : out.rfind('/'));
    } else if (path == "." || path == "..") {
      path = {};
    } else {
      const auto end = std::min(path.find('/', 1), path.size());
      out += path.substr(0, end);
      path.remove_prefix(end);
    }
  }
  return out;
}

std::string merged_path(const Parts& base, std::string_view path) {
  if (path.starts_with('/')) return std::string(path);
  if (base.authority && base.path.empty()) return "/" + std::string(path);
  return std::string(base.path.substr(0, base.path.rfind('/') + 1)) + std::string(path);
}

}  // namespace

std::string resolve_uri(std::string_view base_text, std::string_view reference_text) {
  const auto base = split(base_text);
  auto target = split(reference_text);
  std::string path;
  if (target.scheme || target.authority) {
    path = without_dot_segments(target.path);
    if (!target.scheme) target.scheme = base.scheme;
  } else {
    if (target.path.empty()) {
      path = base.path;
      if (!target.query) target.query = base.query;
    } else {
      path = without_dot_segments(merged_path(base, target.path));
    }
    target.scheme = base.scheme;
    target.authority = base.authority;
  }
  std::string uri;
  if (target.scheme) uri.append(*target.scheme) += ':';
  if (target.authority) uri.append("//").append(*target.authority);
  uri += path;
  if (target.query) (uri += '?').append(*target.query);
  if (target.fragment) (uri += '#').append(*target.fragment);
  return uri;
}

std::string_view without_fragment(std::string_view uri) { return uri.substr(0, uri.find('#')); }

std::string fragment_of(std::string_view uri) {
  const auto at = uri.find('#');
  if (at == uri.npos) return {};
  std::string out;
  const auto hex = [](char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; };
  for (auto i = at + 1; i < uri.size(); ++i) {
    if (uri[i] == '%' && i + 2 < uri.size() && std::isxdigit(static_cast<unsigned char>(uri[i + 1])) &&
        std::isxdigit(static_cast<unsigned char>(uri[i + 2]))) {
      out += static_cast<char>(hex(uri[i + 1]) * 16 + hex(uri[i + 2]));
      i += 2;
    } else {
      out += uri[i];
    }
  }
  return out;
}

}  // namespace frontdesk::schema
