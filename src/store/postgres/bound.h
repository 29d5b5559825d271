#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "store/database.h"

namespace frontdesk::store::postgres {

// What is sent for the parameters of one statement: pointers to them, and to the bytes of numbers that are kept here.
class Bound {
 public:
  using Type = unsigned;  // PostgreSQL's Oid

  // Throws Error{internal, "store/text"} where a text cannot be stored; `sql` is told with it.
  Bound(std::span<const Parameter> parameters, std::string_view sql);
  int count() const { return static_cast<int>(values_.size()); }
  const Type* types() const { return types_.data(); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(const Parameter& parameter, std::string_view sql);
  void put_number(Type type, std::uint64_t bits);
  void put(Type type, const char* value, std::size_t length);

  std::vector<Type> types_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
  std::vector<std::uint64_t> numbers_;
};

}  // namespace frontdesk::store::postgres
