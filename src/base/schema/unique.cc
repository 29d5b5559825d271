#include "base/schema/unique.h"

#include <string>
#include <vector>

#include "base/json.h"

namespace frontdesk::schema {

std::optional<std::pair<std::size_t, std::size_t>> find_equal_items(const Value& list) {
  const auto items = list.items();
  constexpr std::size_t kFew = 12;
  if (items.size() <= kFew) {
    for (std::size_t i = 1; i < items.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (items[i] == items[j]) return std::pair(j, i);
      }
    }
    return std::nullopt;
  }
  // Equal values have one canonical text.
  std::vector<std::pair<std::string, std::size_t>> texts;
  texts.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) texts.emplace_back(json::canonical(items[i]), i);
  std::ranges::sort(texts);
  for (std::size_t i = 1; i < texts.size(); ++i) {
    if (texts[i].first == texts[i - 1].first) return std::pair(texts[i - 1].second, texts[i].second);
  }
  return std::nullopt;
}

}  // namespace frontdesk::schema
