#include "base/schema/format_names.h"

#include <cctype>
#include <optional>

#include "base/ascii.h"
#include "base/text.h"

namespace frontdesk::schema {
namespace {

using text::is_digit;
bool is_alpha(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
bool is_hex(char c) { return text::hex_digit(c) >= 0; }
bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_label(std::string_view label, bool ascii_only) {
  if (label.empty() || label.front() == '-' || label.back() == '-') return false;
  if (ascii_only && label.size() > 63) return false;
  if (label.size() > 3 && label.substr(2, 2) == "--" && !text::lower_ascii(label.substr(0, 4)).starts_with("xn--"))
    return false;
  return std::ranges::all_of(label, [&](char c) {
    return is_alpha(c) || is_digit(c) || c == '-' || (!ascii_only && static_cast<unsigned char>(c) >= 0x80);
  });
}

bool is_host(std::string_view text, bool ascii_only) {
  if (text.empty() || text.size() > 253) return false;
  return std::ranges::all_of(text::split(text, '.'), [&](auto label) { return is_label(label, ascii_only); });
}

bool is_mailbox(std::string_view text, bool ascii_only) {
  if (ascii_only && !is_ascii(text)) return false;
  const auto at = text.rfind('@');
  if (at == text.npos || at == 0) return false;
  const auto local = text.substr(0, at);
  const auto domain = text.substr(at + 1);
  if (local.front() == '"') {
    if (local.size() < 2 || local.back() != '"') return false;
    for (std::size_t i = 1; i + 1 < local.size(); ++i) {
      if (local[i] == '"') return false;
      if (local[i] == '\\' && ++i + 1 >= local.size()) return false;
    }
  } else {
    constexpr std::string_view kMarks = "!#$%&'*+-/=?^_`{|}~.";
    if (local.front() == '.' || local.back() == '.' || local.find("..") != local.npos) return false;
    const auto fits = [&](char c) {
      return is_alpha(c) || is_digit(c) || kMarks.find(c) != kMarks.npos || static_cast<unsigned char>(c) >= 0x80;
    };
    if (!std::ranges::all_of(local, fits)) return false;
  }
  if (domain.starts_with('[') && domain.ends_with(']')) {
    const auto literal = domain.substr(1, domain.size() - 2);
    return literal.starts_with("IPv6:") ? is_ipv6(literal.substr(5)) : is_ipv4(literal);
  }
  return is_host(domain, ascii_only);
}

// Letters, digits and marks of RFC 3986 with whole %-escapes; beyond ASCII only where international.
bool is_made_of(std::string_view text, std::string_view marks, bool international) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
      i += 2;
    } else if (static_cast<unsigned char>(text[i]) >= 0x80) {
      if (!international) return false;
    } else if (!is_alpha(text[i]) && !is_digit(text[i]) && marks.find(text[i]) == marks.npos) {
      return false;
    }
  }
  return true;
}

bool is_authority(std::string_view authority, bool international) {
  if (const auto at = authority.rfind('@'); at != authority.npos) {
    if (!is_made_of(authority.substr(0, at), "-._~!$&'()*+,;=:", international)) return false;
    authority.remove_prefix(at + 1);
  }
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == authority.npos) return false;
    const auto literal = authority.substr(1, end - 1);
    const bool future =
        literal.size() > 3 && (literal[0] | 32) == 'v' && is_hex(literal[1]) && literal.find('.') != literal.npos;
    if (!future && !is_ipv6(literal)) return false;
    authority.remove_prefix(end + 1);
  } else {
    const auto end = std::min(authority.find(':'), authority.size());
    if (!is_made_of(authority.substr(0, end), "-._~!$&'()*+,;=", international)) return false;
    authority.remove_prefix(end);
  }
  return authority.empty() || (authority[0] == ':' && std::ranges::all_of(authority.substr(1), is_digit));
}

