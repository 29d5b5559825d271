#include "dialog/reading/spelling.h"

#include <algorithm>

namespace frontdesk::dialog::reading {
namespace {

std::string undoubled(std::string_view word) {
  std::string out;
  for (const char letter : word) {
    if (out.empty() || out.back() != letter) out += letter;
  }
  return out;
}

template <class Do>
void for_each_form(const std::string& word, Do take) {
  take(word);
  for (std::size_t i = 0; i < word.size(); ++i) take(word.substr(0, i) + word.substr(i + 1));
}

}  // namespace

bool is_near(std::string_view left, std::string_view right) {
  if (left.size() > right.size()) std::swap(left, right);
  if (right.size() - left.size() > 1) return false;
  std::size_t same = 0;
  while (same < left.size() && left[same] == right[same]) ++same;
  const auto l = left.substr(same);
  const auto r = right.substr(same);
  if (r.empty()) return true;
  if (left.size() < right.size()) return l == r.substr(1);
  const bool turned = l.size() > 1 && l[0] == r[1] && l[1] == r[0] && l.substr(2) == r.substr(2);
  return turned || l.substr(1) == r.substr(1);
}

void Spelling::add(std::string_view word, std::uint32_t symbol) {
  if (word.size() < kLettersMin) return;
  const auto form = undoubled(word);
  const auto index = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back({form, symbol});
  for_each_form(form, [&](const std::string& each) { by_form_[each].push_back(index); });
}

std::uint32_t Spelling::nearest(std::string_view word) const {
  if (word.size() < kLettersMin || word.size() > 40) return 0;
  const auto form = undoubled(word);
  std::uint32_t same = 0;
  std::uint32_t near = 0;
  bool several = false;
  for_each_form(form, [&](const std::string& each) {
    const auto found = by_form_.find(each);
    if (found == by_form_.end()) return;
    for (const auto index : found->second) {
      const auto& entry = entries_[index];
      if (entry.word[0] != form[0] || !is_near(entry.word, form)) continue;
      if (entry.word == form) same = entry.symbol;
      several = several || (near != 0 && near != entry.symbol);
      near = entry.symbol;
    }
  });
  if (same != 0) return same;
  return several ? 0 : near;
}

}  // namespace frontdesk::dialog::reading
