#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialog/reading/hearing.h"

// The names of a tenant's file as customers say them: choices, locations, what is counted. Found with one typing error
// in words of five letters and more (of three, where another word of the term is right), with a plural's ending,
// written as one word, with umlauts or in their place ae, oe and ue, and by synonyms.
namespace frontdesk::dialog::reading {

struct TermAt {
  std::uint32_t term = 0;   // index of what was added
  std::uint32_t begin = 0;  // tokens
  std::uint32_t end = 0;
  bool guessed = false;  // misspelt
};

class Terms {
 public:
  void add(std::string_view id, std::string_view phrase);
  const std::string& id(std::uint32_t term) const { return terms_[term].id; }
  std::size_t size() const { return terms_.size(); }

  // By place, the longest at each; at one place several only where they are equally long and come to different things.
  std::vector<TermAt> find(const Hearing& heard) const;
  // The longest that begins here and is nothing else's.
  std::vector<TermAt> at(const Hearing& heard, std::uint32_t token) const;

 private:
  void add_as_written(std::string_view id, std::string_view phrase, bool is_guess = false);
  std::optional<TermAt> match_at(const Hearing& heard, std::uint32_t token, std::uint32_t term) const;

  struct Entry {
    std::string id;
    std::vector<std::string> words;  // folded
    std::string joined;              // all of them, written as one
    bool is_guess = false;           // its spelling is: it is found as it stands, and not as something near it
  };
  std::vector<Entry> terms_;
  std::array<std::vector<std::uint32_t>, 256> by_first_;  // by the first byte, which is never misspelt
};

}  // namespace frontdesk::dialog::reading
