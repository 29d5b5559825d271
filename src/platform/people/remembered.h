#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontdesk::platform::people {

// Rows of the operator's place, each under its digest and held in memory as well, with which of them were used since
// that was written down last. Safe from any thread; what is given to it runs under its lock.
template <class Item>
class Remembered {
 public:
  void load(std::vector<Item> items) {
    {
      const std::lock_guard lock(mutex_);
      by_digest_.clear();
    }
    for (auto& item : items) keep(std::move(item));
  }
  // One that is there already stays as it is.
  void keep(Item item) {
    const std::lock_guard lock(mutex_);
    auto digest = item.digest;
    by_digest_.try_emplace(std::move(digest), Entry{std::move(item)});
  }
  // The item as `mark` has left it, which counts as used; nothing where there is none, or it does not fit.
  std::optional<Item> use(std::string_view digest, const std::function<bool(const Item&)>& fits,
                          const std::function<void(Item&)>& mark) {
    const std::lock_guard lock(mutex_);
    const auto found = by_digest_.find(digest);
    if (found == by_digest_.end() || !fits(found->second.item)) return std::nullopt;
    mark(found->second.item);
    found->second.was_used = true;
    return found->second.item;
  }
  std::vector<Item> take_used() {
    std::vector<Item> used;
    const std::lock_guard lock(mutex_);
    for (auto& [digest, entry] : by_digest_)
      if (std::exchange(entry.was_used, false)) used.push_back(entry.item);
    return used;
  }

  std::vector<Item> all(const std::function<bool(const Item&)>& fits) const {
    std::vector<Item> found;
    const std::lock_guard lock(mutex_);
    for (const auto& [digest, entry] : by_digest_)
      if (fits(entry.item)) found.push_back(entry.item);
    return found;
  }
  void change(const std::function<void(Item&)>& change) {
    const std::lock_guard lock(mutex_);
    for (auto& [digest, entry] : by_digest_) change(entry.item);
  }
  // Also one that nobody has kept yet.
  void change(const std::string& digest, const std::function<void(Item&)>& change) {
    const std::lock_guard lock(mutex_);
    change(by_digest_[digest].item);
  }
  void drop(const std::function<bool(const Item&)>& fits) {
    const std::lock_guard lock(mutex_);
    std::erase_if(by_digest_, [&](const auto& entry) { return fits(entry.second.item); });
  }

 private:
  struct Entry {
    Item item;
    bool was_used = false;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Entry, std::less<>> by_digest_;
};

}  // namespace frontdesk::platform::people
