#include "base/value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <memory>
#include <new>

namespace frontdesk {
namespace value_detail {

// Each block is one allocation: the head below and what it counts right behind it.

struct Text {
  std::atomic<std::uint32_t> references{1};
  char bytes[4];  // size_ bytes and a NUL, for debuggers

  static Text* make(std::string_view text) {
    auto* memory = ::operator new(sizeof(Text) + text.size());
    auto* block = new (memory) Text;
    if (!text.empty()) std::memcpy(block->bytes, text.data(), text.size());
    block->bytes[text.size()] = 0;
    return block;
  }
};

// Items up to `used` belong to somebody; a value that ends exactly there may claim the next slot, so that one buffer
// serves all the lengths that a growing list went through.
struct alignas(Value) List {
  std::atomic<std::uint32_t> references{1};
  std::atomic<std::uint32_t> used{0};
  std::uint32_t capacity = 0;

  Value* items() { return reinterpret_cast<Value*>(this + 1); }

  static List* make(std::uint32_t capacity) {
    auto* block = new (::operator new(sizeof(List) + capacity * sizeof(Value))) List;
    block->capacity = capacity;
    return block;
  }
  void destroy() {
    std::destroy_n(items(), used.load(std::memory_order_relaxed));
    this->~List();
    ::operator delete(this);
  }
};
static_assert(sizeof(List) % alignof(Value) == 0);

constexpr std::uint32_t kScanMembers = 8;  // more members than this get an index sorted by name

struct Object {
  std::atomic<std::uint32_t> references{1};
  std::uint32_t count = 0;

  Member* members() { return reinterpret_cast<Member*>(this + 1); }
  std::uint32_t* index() { return reinterpret_cast<std::uint32_t*>(members() + count); }

  static Object* make(std::vector<Member>&& from) {
    const auto count = static_cast<std::uint32_t>(from.size());
    const auto index_bytes = count > kScanMembers ? count * sizeof(std::uint32_t) : 0;
    auto* block = new (::operator new(sizeof(Object) + count * sizeof(Member) + index_bytes)) Object;
    block->count = count;
    std::uninitialized_move(from.begin(), from.end(), block->members());
    if (count > kScanMembers) {
      for (std::uint32_t i = 0; i < count; ++i) block->index()[i] = i;
      std::sort(block->index(), block->index() + count,
                [&](auto a, auto b) { return block->members()[a].key() < block->members()[b].key(); });
    }
    return block;
  }
  void destroy() {
    std::destroy_n(members(), count);
    this->~Object();
    ::operator delete(this);
  }
  const Member* find(std::string_view key) {
    if (count <= kScanMembers) {
      for (std::uint32_t i = 0; i < count; ++i) {
        if (members()[i].key() == key) return members() + i;
      }
      return nullptr;
    }
    const auto* end = index() + count;
    const auto* found = std::lower_bound(index(), const_cast<std::uint32_t*>(end), key,
                                         [&](auto i, auto wanted) { return members()[i].key() < wanted; });
    return found != end && members()[*found].key() == key ? members() + *found : nullptr;
  }
};

}  // namespace value_detail

namespace {

const Value kNull{};

// Exactly: beyond 2^53 several whole numbers share a double.
bool equal(std::int64_t whole, double real) {
  return real >= -0x1p63 && real < 0x1p63 && static_cast<double>(whole) == real &&
         static_cast<std::int64_t>(real) == whole;
}

// Keeps the last value of each name, at the place of the first.
void drop_repeated_names(std::vector<Member>& members) {
  if (members.size() < 2) return;
  std::vector<std::uint32_t> order(members.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](auto a, auto b) { return std::pair(members[a].key(), a) < std::pair(members[b].key(), b); });
  bool any = false;
  std::vector<bool> dropped;
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (members[order[i]].key() != members[order[i - 1]].key()) continue;
    if (!any) dropped.resize(members.size());
    any = true;
    std::size_t first = i - 1;
    while (first > 0 && members[order[first - 1]].key() == members[order[i]].key()) --first;
    members[order[first]].value = members[order[i]].value;
    dropped[order[i]] = true;
  }
  if (!any) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (!dropped[i]) {
      if (kept != i) members[kept] = std::move(members[i]);
      ++kept;
    }
  }
  members.resize(kept);
}

