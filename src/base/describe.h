#pragma once

#include <algorithm>
#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/value.h"

// Structs to values and back, over Boost.Describe. A member that is std::optional may be absent; any other may be
// absent only where the caller says Missing::keeps_default. Errors are Error{invalid, "value/…"} with the JSON pointer.
namespace frontdesk {

enum class Unknown { refuse, ignore };
enum class Missing { refuse, keeps_default };

struct Reading {
  Unknown unknown = Unknown::refuse;
  Missing missing = Missing::keeps_default;
};

namespace describe_detail {

template <class T>
concept Described = boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;
template <class T>
concept DescribedEnum = boost::describe::has_describe_enumerators<T>::value;

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

[[noreturn]] void refuse_type(const std::string& pointer, std::string_view wanted, const Value& got);
[[noreturn]] void refuse_unknown(const std::string& pointer, std::string_view key,
                                 const std::vector<std::string_view>& known);
[[noreturn]] void refuse_missing(const std::string& pointer, std::string_view key);
[[noreturn]] void refuse_word(const std::string& pointer, const Value& got, const std::vector<std::string_view>& known);
std::string escaped(std::string_view key);

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

template <class T>
void read(const Value& value, T& into, const std::string& pointer, Reading reading);

template <Described T>
void read_struct(const Value& value, T& into, const std::string& pointer, Reading reading) {
  if (!value.is_object()) refuse_type(pointer, "object", value);
  std::vector<std::string_view> known;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) { known.push_back(member.name); });
  if (reading.unknown == Unknown::refuse) {
    for (const auto& given : value.members()) {
      if (std::find(known.begin(), known.end(), given.key()) == known.end())
        refuse_unknown(pointer, given.key(), known);
    }
  }
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    auto& field = into.*member.pointer;
    const auto* given = value.find(member.name);
    if (given) {
      read(*given, field, pointer + "/" + escaped(member.name), reading);
    } else if (!IsOptional<std::remove_cvref_t<decltype(field)>>::value && reading.missing == Missing::refuse) {
      refuse_missing(pointer, member.name);
    }
  });
}

template <DescribedEnum T>
void read_enum(const Value& value, T& into, const std::string& pointer) {
  std::vector<std::string_view> known;
  bool found = false;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto word) {
    known.push_back(word.name);
    if (value.text() == word.name) into = word.value, found = true;
  });
  if (!found) refuse_word(pointer, value, known);
}

template <class T>
void read(const Value& value, T& into, const std::string& pointer, Reading reading) {
  if constexpr (std::same_as<T, Value>) {
    into = value;
  } else if constexpr (IsOptional<T>::value) {
    if (value.is_null()) {
      into.reset();
    } else {
      read(value, into.emplace(), pointer, reading);
    }
  } else if constexpr (std::same_as<T, bool>) {
    if (!value.is_bool()) refuse_type(pointer, "boolean", value);
    into = value.boolean();
  } else if constexpr (std::integral<T>) {
    // 4.0 is a whole number, as JSON Schema has it; a fraction, or a number beyond 64 bits, differs from its integer().
    const bool whole = value.is_number() && value == Value(value.integer());
    if (!whole || !std::in_range<T>(value.integer())) refuse_type(pointer, "whole number", value);
    into = static_cast<T>(value.integer());
  } else if constexpr (std::floating_point<T>) {
    if (!value.is_number()) refuse_type(pointer, "number", value);
    into = static_cast<T>(value.number());
  } else if constexpr (std::same_as<T, std::string>) {
    if (!value.is_text()) refuse_type(pointer, "string", value);
    into = value.text();
  } else if constexpr (DescribedEnum<T>) {
    read_enum(value, into, pointer);
  } else if constexpr (Described<T>) {
    read_struct(value, into, pointer, reading);
  } else if constexpr (requires { typename T::mapped_type; }) {
    if (!value.is_object()) refuse_type(pointer, "object", value);
    into.clear();  // what is given replaces a default
    for (const auto& member : value.members()) {
      read(member.value, into[std::string(member.key())], pointer + "/" + escaped(member.key()), reading);
    }
  } else {
    if (!value.is_list()) refuse_type(pointer, "array", value);
    into.clear();
    for (std::size_t i = 0; i < value.size(); ++i)
      read(value[i], into.emplace_back(), pointer + "/" + std::to_string(i), reading);
  }
}

}  // namespace describe_detail

template <class T>
T from_value(const Value& value, Reading reading = {}, const std::string& pointer = {}) {
  T result{};
  describe_detail::read(value, result, pointer, reading);
  return result;
}

// Empty optionals are left out.
template <class T>
Value to_value(const T& from) {
  using namespace describe_detail;
  if constexpr (IsOptional<T>::value) {
    return from ? to_value(*from) : Value();
  } else if constexpr (DescribedEnum<T>) {
    return Value(boost::describe::enum_to_string(from, ""));
  } else if constexpr (Described<T>) {
    ObjectBuilder object;
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
      const auto& field = from.*member.pointer;
      if constexpr (IsOptional<std::remove_cvref_t<decltype(field)>>::value) {
        if (field) object.set(member.name, to_value(*field));
      } else {
        object.set(member.name, to_value(field));
      }
    });
    return object.build();
  } else if constexpr (std::constructible_from<Value, const T&>) {
    return Value(from);
  } else if constexpr (requires { typename T::mapped_type; }) {
    ObjectBuilder object;
    for (const auto& [key, item] : from) object.set(Value(key), to_value(item));
    return object.build();
  } else {
    ListBuilder list;
    for (const auto& item : from) list.add(to_value(item));
    return list.build();
  }
}

}  // namespace frontdesk
