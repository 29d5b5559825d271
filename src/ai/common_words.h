#pragma once

#include <cstdint>

namespace frontdesk::ai {

// Whether a word, by its feature, is one that every business hears and that says nothing of what is wanted: articles,
// pronouns, days, numbers. From the tables words/common/LANGUAGE.txt; the next language is a file.
bool is_common_word(std::uint32_t feature);

}  // namespace frontdesk::ai
