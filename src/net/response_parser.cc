#include "net/response_parser.h"

#include "base/ascii.h"

namespace frontdesk::net {
namespace {

constexpr std::size_t kHeadBytesMax = 64 * 1024;

using text::is_digit;

}  // namespace

std::size_t ResponseParser::feed(std::string_view bytes) {
  if (state_ == State::head) return feed_head(bytes);
  if (state_ == State::body) return feed_body(bytes);
  return 0;
}

std::size_t ResponseParser::feed_head(std::string_view bytes) {
  std::size_t used = 0;
  while (state_ == State::head) {
    const auto line = next_line(bytes.substr(used));
    if (head_bytes_ + (line ? line->size : bytes.size() - used) > kHeadBytesMax) state_ = State::malformed;
    if (!line) break;
    used += line->size;
    head_bytes_ += line->size;
    if (!line->clean) {
      state_ = State::malformed;
    } else if (!has_line_) {
      if (!read_status_line(line->text)) state_ = State::malformed;
    } else if (line->text.empty()) {
      finish_head();
    } else if (!read_field(line->text, response_.headers)) {
      state_ = State::malformed;
    }
  }
  return used;
}

// HTTP/1.1 200 OK
bool ResponseParser::read_status_line(std::string_view line) {
  if (!line.starts_with("HTTP/1.") || line.size() < 12 || !is_digit(line[7]) || line[8] != ' ') return false;
  if (!std::ranges::all_of(line.substr(9, 3), is_digit) || line[9] == '0') return false;
  if (line.size() > 12 && line[12] != ' ') return false;
  if (!is_field_value(line.substr(12))) return false;
  has_line_ = true;
  minor_version_ = line[7] - '0';
  response_.status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
  return true;
}

void ResponseParser::finish_head() {
  const auto status = response_.status;
  if (status < 200 && status != 101) {
    response_ = {};
    has_line_ = false;
    return;
  }
  const auto framing = framing_of(response_.headers, minor_version_);
  if (!framing || framing->has_foreign_coding) {
    state_ = State::malformed;
    return;
  }
  framing_ = *framing;
  keeps_alive_ = minor_version_ > 0 ? !has_word(response_.headers, "connection", "close")
                                    : has_word(response_.headers, "connection", "keep-alive");
  if (to_head_ || status == 204 || status == 304 || status == 101) {
    framing_ = {};
  } else if (framing_.kind == Framing::Kind::none && !response_.headers.has("content-length")) {
    framing_.kind = Framing::Kind::until_close;
  }
  if (framing_.kind == Framing::Kind::length && framing_.length > body_bytes_max_) {
    state_ = State::too_large;
  } else {
    state_ = framing_.kind == Framing::Kind::none ? State::done : State::body;
  }
}

std::size_t ResponseParser::feed_body(std::string_view bytes) {
  const bool is_handed_on = on_body_ && response_.status / 100 == 2;
  std::size_t used = bytes.size();
  std::string decoded;
  std::string_view piece = bytes;
  if (framing_.kind == Framing::Kind::length) {
    used = std::min<std::uint64_t>(bytes.size(), framing_.length - body_bytes_);
    piece = bytes.substr(0, used);
  } else if (framing_.kind == Framing::Kind::chunked) {
    used = chunks_.feed(bytes, is_handed_on ? decoded : response_.body);
    piece = decoded;
  }
  if (is_handed_on) {
    body_bytes_ += piece.size();
    if (!piece.empty()) on_body_(piece);
  } else if (framing_.kind == Framing::Kind::chunked) {
    body_bytes_ = response_.body.size();
  } else {
    response_.body += piece;
    body_bytes_ += piece.size();
  }
  if (body_bytes_ > body_bytes_max_) {
    state_ = State::too_large;
  } else if (chunks_.is_broken()) {
    state_ = State::malformed;
  } else if (chunks_.is_done() || (framing_.kind == Framing::Kind::length && body_bytes_ == framing_.length)) {
    state_ = State::done;
  }
  return used;
}

void ResponseParser::end() {
  const bool is_whole = state_ == State::body && framing_.kind == Framing::Kind::until_close;
  if (is_whole) state_ = State::done;
  if (state_ == State::head || state_ == State::body) state_ = State::malformed;
}

}  // namespace frontdesk::net
