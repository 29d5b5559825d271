#pragma once

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>

#include "base/unicode.h"
#include "platform/route.h"

namespace frontdesk::platform {

// Of a parameter that the contract has looked at; 0 where it is absent.
inline std::int64_t number_in(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

inline constexpr std::int64_t kPageMax = 200;
inline constexpr std::int64_t kPageUsual = 50;

// {items, next}: `next` is what `before` has to be for the page behind it, or null. `print` makes JSON of an item.
template <class Item, class Print>
Value page_json(const std::vector<Item>& items, std::size_t limit, const Print& print) {
  ListBuilder list;
  for (const auto& item : items) list.add(print(item));
  const bool is_full = !items.empty() && items.size() == limit;
  return Value::object({{"items", list.build()}, {"next", is_full ? Value(items.back().number) : Value()}});
}

// What "LIKE … ESCAPE '!'" takes to find these words anywhere in a folded text; empty for none.
inline std::string anywhere(std::string_view words) {
  std::string like;
  for (const char letter : unicode::lower(words)) {
    if (letter == '%' || letter == '_' || letter == '!') like += '!';
    like += letter;
  }
  return like.empty() ? like : "%" + like + "%";
}

// A page of a list that is held in memory: those behind the one with the id `before`, and what `before` is for the
// next.
template <class Item, class IdOf, class Print>
Value page_of_all(const std::vector<Item>& all, const RouteRequest& request, const IdOf& id_of, const Print& print) {
  const auto before = request.http.query("before");
  const auto wanted = number_in(request.http.query("limit"));
  const auto limit = static_cast<std::size_t>(wanted > 0 ? std::min(wanted, kPageMax) : kPageUsual);
  auto item = all.begin();
  if (!before.empty()) {
    item = std::ranges::find_if(all, [&](const Item& each) { return id_of(each) == before; });
    if (item != all.end()) ++item;
  }
  ListBuilder list;
  std::size_t count = 0;
  for (; item != all.end() && count < limit; ++item, ++count) list.add(print(*item));
  const bool is_last = item == all.end();
  return Value::object({{"items", list.build()}, {"next", is_last ? Value() : Value(id_of(*std::prev(item)))}});
}

// A filter of a list in pages, {before, limit}, as the request says.
template <class Filter>
Filter page_of(const RouteRequest& request, Filter filter) {
  filter.before = number_in(request.http.query("before"));
  const auto limit = number_in(request.http.query("limit"));
  if (limit > 0) filter.limit = static_cast<std::size_t>(std::min(limit, kPageMax));
  return filter;
}

}  // namespace frontdesk::platform
