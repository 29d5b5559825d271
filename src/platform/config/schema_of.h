#pragma once

#include <concepts>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/describe.h"
#include "base/value.h"

// A struct that Boost.Describe knows, as JSON Schema: the same walk that base/describe.h reads with, so that what the
// schema lets through can be read. Each struct has beside it
//   std::vector<Note> notes(const T*);
// found by argument-dependent lookup, with a sentence for every member.
namespace frontdesk::platform::config {

struct Note {
  std::string_view member;
  std::string_view says;  // the description that an editor shows
  bool required = false;
  Value narrowed = {};  // more keywords for this member ({"minimum": 1}); all of them where the member is a Value
  std::string_view unread = {};  // what this release does instead of acting on it; empty: it acts
};

namespace schema_detail {

template <class T>
Value of_type();

template <class T>
Value of_struct() {
  const auto all = notes(static_cast<const T*>(nullptr));
  ObjectBuilder properties;
  ListBuilder required;
  boost::mp11::mp_for_each<describe_detail::Members<T>>([&](auto member) {
    using Field = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
    auto schema = of_type<Field>();
    for (const auto& note : all) {
      if (note.member != member.name) continue;
      if (!note.says.empty()) schema = Value::object({{"description", note.says}}).merged(schema);
      schema = schema.merged(note.narrowed);
      if (note.required) required.add(Value(member.name));
    }
    properties.set(Value(member.name), schema);
  });
  ObjectBuilder schema;
  schema.set("type", "object").set("additionalProperties", false);
  if (const auto names = required.build(); names.size() > 0) schema.set("required", names);
  return schema.set("properties", properties.build()).build();
}

template <class T>
Value of_type() {
  if constexpr (std::same_as<T, Value>) {
    return Value::object();
  } else if constexpr (describe_detail::IsOptional<T>::value) {
    return of_type<typename T::value_type>();
  } else if constexpr (std::same_as<T, bool>) {
    return Value::object({{"type", "boolean"}});
  } else if constexpr (std::integral<T>) {
    return Value::object({{"type", "integer"}});
  } else if constexpr (std::floating_point<T>) {
    return Value::object({{"type", "number"}});
  } else if constexpr (std::same_as<T, std::string>) {
    return Value::object({{"type", "string"}});
  } else if constexpr (describe_detail::DescribedEnum<T>) {
    ListBuilder words;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto word) { words.add(Value(word.name)); });
    return Value::object({{"enum", words.build()}});
  } else if constexpr (describe_detail::Described<T>) {
    return of_struct<T>();
  } else if constexpr (requires { typename T::mapped_type; }) {
    return Value::object({{"type", "object"}, {"additionalProperties", of_type<typename T::mapped_type>()}});
  } else {
    return Value::object({{"type", "array"}, {"items", of_type<typename T::value_type>()}});
  }
}

}  // namespace schema_detail

template <class T>
Value schema_of() {
  return schema_detail::of_type<T>();
}

// The same with a description.
template <class T>
Value schema_of(std::string_view says, Value narrowed = {}) {
  return Value::object({{"description", says}}).merged(schema_of<T>()).merged(narrowed);
}

}  // namespace frontdesk::platform::config
