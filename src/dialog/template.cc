#include "dialog/template.h"

#include <charconv>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "dialog/calendar.h"

namespace frontdesk::dialog {
namespace {

std::string plain(const Value& value) {
  if (value.is_text()) return std::string(value.text());
  return value.is_null() ? std::string() : json::print(value);
}

std::string filtered(const Value& value, std::string_view filter, const DialogConfig& config) {
  if (filter.empty()) return plain(value);
  if (filter == "date") return spoken_date(value.text());
  if (filter == "list") return spoken_list(value);
  if (filter == "upper") {
    auto text = plain(value);
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
    return text;
  }
  const auto* location = config.location(value.text());
  if (filter == "location") return location ? location->name : plain(value);
  if (filter == "hours") return location ? spoken_hours(location->record["hours"]) : std::string();
  return plain(value);
}

struct Hole {
  std::string_view path;
  std::string_view filter;
};

Hole hole_of(std::string_view inside) {
  const auto bar = inside.find('|');
  return bar == std::string_view::npos ? Hole{text::trim(inside), {}}
                                       : Hole{text::trim(inside.substr(0, bar)), text::trim(inside.substr(bar + 1))};
}

bool counts_as_there(const Value& value) {
  return !value.is_null() && !(value.is_bool() && !value.boolean()) && !(value.is_list() && value.size() == 0) &&
         !(value.is_text() && value.text().empty());
}

// Where the section that was opened before `from` ends: {position of "{{/name}}", position behind it}.
std::pair<std::size_t, std::size_t> section_end(std::string_view pattern, std::size_t from, std::string_view name) {
  int depth = 1;
  for (auto at = pattern.find("{{", from); at != std::string_view::npos; at = pattern.find("{{", at + 2)) {
    const auto close = pattern.find("}}", at);
    if (close == std::string_view::npos) break;
    const auto inside = text::trim(pattern.substr(at + 2, close - at - 2));
    if (!inside.empty() && inside.substr(1) == name) depth += inside[0] == '#' ? 1 : inside[0] == '/' ? -1 : 0;
    if (depth == 0) return {at, close + 2};
  }
  return {pattern.size(), pattern.size()};
}

void render_into(std::string& out, std::string_view pattern, const Value& scope, const DialogConfig& config);

void render_section(std::string& out, std::string_view body, const Value& value, const Value& scope,
                    const DialogConfig& config) {
  if (!counts_as_there(value)) return;
  const auto once = [&](const Value& item) {
    const auto inner = item.is_object() ? scope.merged(item).with(".", item) : scope.with(".", item);
    render_into(out, body, inner, config);
  };
  if (!value.is_list()) return once(value);
  for (const auto& item : value.items()) once(item);
}

void render_into(std::string& out, std::string_view pattern, const Value& scope, const DialogConfig& config) {
  for (;;) {
    const auto open = pattern.find("{{");
    const auto close = open == std::string_view::npos ? open : pattern.find("}}", open);
    out += pattern.substr(0, close == std::string_view::npos ? close : open);
    if (close == std::string_view::npos) return;
    const auto inside = text::trim(pattern.substr(open + 2, close - open - 2));
    if (inside.starts_with('#')) {
      const auto name = inside.substr(1);
      const auto [end, behind] = section_end(pattern, close + 2, name);
      const auto* value = look_up(scope, name);
      if (value) render_section(out, pattern.substr(close + 2, end - close - 2), *value, scope, config);
      pattern.remove_prefix(behind);
      continue;
    }
    const auto hole = hole_of(inside);
    if (const auto* value = look_up(scope, hole.path)) out += filtered(*value, hole.filter, config);
    pattern.remove_prefix(close + 2);
  }
}

}  // namespace

const Value* look_up(const Value& scope, std::string_view path) {
  if (path == ".") return scope.find(".");
  const Value* here = &scope;
  for (const auto part : text::split(path, '.')) {
    if (here->is_list()) {
      std::size_t index = 0;
      if (std::from_chars(part.data(), part.data() + part.size(), index).ec != std::errc() || index >= here->size())
        return nullptr;
      here = &here->items()[index];
    } else {
      here = here->find(part);
    }
    if (!here) return nullptr;
  }
  return here;
}

std::string render(std::string_view pattern, const Value& scope, const DialogConfig& config) {
  std::string out;
  render_into(out, pattern, scope, config);
  return out;
}

Value render_value(const Value& pattern, const Value& scope, const DialogConfig& config) {
  if (pattern.is_object()) {
    ObjectBuilder object;
    for (const auto& member : pattern.members()) {
      auto value = render_value(member.value, scope, config);
      if (!value.is_null()) object.set(member.name, std::move(value));
    }
    return object.build();
  }
  if (pattern.is_list()) {
    ListBuilder list;
    for (const auto& item : pattern.items()) list.add(render_value(item, scope, config));
    return list.build();
  }
  const auto text = text::trim(pattern.text());
  const bool one_hole =
      text.starts_with("{{") && text.ends_with("}}") && text.find("{{", 2) == std::string_view::npos && text[2] != '#';
  if (!pattern.is_text() || !one_hole)
    return pattern.is_text() ? Value(render(pattern.text(), scope, config)) : pattern;
  const auto hole = hole_of(text.substr(2, text.size() - 4));
  const auto* value = look_up(scope, hole.path);
  if (!value) return {};
  return hole.filter.empty() ? *value : Value(filtered(*value, hole.filter, config));
}

std::string spoken_date(std::string_view iso) {
  const auto date = Date::parse_iso(iso);
  return date ? date->spoken() : std::string(iso);
}

std::string spoken_list(const Value& list) {
  if (!list.is_list()) return plain(list);
  if (list.size() == 0) return "none";
  std::string out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out += i + 1 == list.size() ? " and " : ", ";
    out += plain(list[i]);
  }
  return out;
}

std::string spoken_hours(const Value& hours) {
  static constexpr std::string_view kKeys[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  static constexpr std::string_view kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  std::string out;
  for (std::size_t first = 0; first < 7;) {
    std::size_t last = first;
    while (last + 1 < 7 && hours[kKeys[last + 1]] == hours[kKeys[first]]) ++last;
    if (!out.empty()) out += ", ";
    out += first == last ? std::string(kDays[first]) : fmt::format("{} to {}", kDays[first], kDays[last]);
    const auto& value = hours[kKeys[first]];
    out += " " + (value.is_list() ? spoken_list(value) : value.is_text() ? std::string(value.text()) : "closed");
    first = last + 1;
  }
  return out;
}

}  // namespace frontdesk::dialog
