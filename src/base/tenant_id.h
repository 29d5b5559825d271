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

  // The place of whoever runs this house. Its name is none that a tenant could have, so parse never gives it.
  static TenantId of_operator() { return TenantId(kOperator); }
  bool is_operator() const { return name_ == kOperator; }

  const std::string& text() const { return name_; }
  friend auto operator<=>(const TenantId&, const TenantId&) = default;

 private:
  static constexpr std::string_view kOperator = "_operator";
  explicit TenantId(std::string_view name) : name_(name) {}
  std::string name_;
};

}  // namespace frontdesk

template <>
struct std::hash<frontdesk::TenantId> {
  std::size_t operator()(const frontdesk::TenantId& id) const { return std::hash<std::string>()(id.text()); }
};