bool has_repeated_names(const std::vector<Member>& members) {
  for (std::size_t i = 1; i < members.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (members[i].key() == members[j].key()) return true;
    }
  }
  return false;
}

}  // namespace

Value::Value(std::string_view text) : type_(Type::text) {
  payload_.text = value_detail::Text::make(text);
  size_ = static_cast<std::uint32_t>(text.size());
}

void Value::acquire() const noexcept {
  switch (type_) {
    case Type::text:
      payload_.text->references.fetch_add(1, std::memory_order_relaxed);
      return;
    case Type::list:
      if (payload_.list) payload_.list->references.fetch_add(1, std::memory_order_relaxed);
      return;
    case Type::object:
      if (payload_.object) payload_.object->references.fetch_add(1, std::memory_order_relaxed);
      return;
    default:
      return;
  }
}

void Value::release() noexcept {
  switch (type_) {
    case Type::text:
      if (payload_.text->references.fetch_sub(1, std::memory_order_acq_rel) == 1) ::operator delete(payload_.text);
      return;
    case Type::list:
      if (payload_.list && payload_.list->references.fetch_sub(1, std::memory_order_acq_rel) == 1)
        payload_.list->destroy();
      return;
    case Type::object:
      if (payload_.object && payload_.object->references.fetch_sub(1, std::memory_order_acq_rel) == 1)
        payload_.object->destroy();
      return;
    default:
      return;
  }
}

Value Value::list(std::vector<Value> items) {
  Value result;
  result.type_ = Type::list;
  result.payload_.list = nullptr;
  if (items.empty()) return result;
  auto* block = value_detail::List::make(static_cast<std::uint32_t>(items.size()));
  std::uninitialized_move(items.begin(), items.end(), block->items());
  block->used.store(static_cast<std::uint32_t>(items.size()), std::memory_order_relaxed);
  result.payload_.list = block;
  result.size_ = static_cast<std::uint32_t>(items.size());
  return result;
}

Value Value::object(std::initializer_list<Pair> members) {
  std::vector<Member> copies;
  copies.reserve(members.size());
  for (const auto& pair : members) copies.push_back({Value(pair.name), pair.value});
  return object(std::move(copies));
}

Value Value::object(std::vector<Member> members) {
  if (members.size() > value_detail::kScanMembers || has_repeated_names(members)) drop_repeated_names(members);
  Value result;
  result.type_ = Type::object;
  result.payload_.object = nullptr;
  if (members.empty()) return result;
  result.size_ = static_cast<std::uint32_t>(members.size());
  result.payload_.object = value_detail::Object::make(std::move(members));
  return result;
}

std::int64_t Value::integer() const {
  if (type_ == Type::integer) return payload_.integer;
  if (type_ != Type::real || !(std::abs(payload_.real) < 9.2e18)) return 0;
  return static_cast<std::int64_t>(payload_.real);
}

double Value::number() const {
  if (type_ == Type::integer) return static_cast<double>(payload_.integer);
  return type_ == Type::real ? payload_.real : 0;
}

std::string_view Value::text() const {
  return type_ == Type::text ? std::string_view(payload_.text->bytes, size_) : std::string_view();
}

std::span<const Value> Value::items() const {
  if (type_ != Type::list || size_ == 0) return {};
  return {payload_.list->items(), size_};
}

std::span<const Member> Value::members() const {
  if (type_ != Type::object || size_ == 0) return {};
  return {payload_.object->members(), size_};
}

const Value& Value::item(std::size_t index) const {
  const auto all = items();
  return index < all.size() ? all[index] : kNull;
}

const Value* Value::find(std::string_view key) const {
  if (type_ != Type::object || size_ == 0) return nullptr;
  const auto* member = payload_.object->find(key);
  return member ? &member->value : nullptr;
}

const Value& Value::operator[](std::string_view key) const {
  const auto* found = find(key);
  return found ? *found : kNull;
}

