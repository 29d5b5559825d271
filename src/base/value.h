#pragma once

#include <atomic>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontdesk {

struct Member;

namespace value_detail {
struct Text;
struct List;
struct Object;
}  // namespace value_detail

// A JSON value that is never changed once it is made: copying is a reference count, equality is cheap where two values
// share, and appending to a list is amortised O(1) and leaves the shorter list as it was. Safe to read from any thread.
// 16 bytes. Whole numbers are int64; numbers outside that range or with a fraction or exponent are double.
class Value {
 public:
  enum class Type : std::uint8_t { null, boolean, integer, real, text, list, object };
  struct Pair;  // a key and its value, for writing objects down

  Value() noexcept = default;
  Value(std::nullptr_t) noexcept {}
  Value(bool flag) noexcept : type_(Type::boolean) { payload_.flag = flag; }
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  Value(T number) noexcept : type_(Type::integer) {
    payload_.integer = static_cast<std::int64_t>(number);
  }
  Value(double number) noexcept : type_(Type::real) { payload_.real = number; }
  Value(std::string_view text);
  Value(const char* text) : Value(std::string_view(text)) {}
  Value(const std::string& text) : Value(std::string_view(text)) {}
  Value(const Value& other) noexcept : payload_(other.payload_), size_(other.size_), type_(other.type_) { acquire(); }
  Value(Value&& other) noexcept : payload_(other.payload_), size_(other.size_), type_(other.type_) {
    other.type_ = Type::null;
  }
  Value& operator=(Value other) noexcept {
    std::swap(payload_, other.payload_), std::swap(size_, other.size_), std::swap(type_, other.type_);
    return *this;
  }
  ~Value() { release(); }

  static Value list(std::vector<Value> items = {});
  // A later member of the same name replaces an earlier one and keeps its place.
  static Value object(std::initializer_list<Pair> members = {});
  static Value object(std::vector<Member> members);

  Type type() const { return type_; }
  bool is_null() const { return type_ == Type::null; }
  bool is_bool() const { return type_ == Type::boolean; }
  bool is_integer() const { return type_ == Type::integer; }
  bool is_number() const { return type_ == Type::integer || type_ == Type::real; }
  bool is_text() const { return type_ == Type::text; }
  bool is_list() const { return type_ == Type::list; }
  bool is_object() const { return type_ == Type::object; }

  // Answers of the wrong type are empty: false, 0, "", no items. Check first where the difference matters.
  bool boolean() const { return type_ == Type::boolean && payload_.flag; }
  std::int64_t integer() const;  // a real is cut off towards zero
  double number() const;
  std::string_view text() const;  // valid as long as any copy of this value
  std::span<const Value> items() const;
  std::span<const Member> members() const;
  std::size_t size() const { return type_ == Type::list || type_ == Type::object ? size_ : 0; }

  const Value* find(std::string_view key) const;        // nullptr where there is none
  const Value& operator[](std::string_view key) const;  // null where there is none
  const Value& operator[](const char* key) const { return (*this)[std::string_view(key)]; }
  template <std::integral I>
  const Value& operator[](I index) const {
    return item(static_cast<std::size_t>(index));
  }
  const Value* at_pointer(std::string_view pointer) const;  // RFC 6901; nullptr where there is nothing
  bool contains(std::string_view key) const { return find(key) != nullptr; }

  // Changed copies.
  Value with(std::string_view key, Value value) const;  // null counts as an empty object
  Value without(std::string_view key) const;
  Value merged(const Value& members) const;
  Value push(Value item) const;  // null counts as an empty list
  Value with_item(std::size_t index, Value item) const;

  // JSON equality: 1 == 1.0; the order of an object's members does not matter.
  friend bool operator==(const Value& left, const Value& right);
  bool same(const Value& other) const {
    return type_ == other.type_ && size_ == other.size_ && payload_.integer == other.payload_.integer;
  }

 private:
  const Value& item(std::size_t index) const;
  void acquire() const noexcept;
  void release() noexcept;

  union Payload {
    bool flag;
    std::int64_t integer = 0;
    double real;
    value_detail::Text* text;
    value_detail::List* list;
    value_detail::Object* object;
  } payload_;
  std::uint32_t size_ = 0;  // items of a list, members of an object, bytes of a text
  Type type_ = Type::null;
};

struct Value::Pair {
  std::string_view name;
  Value value;
};

struct Member {
  Value name;
  Value value;
  std::string_view key() const { return name.text(); }
};

std::string_view to_string(Value::Type type);

// Collects items or members; build() empties the collector.
class ListBuilder {
 public:
  ListBuilder& add(Value item) { return items_.push_back(std::move(item)), *this; }
  Value build() { return Value::list(std::exchange(items_, {})); }

 private:
  std::vector<Value> items_;
};

class ObjectBuilder {
 public:
  ObjectBuilder& set(Value name, Value value) { return members_.push_back({std::move(name), std::move(value)}), *this; }
  ObjectBuilder& set_unless_null(std::string_view name, Value value) {
    if (!value.is_null()) members_.push_back({Value(name), std::move(value)});
    return *this;
  }
  Value build() { return Value::object(std::exchange(members_, {})); }

 private:
  std::vector<Member> members_;
};

}  // namespace frontdesk
