#include "net/request_parser.h"

#include "base/text.h"

namespace frontdesk::net {
namespace {

// The IANA registry, and what others send in earnest. PRI is not among them: it opens HTTP/2.
constexpr std::string_view kMethods[] = {"GET",
                                         "POST",
                                         "PUT",
                                         "HEAD",
                                         "DELETE",
                                         "OPTIONS",
                                         "PATCH",
                                         "CONNECT",
                                         "TRACE",
                                         "ACL",
                                         "BIND",
                                         "BASELINE-CONTROL",
                                         "CHECKIN",
                                         "CHECKOUT",
                                         "COPY",
                                         "LABEL",
                                         "LINK",
                                         "LOCK",
                                         "M-SEARCH",
                                         "MERGE",
                                         "MKACTIVITY",
                                         "MKCALENDAR",
                                         "MKCOL",
                                         "MKREDIRECTREF",
                                         "MKWORKSPACE",
                                         "MOVE",
                                         "NOTIFY",
                                         "ORDERPATCH",
                                         "PROPFIND",
                                         "PROPPATCH",
                                         "PURGE",
                                         "QUERY",
                                         "REBIND",
                                         "REPORT",
                                         "SEARCH",
                                         "SOURCE",
                                         "SUBSCRIBE",
                                         "UNBIND",
                                         "UNCHECKOUT",
                                         "UNLINK",
                                         "UNLOCK",
                                         "UNSUBSCRIBE",
                                         "UPDATE",
                                         "UPDATEREDIRECTREF",
                                         "VERSION-CONTROL"};

bool is_method(std::string_view word) { return std::ranges::find(kMethods, word) != std::end(kMethods); }

bool is_target(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return c > ' ' && c < 0x7f; });
}

bool is_host(std::string_view text) {
  return std::ranges::all_of(text, [](unsigned char c) {
    return c > ' ' && c < 0x7f &&
           std::string_view("/\\@?#<>\"{}|^`,").find(static_cast<char>(c)) == std::string_view::npos;
  });
}

// http://host:port/path?query becomes /path?query.
bool make_path(std::string& target) {
  if (target.starts_with('/') || target == "*") return true;
  const auto scheme = text::lower_ascii(std::string_view(target).substr(0, 8));
  const std::size_t start = scheme.starts_with("http://") ? 7 : scheme.starts_with("https://") ? 8 : 0;
  if (start == 0) return false;
  const auto end = target.find_first_of("/?#", start);
  auto path = end == std::string::npos ? std::string() : target.substr(end);
  target = path.starts_with('/') ? std::move(path) : "/" + path;
  return true;
}

}  // namespace

std::size_t RequestParser::feed(std::string_view bytes) {
  if (state_ == State::head) return feed_head(bytes);
  if (state_ == State::body) return feed_body(bytes);
  return 0;
}

std::size_t RequestParser::feed_head(std::string_view bytes) {
  std::size_t used = 0;
  while (state_ == State::head) {
    const auto line = next_line(bytes.substr(used));
    const auto size = line ? line->size : bytes.size() - used;
    if (head_bytes_ + size > header_bytes_max_) {
      if (has_line_) {
        refuse(431, "The header is too large.");
      } else {
        refuse(414, "The request line is too long.");
      }
      break;
    }
    pending_bytes_ = line ? 0 : size;
    if (!line) break;
    used += size;
    head_bytes_ += size;
    if (!line->clean) {
      refuse(400, "A line ends without CR.");
    } else if (!has_line_) {
      if (!line->text.empty()) read_request_line(line->text);  // empty lines before a request are skipped
    } else if (line->text.empty()) {
      finish_head();
    } else if (request_.headers.all().size() >= headers_max_) {
      refuse(431, "There are too many headers.");
    } else if (!read_field(line->text, request_.headers)) {
      refuse(400, "A header line is malformed.");
    }
  }
  return used;
}

