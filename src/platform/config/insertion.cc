#include "platform/config/insertion.h"

#include <algorithm>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "base/yaml.h"

namespace frontdesk::platform::config {
namespace {

[[noreturn]] void refuse_to_insert(std::string_view pointer) {
  throw Error(
      Kind::conflict, "config/cannot-insert",
      fmt::format("The list at {} is not written in a way that an entry can be added to by itself. Add it by hand "
                  "in the configuration's text.",
                  pointer))
      .at(std::string(pointer));
}

// JSON's texts are YAML's in double quotes; a few plain words need none and read better without.
std::string written(std::string_view text) {
  const auto is_plain = [](unsigned char c) { return std::isalnum(c) != 0 || c == ' ' || c == '_' || c >= 0x80; };
  const bool is_sentence =
      text.find(' ') != std::string_view::npos && std::isalpha(static_cast<unsigned char>(text[0])) != 0;
  if (is_sentence && text.back() != ' ' && std::ranges::all_of(text, is_plain)) return std::string(text);
  return json::print(Value(text));
}

// The lines of an entry; the first one without its dash.
std::vector<std::string> lines_of(const Value& entry) {
  if (entry.is_text()) return {written(entry.text())};
  std::vector<std::string> lines;
  for (const auto& [key, value] : entry.members()) {
    if (value.is_text()) {
      lines.push_back(fmt::format("{}: {}", key.text(), written(value.text())));
      continue;
    }
    lines.push_back(fmt::format("{}:", key.text()));
    for (const auto& item : value.items()) lines.push_back(fmt::format("  - {}", written(item.text())));
  }
  return lines;
}

std::string as_lines(const Value& entry, std::size_t indent) {
  std::string text;
  for (const auto& line : lines_of(entry)) {
    text += std::string(indent, ' ') + (text.empty() ? "- " : "  ") + line + "\n";
  }
  return text;
}

// Where the line with this byte begins.
std::size_t line_start(std::string_view text, std::size_t at) {
  const auto newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

// The byte of a mark: lines and columns from 1, columns in characters.
std::size_t byte_of(std::string_view text, yaml::Mark mark) {
  std::size_t at = 0;
  for (int line = 1; line < mark.line; ++line) {
    const auto newline = text.find('\n', at);
    if (newline == std::string_view::npos) return text.size();
    at = newline + 1;
  }
  for (int column = 1; column < mark.column && at < text.size(); ++column) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) ++at;
  }
  return at;
}

// Behind the entry whose dash stands in this column: where a line begins that is indented no deeper. Blank lines and
// comments belong to what follows.
std::size_t end_of_entry(std::string_view text, std::size_t at, std::size_t dash) {
  auto end = std::min(text.find('\n', at), text.size() - 1) + 1;
  for (auto line = end; line < text.size();) {
    const auto next = std::min(text.find('\n', line), text.size() - 1) + 1;
    const auto indent = text.substr(line, next - line).find_first_not_of(" \n\r");
    if (indent != std::string_view::npos) {
      if (indent <= dash) break;
      if (text[line + indent] != '#') end = next;
    }
    line = next;
  }
  return end;
}

// Behind the scalar that begins here, in a list in brackets.
std::size_t end_of_scalar(std::string_view text, std::size_t at) {
  if (at < text.size() && text[at] == '"') {
    for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1 : 0;
    return at + 1;
  }
  if (at < text.size() && text[at] == '\'') {
    for (++at; at < text.size(); ++at) {
      if (text[at] != '\'') continue;
      if (at + 1 >= text.size() || text[at + 1] != '\'') return at + 1;
      ++at;
    }
    return at;
  }
  auto end = std::min(text.find_first_of(",]}#", at), text.size());
  while (end > at && std::isspace(static_cast<unsigned char>(text[end - 1])) != 0) --end;
  return end;
}

// Changed as intended, or not at all: the text is read again and compared.
std::string checked(std::string text, const Value& wanted, std::string_view pointer) {
  try {
    if (yaml::parse(text).value == wanted) return text;
  } catch (const Error&) {
  }
  refuse_to_insert(pointer);
}

Value with_pushed(const Value& value, std::string_view pointer, const Value& entry) {
  if (pointer.empty()) return value.push(entry);
  const auto slash = pointer.find('/', 1);
  const auto step = std::string(pointer.substr(1, slash == std::string_view::npos ? slash : slash - 1));
  const auto rest = slash == std::string_view::npos ? std::string_view() : pointer.substr(slash);
  if (value.is_object()) return value.with(step, with_pushed(value[step], rest, entry));
  const auto place = static_cast<std::size_t>(std::stoull(step));
  return value.with_item(place, with_pushed(value.items()[place], rest, entry));
}

Value with_member(const Value& value, std::string_view pointer, std::string_view name, const Value& member) {
  if (pointer.empty()) return value.with(std::string(name), member);
  const auto slash = pointer.find('/', 1);
  const auto step = std::string(pointer.substr(1, slash == std::string_view::npos ? slash : slash - 1));
  const auto rest = slash == std::string_view::npos ? std::string_view() : pointer.substr(slash);
  if (value.is_list()) {
    const auto place = static_cast<std::size_t>(std::stoull(step));
    return value.with_item(place, with_member(value.items()[place], rest, name, member));
  }
  const auto& inner = value[step];
  return value.with(step, with_member(inner.is_null() ? Value::object() : inner, rest, name, member));
}

}  // namespace

