#include "base/json.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>

#include "base/error.h"
#include "base/text.h"

namespace frontdesk::json {
namespace {

// Receives the parser's events and builds the value bottom-up on one stack.
struct Handler {
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  using Code = boost::json::error_code;
  using View = boost::json::string_view;

  // An array or object that is not closed yet.
  struct Open {
    std::size_t begin;  // its first item, or name, on the stack
    bool is_object;
  };

  std::vector<Value> stack;
  std::vector<Open> open;
  std::string partial;  // a text or key that came in pieces
  bool is_unambiguous = false;
  std::optional<Error> ambiguity;  // why the parser was stopped, where that is our own reason
  std::array<Value, 32> names;     // seen lately, to share: lists of objects repeat theirs

  bool push(Value value) { return stack.push_back(std::move(value)), true; }
  bool finish_text(View text) {
    if (partial.empty()) return push(std::string_view(text.data(), text.size()));
    partial.append(text.data(), text.size());
    push(std::string_view(partial));
    partial.clear();
    return true;
  }
  bool collect(View text) { return partial.append(text.data(), text.size()), true; }

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_array_begin(Code&) { return open.push_back({stack.size(), false}), true; }
  bool on_array_end(std::size_t count, Code&) {
    open.pop_back();
    const auto first = stack.end() - static_cast<std::ptrdiff_t>(count);
    std::vector<Value> items(std::make_move_iterator(first), std::make_move_iterator(stack.end()));
    stack.erase(first, stack.end());
    return push(Value::list(std::move(items)));
  }
  bool on_object_begin(Code&) { return open.push_back({stack.size(), true}), true; }
  bool on_object_end(std::size_t count, Code& code) {
    if (is_unambiguous && count > 1 && !check_names(count, code)) return false;
    open.pop_back();
    const auto first = stack.end() - static_cast<std::ptrdiff_t>(count * 2);
    std::vector<Member> members;
    members.reserve(count);
    for (auto at = first; at != stack.end(); at += 2) members.push_back({std::move(at[0]), std::move(at[1])});
    stack.erase(first, stack.end());
    return push(Value::object(std::move(members)));
  }
  bool on_string_part(View text, std::size_t, Code&) { return collect(text); }
  bool on_string(View text, std::size_t, Code&) { return finish_text(text); }
  bool on_key_part(View text, std::size_t, Code&) { return collect(text); }
  bool on_key(View text, std::size_t, Code&) {
    if (!partial.empty() || text.empty() || text.size() > 32) return finish_text(text);
    const auto hash =
        text.size() * 7 + static_cast<unsigned char>(text.front()) * 3 + static_cast<unsigned char>(text.back());
    auto& name = names[hash % names.size()];
    const std::string_view wanted(text.data(), text.size());
    if (name.text() != wanted) name = Value(wanted);
    return push(name);
  }
  bool on_number_part(View, Code&) { return true; }
  bool on_int64(std::int64_t number, View, Code&) { return push(number); }
  bool on_uint64(std::uint64_t number, View text, Code& code) {
    if (number <= static_cast<std::uint64_t>(INT64_MAX)) return push(static_cast<std::int64_t>(number));
    return is_unambiguous ? refuse_number(text, code) : push(static_cast<double>(number));
  }
  // The parser's own number may be one step away from what is written; read exactly, texts go round without a change.
  bool on_double(double number, View text, Code& code) {
    if (is_unambiguous && text.find_first_of(".eE") == View::npos) return refuse_number(text, code);
    const auto problem = std::from_chars(text.data(), text.data() + text.size(), number).ec;
    const bool too_small = problem == std::errc::result_out_of_range && std::abs(number) < 1;
    if ((problem == std::errc() || too_small) && std::isfinite(number)) return push(number);
    code = boost::json::error::exponent_overflow;  // what is beyond a double would come out as something else
    return false;
  }
  bool on_bool(bool flag, Code&) { return push(flag); }

  // The JSON pointer of what comes next, or, in an object, of the member whose name was read last.
  std::string place() const {
    std::string pointer;
    for (std::size_t i = 0; i < open.size(); ++i) {
      const bool is_last = i + 1 == open.size();
      const auto behind = is_last ? stack.size() : open[i + 1].begin;
      if (!open[i].is_object) {
        pointer += fmt::format("/{}", behind - open[i].begin);
      } else if (behind > open[i].begin) {
        append_name(pointer, stack[behind - 1].text());
      }
    }
    return pointer;
  }

  static void append_name(std::string& pointer, std::string_view name) {
    pointer += '/';
    for (const char c : name) pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }

  bool stop(std::string pointer, std::string_view why, Code& code) {
    ambiguity = Error(Kind::invalid, "json/ambiguous", fmt::format("At {}: {}", pointer.empty() ? "/" : pointer, why))
                    .at(std::move(pointer));
    code = boost::json::error::extra_data;  // any: `ambiguity` says what it is
    return false;
  }

  bool refuse_number(View text, Code& code) {
    return stop(place(),
                fmt::format("The whole number {} does not fit in 64 bits. Send it as a text.",
                            text::head(std::string_view(text.data(), text.size()), 40)),
                code);
  }

