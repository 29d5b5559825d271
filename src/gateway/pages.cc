#include "gateway/pages.h"

#include <zlib.h>

#include "base/crypto.h"
#include "base/error.h"

namespace frontdesk::gateway {
namespace {

constexpr std::pair<std::string_view, std::string_view> kTypes[] = {{".html", "text/html; charset=utf-8"},
                                                                    {".js", "text/javascript; charset=utf-8"},
                                                                    {".css", "text/css; charset=utf-8"},
                                                                    {".svg", "image/svg+xml"},
                                                                    {".json", "application/json"},
                                                                    {".png", "image/png"},
                                                                    {".ico", "image/x-icon"},
                                                                    {".woff2", "font/woff2"},
                                                                    {".txt", "text/plain; charset=utf-8"}};

// Nothing from elsewhere, nothing inline, in nobody's frame. The demo frames the back office of its business, which is
// another program on this machine.
constexpr std::string_view kPolicy =
    "default-src 'self'; img-src 'self' data:; frame-src http://127.0.0.1:*; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

std::string_view type_of(std::string_view name) {
  for (const auto& [ending, type] : kTypes) {
    if (name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

bool can_shrink(std::string_view type) {
  return type.starts_with("text/") || type.ends_with("json") || type.ends_with("xml");
}

std::string zip(std::string_view bytes) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16;
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool is_whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(is_whole ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

// What the bundler made has a digest in its name and never changes.
bool is_immutable(std::string_view name) { return name.starts_with("assets/"); }

bool takes_gzip(std::string_view accepted) {
  const auto place = accepted.find("gzip");
  if (place == std::string_view::npos) return false;
  return !accepted.substr(place + 4).starts_with(";q=0");
}

}  // namespace

Pages::Pages(std::span<const base::EmbeddedFile> files) {
  for (const auto& file : files) add(file.name, file.bytes);
}

void Pages::add(std::string_view name, std::string_view bytes) {
  const auto type = type_of(name);
  auto page = std::make_shared<Page>();
  page->tag = "\"" + crypto::sha256_hex(bytes).substr(0, 20) + "\"";
  page->plain = std::make_shared<const std::string>(bytes);
  if (can_shrink(type)) {
    auto zipped = zip(bytes);
    if (!zipped.empty() && zipped.size() < bytes.size())
      page->gzip = std::make_shared<const std::string>(std::move(zipped));
  }
  auto& headers = page->headers;
  headers.add("content-type", type);
  headers.add("etag", "W/" + page->tag);  // weak: one for both encodings
  headers.add("cache-control", is_immutable(name) ? "public, max-age=31536000, immutable" : "no-cache");
  headers.add("x-content-type-options", "nosniff");
  headers.add("referrer-policy", "no-referrer");
  if (page->gzip) headers.add("vary", "accept-encoding");
  if (type.starts_with("text/html")) {
    headers.add("content-security-policy", kPolicy);
    headers.add("cross-origin-opener-policy", "same-origin");
  }
  if (name == "widget.js" || name.starts_with("labels/")) {  // other sites load it
    headers.add("access-control-allow-origin", "*");
    headers.add("cross-origin-resource-policy", "cross-origin");
  }
  const auto path = "/" + std::string(name);
  pages_[path] = page;
  constexpr std::string_view kIndex = "index.html";
  if (path.ends_with("/index.html")) pages_[path.substr(0, path.size() - kIndex.size())] = page;
}

std::optional<net::Response> Pages::find(const net::Request& request) const {
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  const auto place = pages_.find(request.path());
  if (place == pages_.end()) return lead_to_folder(request);
  const auto& page = *place->second;
  net::Response response{.status = 200, .headers = page.headers, .shared_body = page.plain};
  const auto known = request.headers.get("if-none-match");
  if (!known.empty() && (known == "*" || known.find(page.tag) != std::string_view::npos)) {
    response.status = 304;
    response.shared_body = nullptr;
  } else if (page.gzip && takes_gzip(request.headers.get("accept-encoding"))) {
    response.headers.add("content-encoding", "gzip");
    response.shared_body = page.gzip;
  }
  return response;
}

// The page's own links are relative to its folder, so that it has to be opened as one.
std::optional<net::Response> Pages::lead_to_folder(const net::Request& request) const {
  const auto folder = std::string(request.path()) + "/";
  if (!pages_.contains(folder)) return std::nullopt;
  net::Response response{.status = 308};
  response.headers.add("location", folder + request.target.substr(request.path().size()));
  response.headers.add("cache-control", "no-cache");
  return response;
}

}  // namespace frontdesk::gateway
