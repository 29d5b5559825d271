#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>

namespace frontdesk {

// Names a client business. Lower-case letters, digits and inner hyphens, at most 63: fit for a file, a schema, a label.
class TenantId {
 public:
  // Throws Error{invalid, "tenant/bad-name"}.
  static TenantId parse(std::string_view name);
  static bool is_valid(std::string_view name);

  const std::string& text() const { return name_; }
  friend auto operator<=>(const TenantId&, const TenantId&) = default;

 private:
  explicit TenantId(std::string_view name) : name_(name) {}
  std::string name_;
};

}  // namespace frontdesk

template <>
struct std::hash<frontdesk::TenantId> {
  std::size_t operator()(const frontdesk::TenantId& id) const { return std::hash<std::string>()(id.text()); }
};
