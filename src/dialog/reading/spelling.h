#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace frontdesk::dialog::reading {

// Finds a word in spite of one typing error: a letter too many, too few, another one, two turned around; a doubled
// letter counts as one. The first letter must be right, and the word has at least kLettersMin letters.
class Spelling {
 public:
  static constexpr std::size_t kLettersMin = 5;

  void add(std::string_view word, std::uint32_t symbol);
  // 0 where no word is near, or where several are equally near.
  std::uint32_t nearest(std::string_view word) const;

 private:
  struct Entry {
    std::string word;
    std::uint32_t symbol;
  };
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_form_;  // forms with a letter left out → entries
};

// Whether one typing error makes one word of the other.
bool is_near(std::string_view left, std::string_view right);

}  // namespace frontdesk::dialog::reading