std::string with_entry(std::string_view yaml, std::string_view pointer, const Value& entry) {
  const auto document = yaml::parse(yaml);
  const auto* list = document.value.at_pointer(pointer);
  if (!list || !list->is_list() || list->size() == 0) refuse_to_insert(pointer);
  const auto wanted = with_pushed(document.value, pointer, entry);
  auto last = byte_of(yaml, document.mark_of(fmt::format("{}/{}", pointer, list->size() - 1)));
  // The mark of a text in quotes is behind the first of them.
  if (last > 0 && (yaml[last - 1] == '"' || yaml[last - 1] == '\'')) --last;
  std::string text(yaml);
  if (!text.ends_with('\n')) text += '\n';
  const auto line = line_start(text, last);
  const auto before = std::string_view(text).substr(line, last - line);
  const auto dash = before.find_last_not_of(' ');
  const bool in_lines = dash != std::string_view::npos && before[dash] == '-' && before.find_first_not_of(' ') == dash;
  if (in_lines) {
    text.insert(end_of_entry(text, last, dash), as_lines(entry, dash));
  } else {
    text.insert(end_of_scalar(text, last), ", " + json::print(entry));
  }
  return checked(std::move(text), wanted, pointer);
}

std::string with_list(std::string_view yaml, std::string_view map, std::string_view name, const Value& first_entry) {
  const auto pointer = fmt::format("{}/{}", map, name);
  const auto document = yaml::parse(yaml);
  const auto* found = document.value.at_pointer(map);
  const bool is_of_root = map.empty() || map.find('/', 1) == std::string_view::npos;
  if (!document.value.is_object() || (found ? !found->is_object() || found->contains(name) : !is_of_root))
    refuse_to_insert(pointer);
  const auto wanted = with_member(document.value, map, name, Value::list({first_entry}));
  std::string text(yaml);
  if (!text.ends_with('\n')) text += '\n';
  if (map.empty()) {
    text += fmt::format("\n{}:\n{}", name, as_lines(first_entry, 2));
  } else if (!found) {
    text += fmt::format("\n{}:\n  {}:\n{}", map.substr(1), name, as_lines(first_entry, 4));
  } else {
    if (found->size() == 0) refuse_to_insert(pointer);
    const auto first = fmt::format("{}/{}", map, found->members()[0].key());
    const auto key = byte_of(yaml, document.key_mark_of(first));
    const auto indent = key - line_start(text, key);
    if (indent == 0) refuse_to_insert(pointer);
    const auto list = fmt::format("{}{}:\n{}", std::string(indent, ' '), name, as_lines(first_entry, indent + 2));
    text.insert(end_of_entry(text, key, indent - 1), list);
  }
  return checked(std::move(text), wanted, pointer);
}

}  // namespace frontdesk::platform::config
