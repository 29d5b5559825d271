#pragma once

#include <string>
#include <string_view>

#include "platform/config/schema_of.h"
#include "platform/config/section.h"

// A section and the one struct that it is read into: schema, reader and marks of what is unread from the same members.
namespace frontdesk::platform::config {

namespace schema_detail {

template <class T>
void add_unread(const std::string& at, std::vector<Unread>& all) {
  if constexpr (describe_detail::IsOptional<T>::value) {
    add_unread<typename T::value_type>(at, all);
  } else if constexpr (describe_detail::Described<T>) {
    const auto marks = notes(static_cast<const T*>(nullptr));
    boost::mp11::mp_for_each<describe_detail::Members<T>>([&](auto member) {
      using Field = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
      const auto here = at.empty() ? std::string(member.name) : at + "/" + member.name;
      for (const auto& note : marks) {
        if (note.member == member.name && !note.unread.empty()) all.push_back({here, note.unread});
      }
      add_unread<Field>(here, all);
    });
  } else if constexpr (!std::same_as<T, std::string> && requires { typename T::value_type; }) {
    if constexpr (!requires { typename T::mapped_type; })
      add_unread<typename T::value_type>(at.empty() ? "*" : at + "/*", all);
  }
}

}  // namespace schema_detail

template <class T>
Section section_of(std::string key, std::string_view says, Chapter chapter = Chapter::talk) {
  Section section{.key = key, .schema = schema_of<T>(says), .check = {}, .complete = {}, .chapter = chapter};
  section.read = [at = "/" + key](const Value& member) { from_value<T>(member, {}, at); };
  schema_detail::add_unread<T>("", section.unread);
  return section;
}

// Of one that nothing acts on yet.
template <class T>
Section unread_section(std::string key, std::string_view says, std::string_view instead, Chapter chapter) {
  auto section = section_of<T>(std::move(key), says, chapter);
  section.unread = {{"", instead}};
  return section;
}

}  // namespace frontdesk::platform::config