bool is_reference(std::string_view text, bool international, bool needs_scheme) {
  constexpr std::string_view kPath = "-._~!$&'()*+,;=:@/";
  constexpr std::string_view kQuery = "-._~!$&'()*+,;=:@/?";
  if (const auto at = text.find('#'); at != text.npos) {
    if (!is_made_of(text.substr(at + 1), kQuery, international)) return false;
    text = text.substr(0, at);
  }
  if (const auto at = text.find('?'); at != text.npos) {
    if (!is_made_of(text.substr(at + 1), kQuery, international)) return false;
    text = text.substr(0, at);
  }
  const auto colon = text.find_first_of(":/");
  const bool has_scheme = colon != text.npos && text[colon] == ':';
  if (has_scheme) {
    const auto scheme = text.substr(0, colon);
    const auto fits = [](char c) { return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; };
    if (scheme.empty() || !is_alpha(scheme[0]) || !std::ranges::all_of(scheme, fits)) return false;
    text.remove_prefix(colon + 1);
  } else if (needs_scheme) {
    return false;
  }
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    const auto end = std::min(text.find('/'), text.size());
    if (!is_authority(text.substr(0, end), international)) return false;
    text.remove_prefix(end);
  }
  return is_made_of(text, kPath, international);
}

}  // namespace

bool is_ipv4(std::string_view text) {
  const auto parts = text::split(text, '.');
  return parts.size() == 4 && std::ranges::all_of(parts, [](std::string_view part) {
           if (part.empty() || part.size() > 3 || !std::ranges::all_of(part, is_digit)) return false;
           if (part.size() > 1 && part[0] == '0') return false;
           return part.size() < 3 || part <= "255";
         });
}

bool is_ipv6(std::string_view text) {
  const auto gap = text.find("::");
  int groups = 0;
  if (gap != text.npos && text.find("::", gap + 1) != text.npos) return false;
  const auto count = [&](std::string_view side, bool may_end_in_ipv4) {
    if (side.empty()) return true;
    const auto parts = text::split(side, ':');
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (may_end_in_ipv4 && i + 1 == parts.size() && parts[i].find('.') != std::string_view::npos) {
        groups += 2;
        return is_ipv4(parts[i]);
      }
      if (parts[i].empty() || parts[i].size() > 4 || !std::ranges::all_of(parts[i], is_hex)) return false;
      ++groups;
    }
    return true;
  };
  if (gap == text.npos) return count(text, true) && groups == 8;
  return count(text.substr(0, gap), false) && count(text.substr(gap + 2), true) && groups <= 7;
}

bool is_hostname(std::string_view text) { return is_host(text, true); }
bool is_idn_hostname(std::string_view text) { return is_host(text, false); }
bool is_email(std::string_view text) { return is_mailbox(text, true); }
bool is_idn_email(std::string_view text) { return is_mailbox(text, false); }
bool is_uri(std::string_view text) { return is_reference(text, false, true); }
bool is_uri_reference(std::string_view text) { return is_reference(text, false, false); }
bool is_iri(std::string_view text) { return is_reference(text, true, true); }
bool is_iri_reference(std::string_view text) { return is_reference(text, true, false); }

// RFC 6570: expressions in braces, no brace or blank outside of them.
bool is_uri_template(std::string_view text) {
  while (!text.empty()) {
    const char c = text[0];
    text.remove_prefix(1);
    if (c != '{') {
      if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f ||
          std::string_view("\"<>\\^`|}").find(c) != std::string_view::npos)
        return false;
      continue;
    }
    const auto end = text.find('}');
    if (end == text.npos) return false;
    auto expression = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (!expression.empty() && std::string_view("+#./;?&").find(expression[0]) != std::string_view::npos)
      expression.remove_prefix(1);
    for (auto name : text::split(expression, ',')) {
      if (name.ends_with('*')) name.remove_suffix(1);
      if (const auto colon = name.find(':'); colon != name.npos) {
        const auto length = name.substr(colon + 1);
        if (length.empty() || length.size() > 4 || length[0] == '0' || !std::ranges::all_of(length, is_digit))
          return false;
        name = name.substr(0, colon);
      }
      const bool dots = name.starts_with('.') || name.ends_with('.') || name.find("..") != name.npos;
      if (name.empty() || dots || !is_made_of(name, "_.", false)) return false;
    }
  }
  return true;
}

}  // namespace frontdesk::schema
