#include "platform/config/diff.h"

#include <algorithm>
#include <map>

#include "base/json.h"
#include "base/text.h"
#include "platform/config/document.h"

namespace frontdesk::platform::config {
namespace {

// A value in few characters, as it is written in YAML.
std::string brief(const Value& value) {
  constexpr std::size_t kLongest = 80;
  if (value.is_object() || value.is_list()) {
    const auto text = json::print(value);
    return text.size() <= kLongest ? text
                                   : fmt::format("{{…{} {}}}", value.size(), value.is_list() ? "items" : "members");
  }
  if (!value.is_text()) return json::print(value);
  const auto text = value.text();
  if (text.empty()) return "\"\"";
  const auto line = text.substr(0, text.find('\n'));
  const auto head = text::head(line, kLongest);
  return head.size() == text.size() ? std::string(text) : std::string(head) + "…";
}

std::vector<std::string_view> split_lines(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text::split(text, '\n');
}

// Long texts differ in lines: the first that does is told, and how many more.
std::string brief_change(const Value& before, const Value& after) {
  const bool lines =
      before.is_text() && after.is_text() &&
      (before.text().find('\n') != std::string_view::npos || after.text().find('\n') != std::string_view::npos);
  if (!lines) return fmt::format("{} -> {}", brief(before), brief(after));
  const auto old_lines = split_lines(before.text());
  const auto new_lines = split_lines(after.text());
  const auto line = [](const auto& all, std::size_t i) {
    return i < all.size() ? brief(Value(all[i])) : std::string("(no line)");
  };
  std::size_t first = 0;
  while (first < old_lines.size() && first < new_lines.size() && old_lines[first] == new_lines[first]) ++first;
  std::size_t others = 0;
  for (auto i = first + 1; i < std::max(old_lines.size(), new_lines.size()); ++i)
    others += line(old_lines, i) != line(new_lines, i);
  return fmt::format("line {}: {} -> {}{}", first + 1, line(old_lines, first), line(new_lines, first),
                     others == 0 ? "" : fmt::format(" (and {} more)", others));
}

// A place in both documents, and what people call it.
struct Spots {
  std::string before;
  std::string after;
  std::string name;

  Spots member(std::string_view key) const {
    return {join(before, key), join(after, key), name.empty() ? std::string(key) : fmt::format("{}/{}", name, key)};
  }
  Spots item(std::size_t old_index, std::size_t new_index, std::string_view called) const {
    return {join(before, old_index), join(after, new_index), fmt::format("{}/{}", name, called)};
  }
};

struct Differ {
  Effort& effort;
  std::vector<Change> found = {};

  void added(const Spots& place, const Value& value) {
    found.push_back({place.after, Operation::add, {}, value, fmt::format("{}: added {}", place.name, brief(value))});
  }
  void removed(const Spots& place, const Value& value) {
    found.push_back(
        {place.before, Operation::remove, value, {}, fmt::format("{}: removed {}", place.name, brief(value))});
  }

  void compare(const Value& before, const Value& after, const Spots& place) {
    effort.spend(1);
    if (before == after) return;
    if (before.is_object() && after.is_object()) return compare_members(before, after, place);
    if (before.is_list() && after.is_list()) {
      const auto key = key_of_entries(before.size() > 0 ? before : after);
      const bool named = !key.empty() && (after.size() == 0 || key_of_entries(after) == key);
      return named ? compare_entries(before, after, key, place) : compare_items(before, after, place);
    }
    found.push_back({place.after, Operation::change, before, after,
                     fmt::format("{}: {}", place.name, brief_change(before, after))});
  }

  void compare_members(const Value& before, const Value& after, const Spots& place) {
    for (const auto& member : before.members()) {
      const auto* now = after.find(member.key());
      now ? compare(member.value, *now, place.member(member.key())) : removed(place.member(member.key()), member.value);
    }
    for (const auto& member : after.members()) {
      if (!before.contains(member.key())) added(place.member(member.key()), member.value);
    }
  }

  void compare_entries(const Value& before, const Value& after, std::string_view key, const Spots& place) {
    const auto places_in = [&](const Value& list) {
      std::map<std::string_view, std::size_t> places;
      for (std::size_t i = 0; i < list.size(); ++i) places.emplace(list[i][key].text(), i);
      return places;
    };
    const auto old_places = places_in(before), new_places = places_in(after);
    for (std::size_t i = 0; i < before.size(); ++i) {
      const auto name = before[i][key].text();
      const auto now = new_places.find(name);
      if (now == new_places.end()) {
        removed(place.item(i, 0, name), before[i]);
      } else {
        compare(before[i], after[now->second], place.item(i, now->second, name));
      }
    }
    for (std::size_t i = 0; i < after.size(); ++i) {
      const auto name = after[i][key].text();
      if (!old_places.contains(name)) added(place.item(0, i, name), after[i]);
    }
  }

  // Along the longest common subsequence; what was removed and added at one spot is a change.
  void compare_items(const Value& before, const Value& after, const Spots& place) {
    const auto rows = before.size(), columns = after.size();
    if (rows * columns > 4'000'000) {
      found.push_back({place.after, Operation::change, before, after,
                       fmt::format("{}: {}", place.name, brief_change(before, after))});
      return;
    }
    std::vector<std::uint32_t> common((rows + 1) * (columns + 1), 0);
    const auto at = [&](std::size_t i, std::size_t k) -> std::uint32_t& { return common[i * (columns + 1) + k]; };
    for (auto i = rows; i-- > 0;) {
      effort.spend(columns);
      for (auto k = columns; k-- > 0;) {
        at(i, k) = before[i] == after[k] ? at(i + 1, k + 1) + 1 : std::max(at(i + 1, k), at(i, k + 1));
      }
    }
    std::size_t i = 0, k = 0;
    while (i < rows || k < columns) {
      const auto first_old = i, first_new = k;
      while (i < rows && k < columns && before[i] == after[k]) ++i, ++k;
      if (i != first_old) continue;
      while ((i < rows || k < columns) && !(i < rows && k < columns && before[i] == after[k])) {
        if (k >= columns || (i < rows && at(i + 1, k) >= at(i, k + 1))) {
          ++i;
        } else {
          ++k;
        }
      }
      compare_runs(before, after, {first_old, i}, {first_new, k}, place);
    }
  }

  struct Run {
    std::size_t first, end;
    std::size_t size() const { return end - first; }
  };

  void compare_runs(const Value& before, const Value& after, Run old_run, Run new_run, const Spots& place) {
    const auto pairs = std::min(old_run.size(), new_run.size());
    for (std::size_t n = 0; n < pairs; ++n) {
      const auto i = old_run.first + n, k = new_run.first + n;
      compare(before[i], after[k], place.item(i, k, std::to_string(k)));
    }
    for (auto i = old_run.first + pairs; i < old_run.end; ++i) removed(place.item(i, 0, std::to_string(i)), before[i]);
    for (auto k = new_run.first + pairs; k < new_run.end; ++k) added(place.item(0, k, std::to_string(k)), after[k]);
  }
};

}  // namespace

std::vector<Change> differences(const Value& before, const Value& after, Effort& effort) {
  Differ differ{effort};
  differ.compare(before, after, {});
  return std::move(differ.found);
}

std::vector<Change> differences(const Value& before, const Value& after) {
  Effort unlimited;
  return differences(before, after, unlimited);
}

}  // namespace frontdesk::platform::config
