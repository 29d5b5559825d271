#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"

namespace frontdesk {

// Where something that is done stands in a trace that goes through several systems (W3C Trace Context, level 2). Names
// nobody and says nothing of what is done.
struct TraceContext {
  static constexpr std::uint8_t kSampled = 0x01;   // whoever began it may keep it
  static constexpr std::uint8_t kRandomId = 0x02;  // the trace's id is random in its last 56 bits

  std::array<std::uint8_t, 16> trace{};  // never all zero
  std::array<std::uint8_t, 8> span{};    // of what is done; never all zero
  std::uint8_t flags = kSampled | kRandomId;

  bool operator==(const TraceContext&) const = default;

  // A trace of our own, which whoever samples as its parent does keeps.
  static TraceContext begin(Random& random);
  // Of something that is done as a part of this.
  TraceContext child(Random& random) const;

  std::string trace_id() const;  // 32 lower-case hexadecimal digits
  std::string span_id() const;   // 16
};

// The value of a header `traceparent`; nothing for what is none: the specification wants a new trace begun then. Of a
// later version than 00 the parts that 00 has are read, as the specification says.
std::optional<TraceContext> parse_traceparent(std::string_view text);
// In version 00.
std::string traceparent_of(const TraceContext& context);

}  // namespace frontdesk