void RequestParser::read_request_line(std::string_view line) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return refuse(400, "The request line is malformed.");
  const auto method = line.substr(0, first);
  const auto target = line.substr(first + 1, last - first - 1);
  const auto version = line.substr(last + 1);
  if (!is_method(method)) return refuse(400, "The method is not known.");
  if (!is_target(target)) return refuse(400, "The target has a character that must be percent-encoded.");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return refuse(400, "Only HTTP/1.1 and HTTP/1.0 are spoken here.");
  has_line_ = true;
  minor_version_ = version.back() - '0';
  request_.method = method;
  request_.target = target;
}

void RequestParser::finish_head() {
  const auto framing = framing_of(request_.headers, minor_version_);
  if (!framing) return refuse(framing.error().status, framing.error().detail);
  framing_ = *framing;
  int hosts = 0;
  for (const auto& header : request_.headers.all()) hosts += text::equal_ignoring_case(header.name, "host");
  if (hosts > 1) return refuse(400, "There is more than one Host.");
  keeps_alive_ = minor_version_ == 1 ? !has_word(request_.headers, "connection", "close")
                                     : has_word(request_.headers, "connection", "keep-alive");
  if (!leaves_length_ && framing_.length > body_bytes_max_) return refuse_body();
  state_ = framing_.kind == Framing::Kind::none ? State::done : State::body;
}

std::size_t RequestParser::feed_body(std::string_view bytes) {
  std::size_t used = 0;
  auto& body = request_.body;
  if (framing_.kind == Framing::Kind::length) {
    used = std::min<std::uint64_t>(bytes.size(), framing_.length - body_bytes_);
    body += bytes.substr(0, used);
    body_bytes_ += used;
    if (body_bytes_ == framing_.length) state_ = State::done;
    return used;
  }
  const auto had = body.size();
  used = chunks_.feed(bytes, body);
  body_bytes_ += body.size() - had;
  if (chunks_.is_broken()) {
    refuse(400, "The chunked body is malformed.");
  } else if (body_bytes_ > body_bytes_max_) {
    refuse_body();
  } else if (chunks_.is_done()) {
    state_ = State::done;
  }
  return used;
}

void RequestParser::limit_body(std::size_t bytes_max) {
  limit_body_in_pieces(std::min(bytes_max, any_body_bytes_max_));
}

void RequestParser::limit_body_in_pieces(std::size_t bytes_max) {
  body_bytes_max_ = bytes_max;
  if (state_ == State::body && framing_.length > body_bytes_max_) refuse_body();
}

void RequestParser::refuse_body() { refuse(413, fmt::format("The body may have at most {} bytes.", body_bytes_max_)); }

void RequestParser::refuse(int status, std::string detail) {
  state_ = State::refused;
  refusal_ = {status, std::move(detail)};
}

Request RequestParser::take() {
  auto request = std::move(request_);
  request_ = {};
  state_ = State::head;
  has_line_ = false;
  head_bytes_ = pending_bytes_ = 0;
  framing_ = {};
  body_bytes_ = 0;
  chunks_ = {};
  body_bytes_max_ = any_body_bytes_max_;
  return request;
}

Request RequestParser::take_head() {
  auto body = std::exchange(request_.body, {});
  auto head = std::exchange(request_, {});
  request_.body = std::move(body);
  return head;
}

std::string RequestParser::take_piece() { return std::exchange(request_.body, {}); }

Refusal check_for_server(Request& request, const RequestParser& parser) {
  if (parser.minor_version() == 1 && !request.headers.has("host")) return {400, "HTTP/1.1 wants a Host."};
  if (!is_host(request.headers.get("host"))) return {400, "The Host is malformed."};
  if (request.method == "CONNECT") return {501, "This server is no proxy."};
  if (!make_path(request.target)) return {400, "The target is neither a path nor an address."};
  if (parser.framing().has_foreign_coding) return {501, "Of the transfer codings only \"chunked\" is spoken here."};
  const auto expectation = request.headers.get("expect");
  if (!expectation.empty() && !text::equal_ignoring_case(expectation, "100-continue")) {
    return {417, "Of the expectations only \"100-continue\" is known."};
  }
  return {};
}

}  // namespace frontdesk::net
