#include "dialog/consent.h"

#include <algorithm>
#include <string>
#include <vector>

namespace frontdesk::dialog {
namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80);
    if (letter) {
      word += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    } else if (c != '\'' && !word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

template <std::size_t N>
bool any_of(const std::vector<std::string>& words, const std::string_view (&list)[N]) {
  return std::ranges::any_of(words, [&](const auto& word) { return std::ranges::find(list, word) != std::end(list); });
}

constexpr std::string_view kYes[] = {"yes",        "yeah",       "yep",       "yup",       "sure",    "ok",
                                     "okay",       "correct",    "right",     "confirmed", "confirm", "agreed",
                                     "absolutely", "definitely", "certainly", "exactly",   "fine",    "perfect",
                                     "ja",         "si",         "oui"};
constexpr std::string_view kNo[] = {"no",    "nope",  "nah",  "not",    "dont", "stop",
                                    "wrong", "never", "wait", "cancel", "nein", "non"};
// Words that may stand around a yes without changing it.
constexpr std::string_view kPolite[] = {
    "please", "thanks", "thank", "you",   "do",     "it",     "that",    "thats", "is",    "go",     "ahead",
    "book",   "the",    "great", "good",  "lovely", "sounds", "proceed", "all",   "of",    "course", "i",
    "am",     "im",     "would", "like",  "want",   "and",    "make",    "so",    "very",  "much",   "this",
    "for",    "me",     "a",     "table", "move",   "are",    "booking", "my",    "works", "to",     "with",
    "be",     "will",   "nice",  "let",   "lets",   "sir",    "madam"};

bool only(const std::vector<std::string>& words, bool yes_allowed) {
  return std::ranges::all_of(words, [&](const auto& word) {
    return (yes_allowed && std::ranges::find(kYes, word) != std::end(kYes)) ||
           std::ranges::find(kPolite, word) != std::end(kPolite);
  });
}

bool only_no(const std::vector<std::string>& words) {
  return std::ranges::all_of(words, [&](const auto& word) {
    return std::ranges::find(kNo, word) != std::end(kNo) || std::ranges::find(kPolite, word) != std::end(kPolite);
  });
}

}  // namespace

Consent read_consent(std::string_view text, bool cancelling) {
  auto words = words_of(text);
  if (cancelling) std::erase(words, "cancel");
  if (words.empty() || words.size() > 12 || text.find('?') != std::string_view::npos) return Consent::other;
  if (any_of(words, kNo)) return only_no(words) ? Consent::no : Consent::other;
  const bool go_ahead =
      words.size() >= 2 && ((words[0] == "go" && words[1] == "ahead") || (words[0] == "do" && words[1] == "it") ||
                            (words[0] == "please" && words[1] == "do"));
  return (any_of(words, kYes) || go_ahead) && only(words, true) ? Consent::yes : Consent::other;
}

}  // namespace frontdesk::dialog
