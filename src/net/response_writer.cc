#include "net/response_writer.h"

#include <charconv>
#include <ctime>

#include "base/text.h"
#include "net/head.h"

namespace frontdesk::net {
namespace {

void append_number(std::string& out, std::uint64_t number, int base = 10) {
  char digits[24];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number, base).ptr;
  out.append(digits, end);
}

bool is_ours(std::string_view name) {
  if (name.size() == 4) return text::equal_ignoring_case(name, "date");
  if (name.size() == 10)
    return text::equal_ignoring_case(name, "connection") || text::equal_ignoring_case(name, "keep-alive");
  if (name.size() == 14) return text::equal_ignoring_case(name, "content-length");
  return name.size() == 17 && text::equal_ignoring_case(name, "transfer-encoding");
}

void append_header(std::string& out, const Header& header) {
  if (!is_token(header.name) || is_ours(header.name)) return;
  out += header.name;
  out += ": ";
  if (is_field_value(header.value)) {
    out += header.value;
  } else {
    for (const unsigned char c : header.value) out += c < ' ' || c == 0x7f ? ' ' : static_cast<char>(c);
  }
  out += "\r\n";
}

}  // namespace

std::string_view reason_of(int status) {
  switch (status) {
    case 100:
      return "Continue";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 425:
      return "Too Early";
    case 426:
      return "Upgrade Required";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return "Status";
  }
}

std::string to_http_date(Timestamp time) {
  static constexpr std::string_view kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = static_cast<std::time_t>(time.ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[parts.tm_wday], parts.tm_mday,
                     kMonths[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

void write_head(std::string& out, const Response& response, const ResponseShape& shape) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::uint64_t>(response.status));
  out += ' ';
  out += reason_of(response.status);
  out += "\r\ndate: ";
  out += shape.date;
  out += "\r\n";
  for (const auto& header : response.headers.all()) append_header(out, header);
  if (shape.is_chunked) {
    out += "transfer-encoding: chunked\r\n";
  } else if (response.stream_bytes) {
    out += "content-length: ";
    append_number(out, *response.stream_bytes);
    out += "\r\n";
  } else if (!shape.is_streamed && response.status != 204 && response.status != 304) {
    out += "content-length: ";
    append_number(out, plain_body(response).size());
    out += "\r\n";
  }
  if (!shape.keeps_alive) {
    out += "connection: close\r\n";
  } else if (shape.minor_version == 0) {
    out += "connection: keep-alive\r\n";
  }
  out += "\r\n";
}

std::string_view plain_body(const Response& response) {
  return response.shared_body ? std::string_view(*response.shared_body) : std::string_view(response.body);
}

void write_chunk(std::string& out, std::string_view bytes) {
  if (bytes.empty()) return;
  append_number(out, bytes.size(), 16);
  out += "\r\n";
  out += bytes;
  out += "\r\n";
}

}  // namespace frontdesk::net