  bool check_names(std::size_t count, Code& code) {
    std::vector<std::string_view> sorted;
    sorted.reserve(count);
    for (auto at = stack.size() - count * 2; at < stack.size(); at += 2) sorted.push_back(stack[at].text());
    std::ranges::sort(sorted);
    const auto twice = std::ranges::adjacent_find(sorted);
    if (twice == sorted.end()) return true;
    const std::string name(*twice);
    stack.resize(open.back().begin);  // so that `place` is the object's own
    auto pointer = place();
    append_name(pointer, name);
    return stop(std::move(pointer), "The name stands twice in one object. Send it once.", code);
  }
  bool on_null(Code&) { return push(nullptr); }
  bool on_comment_part(View, Code&) { return true; }
  bool on_comment(View, Code&) { return true; }
};

[[noreturn]] void refuse(std::string_view text, std::size_t offset, std::string_view why) {
  const auto before = text.substr(0, offset);
  const auto line = 1 + std::ranges::count(before, '\n');
  const auto column = 1 + offset - (before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1);
  const auto place = fmt::format("line {}, column {}", line, column);
  throw Error(Kind::invalid, "json/malformed", fmt::format("Not valid JSON at {}: {}.", place, why)).at(place);
}

template <class Append>
void print_number(double number, bool canonical_form, Append append) {
  if (!std::isfinite(number)) return append("null");
  char digits[40];
  auto* end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  const std::string_view text(digits, static_cast<std::size_t>(end - digits));
  if (canonical_form && number == std::trunc(number) && std::abs(number) < 0x1p63) {
    end = std::to_chars(digits, digits + sizeof digits, static_cast<std::int64_t>(number)).ptr;
    return append({digits, static_cast<std::size_t>(end - digits)});
  }
  append(text);
  if (!canonical_form && text.find_first_of(".e") == std::string_view::npos) append(".0");
}

struct Printer {
  std::string& out;
  bool canonical_form = false;
  int indent = -1;  // < 0: compact

  void line_break(int level) {
    if (indent < 0) return;
    out += '\n';
    out.append(static_cast<std::size_t>(level * indent), ' ');
  }

  void print(const Value& value, int level) {
    switch (value.type()) {
      case Value::Type::null:
        out += "null";
        return;
      case Value::Type::boolean:
        out += value.boolean() ? "true" : "false";
        return;
      case Value::Type::integer: {
        char digits[24];
        out.append(digits, std::to_chars(digits, digits + sizeof digits, value.integer()).ptr);
        return;
      }
      case Value::Type::real:
        return print_number(value.number(), canonical_form, [&](std::string_view text) { out += text; });
      case Value::Type::text:
        return quote_to(out, value.text());
      case Value::Type::list:
        return print_list(value, level);
      case Value::Type::object:
        return print_object(value, level);
    }
  }

  void print_list(const Value& value, int level) {
    out += '[';
    bool first = true;
    for (const auto& item : value.items()) {
      if (!std::exchange(first, false)) out += ',';
      line_break(level + 1);
      print(item, level + 1);
    }
    if (!first) line_break(level);
    out += ']';
  }

  void print_object(const Value& value, int level) {
    out += '{';
    bool first = true;
    const auto print_member = [&](const Member& member) {
      if (!std::exchange(first, false)) out += ',';
      line_break(level + 1);
      quote_to(out, member.key());
      out += indent < 0 ? ":" : ": ";
      print(member.value, level + 1);
    };
    if (canonical_form) {
      std::vector<const Member*> sorted;
      for (const auto& member : value.members()) sorted.push_back(&member);
      std::ranges::sort(sorted, {}, [](const Member* member) { return member->key(); });
      for (const auto* member : sorted) print_member(*member);
    } else {
      for (const auto& member : value.members()) print_member(member);
    }
    if (!first) line_break(level);
    out += '}';
  }
};

}  // namespace

Value parse(std::string_view text, Limits limits) {
  boost::json::parse_options options;
  options.max_depth = limits.depth_max;
  options.allow_invalid_utf8 = limits.takes_broken_text;
  boost::json::basic_parser<Handler> parser(options);
  parser.handler().is_unambiguous = limits.is_unambiguous;
  boost::json::error_code code;
  const auto used = parser.write_some(false, text.data(), text.size(), code);
  if (parser.handler().ambiguity) throw std::move(*parser.handler().ambiguity);
  if (!code && used < text.size()) refuse(text, used, "something follows the value");
  if (code) {
    const bool deep = code == boost::json::error::too_deep;
    const bool cut = code == boost::json::error::incomplete;
    refuse(text, std::min(used, text.size()),
           deep  ? fmt::format("more than {} levels", limits.depth_max)
           : cut ? "the text ends too early"
                 : code.message());
  }
  auto& stack = parser.handler().stack;
  return stack.empty() ? Value() : std::move(stack.back());
}

void print_to(std::string& out, const Value& value) { Printer{out}.print(value, 0); }

std::string print(const Value& value) {
  std::string out;
  print_to(out, value);
  return out;
}

std::string print_pretty(const Value& value) {
  std::string out;
  Printer{out, false, 2}.print(value, 0);
  return out;
}

std::string canonical(const Value& value) {
  std::string out;
  Printer{out, true}.print(value, 0);
  return out;
}

void quote_to(std::string& out, std::string_view text) {
  out += '"';
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, copied, i - copied);
    copied = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        out += fmt::format("\\u{:04x}", c);
    }
  }
  out.append(text, copied);
  out += '"';
}

}  // namespace frontdesk::json
