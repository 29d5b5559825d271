#include "base/tenant_id.h"

#include <algorithm>

#include "base/error.h"

namespace frontdesk {

bool TenantId::is_valid(std::string_view name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !name.empty() && name.size() <= 63 && std::ranges::all_of(name, fits) && name.front() != '-' &&
         name.back() != '-';
}

TenantId TenantId::parse(std::string_view name) {
  if (!is_valid(name)) {
    throw Error(
        Kind::invalid, "tenant/bad-name",
        fmt::format("\"{}\" cannot name a tenant: use 1 to 63 lower-case letters, digits and inner hyphens.", name));
  }
  return TenantId(name);
}

}  // namespace frontdesk
