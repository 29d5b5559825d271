#include "store/postgres/bound.h"

#include <bit>

#include "base/error.h"
#include "base/text.h"

namespace frontdesk::store::postgres {
namespace {

constexpr Bound::Type kUntyped = 0, kBytea = 17, kInt8 = 20, kText = 25, kFloat8 = 701;

}  // namespace

Bound::Bound(std::span<const Parameter> parameters, std::string_view sql) {
  numbers_.reserve(parameters.size());
  for (const auto& parameter : parameters) add(parameter, sql);
}

void Bound::add(const Parameter& parameter, std::string_view sql) {
  switch (parameter.index()) {
    case 0:
      return put(kUntyped, nullptr, 0);
    case 1:
      return put_number(kInt8, static_cast<std::uint64_t>(std::get<1>(parameter)));
    case 2:
      return put_number(kFloat8, std::bit_cast<std::uint64_t>(std::get<2>(parameter)));
    case 3: {
      const auto text = std::get<3>(parameter);
      if (text.find('\0') != std::string_view::npos || !text::is_utf8(text)) {
        throw Error(Kind::internal, "store/text", "A text that is to be stored holds U+0000, or is no UTF-8.")
            .because(std::string(sql));
      }
      return put(kText, text.data() ? text.data() : "", text.size());
    }
    default: {
      const auto bytes = std::get<4>(parameter).bytes;
      return put(kBytea, bytes.data() ? bytes.data() : "", bytes.size());
    }
  }
}

void Bound::put_number(Type type, std::uint64_t bits) {
  const auto& kept = numbers_.emplace_back(std::byteswap(bits));
  put(type, reinterpret_cast<const char*>(&kept), sizeof kept);
}

void Bound::put(Type type, const char* value, std::size_t length) {
  types_.push_back(type);
  values_.push_back(value);
  lengths_.push_back(static_cast<int>(length));
  formats_.push_back(1);
}

}  // namespace frontdesk::store::postgres
