#pragma once

#include <map>
#include <string>
#include <utility>

#include "base/clock.h"

namespace frontdesk::engines::chatbot {

inline bool is_within(Timestamp at, Timestamp now, std::chrono::milliseconds life) {
  return now.ms - at.ms < life.count();
}

// What is known of people at conversations, in memory, each for a while behind its `last`. Bounded: where it is full,
// nobody new is taken in. Not safe from two threads.
template <class Entry>
class Fading {
 public:
  using Key = std::pair<std::string, std::string>;  // tenant/conversation, who

  Fading(std::chrono::milliseconds life, std::size_t most) : life_(life), most_(most) {}

  // The entry, made where there was none; nullptr where there is no room for it.
  Entry* take(const Key& key, Timestamp now) {
    forget(now);
    const auto found = entries_.find(key);
    if (found != entries_.end()) return &found->second;
    return entries_.size() < most_ ? &entries_[key] : nullptr;
  }
  bool is_alive(const Entry& entry, Timestamp now) const { return is_within(entry.last, now, life_); }
  const std::map<Key, Entry>& entries() const { return entries_; }

 private:
  void forget(Timestamp now) {
    if (is_within(swept_, now, life_)) return;
    std::erase_if(entries_, [&](const auto& entry) { return !is_alive(entry.second, now); });
    swept_ = now;
  }

  const std::chrono::milliseconds life_;
  const std::size_t most_;
  std::map<Key, Entry> entries_;
  Timestamp swept_{};
};

}  // namespace frontdesk::engines::chatbot