const Value* Value::at_pointer(std::string_view pointer) const {
  const Value* here = this;
  while (!pointer.empty()) {
    if (pointer.front() != '/') return nullptr;
    pointer.remove_prefix(1);
    const auto end = std::min(pointer.find('/'), pointer.size());
    std::string token;
    for (std::size_t i = 0; i < end; ++i) {
      if (pointer[i] == '~' && i + 1 < end) {
        token += pointer[++i] == '1' ? '/' : '~';
      } else {
        token += pointer[i];
      }
    }
    pointer.remove_prefix(end);
    if (here->is_object()) {
      here = here->find(token);
    } else if (here->is_list()) {
      std::size_t index = 0;
      const auto [rest, problem] = std::from_chars(token.data(), token.data() + token.size(), index);
      const bool plain =
          problem == std::errc() && rest == token.data() + token.size() && (token.size() == 1 || token[0] != '0');
      here = plain && index < here->size() ? &here->items()[index] : nullptr;
    } else {
      here = nullptr;
    }
    if (!here) return nullptr;
  }
  return here;
}

Value Value::with(std::string_view key, Value value) const {
  std::vector<Member> copies;
  copies.reserve(size() + 1);
  bool replaced = false;
  for (const auto& member : members()) {
    const bool here = !replaced && member.key() == key;
    copies.push_back({member.name, here ? value : member.value});
    replaced |= here;
  }
  if (!replaced) copies.push_back({Value(key), std::move(value)});
  return object(std::move(copies));
}

Value Value::without(std::string_view key) const {
  std::vector<Member> copies;
  for (const auto& member : members()) {
    if (member.key() != key) copies.push_back(member);
  }
  return object(std::move(copies));
}

Value Value::merged(const Value& other) const {
  std::vector<Member> copies(members().begin(), members().end());
  copies.insert(copies.end(), other.members().begin(), other.members().end());
  return object(std::move(copies));
}

Value Value::push(Value item) const {
  if (type_ == Type::list && payload_.list && size_ < payload_.list->capacity) {
    auto expected = size_;
    if (payload_.list->used.compare_exchange_strong(expected, size_ + 1, std::memory_order_acq_rel)) {
      new (payload_.list->items() + size_) Value(std::move(item));
      Value longer = *this;
      ++longer.size_;
      return longer;
    }
  }
  const auto old = items();
  auto* block = value_detail::List::make(static_cast<std::uint32_t>(std::max<std::size_t>(4, old.size() * 2)));
  std::uninitialized_copy(old.begin(), old.end(), block->items());
  new (block->items() + old.size()) Value(std::move(item));
  block->used.store(static_cast<std::uint32_t>(old.size() + 1), std::memory_order_relaxed);
  Value result;
  result.type_ = Type::list;
  result.payload_.list = block;
  result.size_ = static_cast<std::uint32_t>(old.size() + 1);
  return result;
}

Value Value::with_item(std::size_t index, Value item) const {
  std::vector<Value> copies(items().begin(), items().end());
  if (index < copies.size()) copies[index] = std::move(item);
  return list(std::move(copies));
}

bool operator==(const Value& left, const Value& right) {
  if (left.is_number() && right.is_number()) {
    if (left.type_ != right.type_)
      return left.is_integer() ? equal(left.payload_.integer, right.payload_.real)
                               : equal(right.payload_.integer, left.payload_.real);
    return left.is_integer() ? left.payload_.integer == right.payload_.integer
                             : left.payload_.real == right.payload_.real;
  }
  if (left.type_ != right.type_) return false;
  switch (left.type_) {
    case Value::Type::null:
      return true;
    case Value::Type::boolean:
      return left.payload_.flag == right.payload_.flag;
    case Value::Type::text:
      return left.payload_.text == right.payload_.text || left.text() == right.text();
    case Value::Type::list:
      return left.size_ == right.size_ &&
             (left.payload_.list == right.payload_.list || std::ranges::equal(left.items(), right.items()));
    case Value::Type::object:
      return left.size_ == right.size_ && (left.payload_.object == right.payload_.object ||
                                           std::ranges::all_of(left.members(), [&](const Member& member) {
                                             const auto* other = right.find(member.key());
                                             return other && *other == member.value;
                                           }));
    default:
      return false;
  }
}

std::string_view to_string(Value::Type type) {
  switch (type) {
    case Value::Type::null:
      return "null";
    case Value::Type::boolean:
      return "boolean";
    case Value::Type::integer:
      return "integer";
    case Value::Type::real:
      return "number";
    case Value::Type::text:
      return "string";
    case Value::Type::list:
      return "array";
    case Value::Type::object:
      return "object";
  }
  return "null";
}

}  // namespace frontdesk
