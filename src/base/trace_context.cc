#include "base/trace_context.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/crypto.h"

namespace frontdesk {
namespace {

// "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
constexpr std::size_t kTraceAt = 3;
constexpr std::size_t kSpanAt = 36;
constexpr std::size_t kFlagsAt = 53;
constexpr std::size_t kLength = 55;
constexpr std::uint8_t kKnownFlags = TraceContext::kSampled | TraceContext::kRandomId;

// Capitals are refused, as the specification has it.
std::optional<unsigned> digit_of(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  return std::nullopt;
}

bool read(std::string_view text, std::span<std::uint8_t> bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto high = digit_of(text[2 * i]);
    const auto low = digit_of(text[2 * i + 1]);
    if (!high || !low) return false;
    bytes[i] = static_cast<std::uint8_t>(*high << 4 | *low);
  }
  return true;
}

bool is_zero(std::span<const std::uint8_t> bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

void make_id(std::span<std::uint8_t> bytes, Random& random) {
  random.fill(bytes);
  if (is_zero(bytes)) bytes.back() = 1;  // zero stands for no id
}

std::string hex(std::span<const std::uint8_t> bytes) {
  return crypto::hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace

TraceContext TraceContext::begin(Random& random) {
  TraceContext context;
  make_id(context.trace, random);
  make_id(context.span, random);
  return context;
}

TraceContext TraceContext::child(Random& random) const {
  auto context = *this;
  make_id(context.span, random);
  return context;
}

std::string TraceContext::trace_id() const { return hex(trace); }
std::string TraceContext::span_id() const { return hex(span); }

std::optional<TraceContext> parse_traceparent(std::string_view text) {
  if (text.size() < kLength || text[kTraceAt - 1] != '-' || text[kSpanAt - 1] != '-' || text[kFlagsAt - 1] != '-')
    return std::nullopt;
  std::uint8_t version = 0;
  TraceContext context;
  if (!read(text, {&version, 1}) || !read(text.substr(kTraceAt), context.trace) ||
      !read(text.substr(kSpanAt), context.span) || !read(text.substr(kFlagsAt), {&context.flags, 1}))
    return std::nullopt;
  if (version == 0xff || is_zero(context.trace) || is_zero(context.span)) return std::nullopt;
  if (text.size() > kLength && (version == 0 || text[kLength] != '-')) return std::nullopt;
  context.flags &= version == 0 ? kKnownFlags : TraceContext::kSampled;
  return context;
}

std::string traceparent_of(const TraceContext& context) {
  return fmt::format("00-{}-{}-{:02x}", context.trace_id(), context.span_id(), context.flags);
}

}  // namespace frontdesk
