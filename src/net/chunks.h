#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace frontdesk::net {

// Takes a chunked body apart (RFC 9112, section 7.1), strictly. Trailers are read and dropped.
class ChunkDecoder {
 public:
  // Appends the content of `bytes` to `out` and returns how many bytes belonged to the body.
  std::size_t feed(std::string_view bytes, std::string& out);
  bool is_done() const { return state_ == State::done; }
  bool is_broken() const { return state_ == State::broken; }

 private:
  enum class State { size, data, data_end, trailer, done, broken };
  void take_line();

  State state_ = State::size;
  std::uint64_t left_ = 0;      // of the chunk's data
  std::size_t line_bytes_ = 0;  // of all size lines since data came, or of all trailers
  std::string line_;
};

}  // namespace frontdesk::net
