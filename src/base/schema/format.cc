#include "base/schema/format.h"

#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/schema/format_names.h"
#include "base/schema/format_times.h"
#include "base/schema/pattern.h"

namespace frontdesk::schema {
namespace {

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : text::hex_digit(text[i]) < 0) return false;
  }
  return true;
}

bool is_json_pointer(std::string_view text) {
  if (!text.empty() && text[0] != '/') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '~' && (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1'))) return false;
  }
  return true;
}

bool is_relative_json_pointer(std::string_view text) {
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  if (digits == 0 || (digits > 1 && text[0] == '0')) return false;
  const auto rest = text.substr(digits);
  return rest == "#" || is_json_pointer(rest);
}

bool is_regex(std::string_view text) {
  try {
    const Pattern pattern(text);
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

FormatCheck find_format(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, FormatCheck>, 19> kFormats = {{
      {"date-time", is_date_time},
      {"date", is_date},
      {"time", is_time},
      {"duration", is_duration},
      {"email", is_email},
      {"idn-email", is_idn_email},
      {"hostname", is_hostname},
      {"idn-hostname", is_idn_hostname},
      {"ipv4", is_ipv4},
      {"ipv6", is_ipv6},
      {"uri", is_uri},
      {"uri-reference", is_uri_reference},
      {"iri", is_iri},
      {"iri-reference", is_iri_reference},
      {"uri-template", is_uri_template},
      {"json-pointer", is_json_pointer},
      {"relative-json-pointer", is_relative_json_pointer},
      {"regex", is_regex},
      {"uuid", is_uuid},
  }};
  const auto* found = std::ranges::find(kFormats, name, &std::pair<std::string_view, FormatCheck>::first);
  return found != kFormats.end() ? found->second : nullptr;
}

}  // namespace frontdesk::schema
