#include "ai/thoughts.h"

#include <algorithm>
#include <array>

namespace frontdesk::ai {
namespace {

struct Tag {
  std::string_view text;
  bool opens;
};
constexpr std::array<Tag, 4> kTags = {
    {{"<think>", true}, {"<thinking>", true}, {"</think>", false}, {"</thinking>", false}}};

struct Found {
  std::size_t at = std::string_view::npos;
  Tag tag{};
};

Found first_tag(std::string_view text, bool thinks) {
  Found first;
  for (const auto& tag : kTags) {
    if (thinks && tag.opens) continue;
    const auto at = text.find(tag.text);
    if (at < first.at) first = {at, tag};
  }
  return first;
}

// How many bytes at the end may be the beginning of a tag.
std::size_t possible_tag(std::string_view text) {
  std::size_t longest = 0;
  for (const auto& tag : kTags) {
    for (auto size = std::min(tag.text.size() - 1, text.size()); size > longest; --size) {
      if (text.ends_with(tag.text.substr(0, size))) longest = size;
    }
  }
  return longest;
}

}  // namespace

std::string ThoughtFilter::add(std::string_view text) {
  if (!has_text_) text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  has_text_ = has_text_ || !text.empty();
  return std::string(text);
}

ThoughtFilter::Rest ThoughtFilter::feed(std::string_view piece) {
  Rest rest;
  held_ += piece;
  for (auto found = first_tag(held_, thinks_); found.tag.text.size() > 0; found = first_tag(held_, thinks_)) {
    if (found.tag.opens) {
      rest.text += add(std::string_view(held_).substr(0, found.at));
    } else if (!thinks_) {
      rest = {.takes_back = true};
      has_text_ = false;
    }
    thinks_ = found.tag.opens;
    held_.erase(0, found.at + found.tag.text.size());
  }
  const auto kept = possible_tag(held_);
  if (!thinks_) rest.text += add(std::string_view(held_).substr(0, held_.size() - kept));
  held_.erase(0, held_.size() - kept);
  return rest;
}

std::string ThoughtFilter::finish() { return thinks_ ? std::string() : add(std::exchange(held_, {})); }

}  // namespace frontdesk::ai
