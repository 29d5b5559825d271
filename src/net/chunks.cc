#include "net/chunks.h"

#include "base/ascii.h"
#include "net/head.h"

namespace frontdesk::net {
namespace {

constexpr std::size_t kLineBytesMax = 8 * 1024;

using text::hex_digit;

// Takes a token off the front; empty where there is none.
std::string_view take_token(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && is_token(text.substr(size, 1))) ++size;
  const auto token = text.substr(0, size);
  text.remove_prefix(size);
  return token;
}

bool take_quoted(std::string_view& text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

// *( ";" name [ "=" ( token / quoted ) ] )
bool are_extensions(std::string_view text) {
  if (!is_field_value(text)) return false;
  while (!text.empty()) {
    if (text.front() != ';') return false;
    text.remove_prefix(1);
    if (take_token(text).empty()) return false;
    if (text.empty() || text.front() != '=') continue;
    text.remove_prefix(1);
    const bool taken = text.starts_with('"') ? take_quoted(text) : !take_token(text).empty();
    if (!taken) return false;
  }
  return true;
}

std::optional<std::uint64_t> chunk_size(std::string_view line) {
  std::uint64_t size = 0;
  std::size_t digits = 0;
  for (; digits < line.size() && hex_digit(line[digits]) >= 0; ++digits) {
    if (size >> 56) return std::nullopt;
    size = size << 4 | static_cast<std::uint64_t>(hex_digit(line[digits]));
  }
  if (digits == 0 || !are_extensions(line.substr(digits))) return std::nullopt;
  return size;
}

}  // namespace

std::size_t ChunkDecoder::feed(std::string_view bytes, std::string& out) {
  std::size_t used = 0;
  while (used < bytes.size() && state_ != State::done && state_ != State::broken) {
    if (state_ == State::data) {
      const auto piece = bytes.substr(used, left_);
      out += piece;
      used += piece.size();
      left_ -= piece.size();
      if (left_ == 0) state_ = State::data_end;
      continue;
    }
    const auto end = bytes.find('\n', used);
    const auto piece = bytes.substr(used, end == std::string_view::npos ? end : end - used + 1);
    line_ += piece;
    used += piece.size();
    line_bytes_ += piece.size();
    if (line_bytes_ > kLineBytesMax || (state_ == State::data_end && line_.size() > 2)) {
      state_ = State::broken;
    } else if (end != std::string_view::npos) {
      take_line();
    }
  }
  return used;
}

void ChunkDecoder::take_line() {
  const auto line = next_line(line_);
  if (!line || !line->clean) {
    state_ = State::broken;
    return;
  }
  if (state_ == State::data_end) {
    state_ = line->text.empty() ? State::size : State::broken;
    line_bytes_ = 0;
  } else if (state_ == State::size) {
    const auto size = chunk_size(line->text);
    left_ = size.value_or(0);
    state_ = !size ? State::broken : left_ > 0 ? State::data : State::trailer;
  } else {
    Headers dropped;
    state_ = line->text.empty() ? State::done : read_field(line->text, dropped) ? State::trailer : State::broken;
  }
  line_.clear();
}

}  // namespace frontdesk::net
