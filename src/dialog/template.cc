#include "dialog/template.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "dialog/calendar.h"
#include "dialog/sentences.h"
#include "platform/config/placeholders.h"

namespace frontdesk::dialog {
namespace {

std::string plain(const Value& value, std::string_view language) {
  if (value.is_text()) return std::string(value.text());
  if (value.is_bool()) return spoken_answer(value.boolean(), language);
  return value.is_null() ? std::string() : json::print(value);
}

// A choice, or several, as customers read them.
std::string labelled(const Value& value, const DialogConfig& config, std::string_view language) {
  if (value.is_text()) return std::string(config.label_of(value.text(), language));
  if (!value.is_list()) return plain(value, language);
  ListBuilder labels;
  for (const auto& item : value.items())
    labels.add(item.is_text() ? Value(config.label_of(item.text(), language)) : item);
  return spoken_list(labels.build(), language);
}

std::string filtered(const Value& value, std::string_view filter, const DialogConfig& config,
                     const RenderLimits& limits) {
  const auto language = limits.language;
  if (limits.is_stored && value.is_bool()) return json::print(value);
  if (filter.empty()) return plain(value, language);
  if (filter == "date") return spoken_date(value.text(), language, limits.today);
  if (filter == "list") return spoken_list(value, language);
  if (filter == "upper") {
    auto text = plain(value, language);
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
    return text;
  }
  if (filter == "choice") return labelled(value, config, language);
  const auto* location = config.location(value.text());
  if (filter == "location") return location ? location->name : plain(value, language);
  if (filter == "hours") return location ? spoken_hours(location->hours, language) : std::string();
  return plain(value, language);
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

using platform::config::kHoles;

[[noreturn]] void refuse_large(std::string_view what, std::string_view remedy) {
  throw Error(Kind::exhausted, "dialog/template-too-large", fmt::format("A template {}. {}", what, remedy));
}

// A pattern, read once: texts, holes, and sections that know where they end. `check` refuses what is beyond the limits;
// here they bind what was deployed before it did, and what it does not look at.
struct Part {
  enum Kind { text, hole, section } kind = text;
  std::string_view words;  // the text itself, or the path
  std::string_view filter;
  std::size_t end = 0;  // of a section: the first part behind it
};

class Pieces {
 public:
  explicit Pieces(std::string_view pattern) {
    while (!pattern.empty()) {
      const auto open = pattern.find("{{");
      const auto close = open == std::string_view::npos ? open : pattern.find("}}", open);
      add_text(pattern.substr(0, close == std::string_view::npos ? close : open));
      if (close == std::string_view::npos) break;
      if (++holes_ > kHoles.holes_max || close - open - 2 > kHoles.bytes_max)
        refuse_large(
            fmt::format("has more than {} holes, or one of more than {} bytes", kHoles.holes_max, kHoles.bytes_max),
            "Make it shorter.");
      add(text::trim(pattern.substr(open + 2, close - open - 2)));
      pattern.remove_prefix(close + 2);
    }
    while (!open_.empty()) end_section();
  }

  const std::vector<Part>& all() const { return all_; }

 private:
  void add_text(std::string_view words) {
    if (!words.empty()) all_.push_back({Part::text, words, {}, 0});
  }

  void add(std::string_view inside) {
    if (inside.starts_with('#')) {
      if (open_.size() == kHoles.within_max)
        refuse_large(fmt::format("has more than {} sections within one another", kHoles.within_max),
                     "Close some of them.");
      open_.push_back(all_.size());
      all_.push_back({Part::section, hole_of(inside.substr(1)).path, {}, 0});
    } else if (inside.starts_with('/')) {
      close(text::trim(inside.substr(1)));
    } else {
      const auto hole = hole_of(inside);
      all_.push_back({Part::hole, hole.path, hole.filter, 0});
    }
  }

  void close(std::string_view name) {
    const auto is_named = [&](std::size_t at) { return all_[at].words == name; };
    if (std::ranges::none_of(open_, is_named)) return;
    while (!is_named(open_.back())) end_section();
    end_section();
  }

  void end_section() {
    all_[open_.back()].end = all_.size();
    open_.pop_back();
  }

  std::vector<Part> all_;
  std::vector<std::size_t> open_;
  std::size_t holes_ = 0;
};

// What names mean inside a section: the item in hand first, then what is around it.
struct Scope {
  const Value& here;
  const Scope* around = nullptr;  // null: `here` is the whole scope, and no item

  const Value* find(std::string_view path) const {
    if (path == ".") return around ? &here : here.find(".");
    const auto head = path.substr(0, path.find('.'));
    for (const auto* scope = this; scope; scope = scope->around) {
      if (scope->here.is_object() && (!scope->around || scope->here.contains(head))) return look_up(scope->here, path);
    }
    return nullptr;
  }
};

class Renderer {
 public:
  Renderer(const DialogConfig& config, RenderLimits limits) : config_(config), limits_(limits) {}

  std::string render(std::string_view pattern, const Value& scope) {
    std::string out;
    const Pieces parts(pattern);
    render(out, parts.all(), 0, parts.all().size(), {scope});
    return out;
  }

  Value render_value(const Value& pattern, const Value& scope);

 private:
  void render(std::string& out, const std::vector<Part>& parts, std::size_t first, std::size_t end,
              const Scope& scope) {
    for (auto at = first; at < end; ++at) {
      const auto& part = parts[at];
      spend(1);
      if (part.kind == Part::text) {
        append(out, part.words);
      } else if (const auto* value = scope.find(part.words)) {
        const bool is_told_empty = !limits_.empty.empty() && value->is_text() && value->text().empty();
        if (part.kind == Part::hole) {
          append(out, is_told_empty ? limits_.empty : filtered(*value, part.filter, config_, limits_));
        } else if (is_told_empty || counts_as_there(*value)) {
          for_each(*value, [&](const Value& item) { render(out, parts, at + 1, part.end, {item, &scope}); });
        }
      }
      if (part.kind == Part::section) at = part.end - 1;
    }
  }

  template <class Once>
  void for_each(const Value& value, Once once) {
    if (!value.is_list()) return once(value);
    for (const auto& item : value.items()) {
      spend(1);
      once(item);
    }
  }

  void append(std::string& out, std::string_view words) {
    count(words.size());
    out += words;
  }

  // What a value takes when it is printed, roughly; ends as soon as that is too much.
  void count_value(const Value& value) {
    spend(1);
    count(value.is_text() ? value.text().size() + 2 : 2);
    for (const auto& item : value.items()) count_value(item);
    for (const auto& member : value.members()) {
      count(member.key().size() + 4);
      count_value(member.value);
    }
  }

  void count(std::size_t bytes) {
    if (bytes > limits_.bytes_max - bytes_) takes_too_much(fmt::format("more than {} bytes", limits_.bytes_max));
    bytes_ += bytes;
  }

  void spend(std::size_t steps) {
    steps_ += steps;
    if (steps_ > limits_.steps_max) takes_too_much(fmt::format("more than {} steps", limits_.steps_max));
  }

  [[noreturn]] static void takes_too_much(std::string_view what) {
    refuse_large(fmt::format("takes {} with what it was given", what), "Let it show less of its lists.");
  }

  const DialogConfig& config_;
  const RenderLimits limits_;
  std::size_t bytes_ = 0;
  std::size_t steps_ = 0;
};

Value Renderer::render_value(const Value& pattern, const Value& scope) {
  spend(1);
  if (pattern.is_object()) {
    ObjectBuilder object;
    for (const auto& member : pattern.members()) {
      auto value = render_value(member.value, scope);
      const bool is_empty = value.is_null() || (value.is_text() && value.text().empty());
      if (!is_empty) object.set(member.name, std::move(value));
    }
    return object.build();
  }
  if (pattern.is_list()) {
    ListBuilder list;
    for (const auto& item : pattern.items()) list.add(render_value(item, scope));
    return list.build();
  }
  if (!pattern.is_text()) return pattern;
  const auto text = text::trim(pattern.text());
  const bool one_hole =
      text.starts_with("{{") && text.ends_with("}}") && text.find("{{", 2) == std::string_view::npos && text[2] != '#';
  if (!one_hole) return Value(render(pattern.text(), scope));
  const auto hole = hole_of(text.substr(2, text.size() - 4));
  const auto* value = look_up(scope, hole.path);
  if (!value) return {};
  auto filled = hole.filter.empty() ? *value : Value(filtered(*value, hole.filter, config_, limits_));
  count_value(filled);
  return filled;
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

std::string render(std::string_view pattern, const Value& scope, const DialogConfig& config, RenderLimits limits) {
  return Renderer(config, limits).render(pattern, scope);
}

Value render_value(const Value& pattern, const Value& scope, const DialogConfig& config, RenderLimits limits) {
  return Renderer(config, limits).render_value(pattern, scope);
}

std::string spoken_date(std::string_view iso, std::string_view language, const std::optional<Date>& today) {
  const auto date = Date::parse_iso(iso);
  if (!date) return std::string(iso);
  return today ? date->spoken(language, *today) : date->spoken(language);
}

std::string spoken_answer(bool is_yes, std::string_view language) {
  return text::lower_ascii(sentence(language, is_yes ? "yes" : "no"));
}

std::string spoken_list(const Value& list, std::string_view language) {
  if (!list.is_list()) return plain(list, language);
  if (list.size() == 0) return sentence(language, "none");
  std::string out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out += i + 1 == list.size() ? fmt::format(" {} ", sentence(language, "and")) : ", ";
    out += plain(list[i], language);
  }
  return out;
}

std::string spoken_hours(const Value& hours, std::string_view language) {
  static constexpr std::string_view kKeys[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const auto& days = word_list(language, "weekdays_short");
  std::string out;
  for (std::size_t first = 0; first < 7;) {
    std::size_t last = first;
    while (last + 1 < 7 && hours[kKeys[last + 1]] == hours[kKeys[first]]) ++last;
    if (!out.empty()) out += ", ";
    out += first == last ? std::string(days[first].text())
                         : sentence(language, "span", Value::object({{"from", days[first]}, {"to", days[last]}}));
    const auto& value = hours[kKeys[first]];
    const bool is_closed = value.text() == "closed" || (!value.is_list() && !value.is_text());
    out += " " + (is_closed         ? sentence(language, "closed")
                  : value.is_list() ? spoken_list(value, language)
                                    : std::string(value.text()));
    first = last + 1;
  }
  return out;
}

}  // namespace frontdesk::dialog
