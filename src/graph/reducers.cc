#include "graph/reducers.h"

#include <functional>

namespace frontdesk::graph {
namespace {

std::string_view id_of(const Value& message) { return message["id"].text(); }

constexpr std::string_view kRemoveAll = "__remove_all__";
bool is_removal(const Value& message) { return message["role"].text() == "remove"; }

// One fold of messages. As long as messages are only appended the list grows in place; the first that replaces or
// removes turns it into a vector of its own.
class MessageFold {
 public:
  MessageFold(const Value& current, IdIndex* index) : old_(current.items()), index_(index) {
    list_ = current.is_null() ? Value::list() : current;
    if (!index_) index_ = &own_;
    index_->catch_up(old_);
  }

  void add_batch(const Value& write) {
    if (!write.is_list()) return add(write), finish_batch();
    for (const auto& message : write.items()) add(message);
    finish_batch();
  }

  Folded result() {
    if (copied_) return {Value::list(std::move(items_)), false};
    return {std::move(list_), true};
  }

 private:
  void add(const Value& message) {
    if (!message.is_object()) {
      throw Error(
          Kind::invalid, "graph/not-a-message",
          fmt::format("A message is an object with role and content, but this is a {}.", to_string(message.type())));
    }
    const auto id = id_of(message);
    if (is_removal(message) && id == kRemoveAll) return copied_ = true, items_.clear(), removed_.clear();
    const auto place = id.empty() ? std::nullopt : find(id);
    if (is_removal(message)) return remove(place, id);
    if (!place) return push(message);
    copy();
    items_[*place] = message;
    std::erase(removed_, *place);
  }

  void remove(std::optional<std::size_t> place, std::string_view id) {
    if (!place) {
      throw Error(Kind::invalid, "graph/unknown-message",
                  fmt::format("There is no message \"{}\" that could be removed.", id));
    }
    copy();
    removed_.push_back(*place);
  }

  // What a batch removes and adds again keeps its place, so removals wait for the batch's end.
  void finish_batch() {
    std::ranges::sort(removed_, std::greater());
    removed_.erase(std::unique(removed_.begin(), removed_.end()), removed_.end());
    for (const auto place : removed_) items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(place));
    removed_.clear();
  }

  void push(const Value& message) {
    if (copied_) return items_.push_back(message);
    list_ = list_.push(message);
    fresh_.catch_up(list_.items().subspan(old_.size()));
  }

  std::optional<std::size_t> find(std::string_view id) const {
    if (copied_) {
      for (std::size_t i = 0; i < items_.size(); ++i) {
        if (id_of(items_[i]) == id) return i;
      }
      return std::nullopt;
    }
    if (const auto place = index_->find(old_, id)) return place;
    if (const auto place = fresh_.find(list_.items().subspan(old_.size()), id)) return *place + old_.size();
    return std::nullopt;
  }

  void copy() {
    if (copied_) return;
    copied_ = true;
    items_.assign(list_.items().begin(), list_.items().end());
  }

  std::span<const Value> old_;
  IdIndex* index_;
  IdIndex own_;    // where the caller keeps none
  IdIndex fresh_;  // of what this fold appended
  Value list_;
  bool copied_ = false;
  std::vector<Value> items_;
  std::vector<std::size_t> removed_;
};

// LangGraph's one and most frequent case: a single new message.
bool is_plain_append(const Value& current, const Value& message, IdIndex& index) {
  if (!message.is_object() || is_removal(message)) return false;
  const auto id = id_of(message);
  if (id.empty()) return true;
  index.catch_up(current.items());
  return !index.find(current.items(), id);
}

struct LastValue {
  Value operator()(const Value&, std::span<const Value> writes) const {
    if (writes.size() == 1) return writes.front();
    throw Error(
        Kind::conflict, "graph/concurrent-update",
        fmt::format("A channel that keeps the last value takes one write a superstep, and got {}.", writes.size()));
  }
};

struct Append {
  Value operator()(const Value& current, std::span<const Value> writes) const {
    auto list = current.is_null() ? Value::list() : current;
    for (const auto& write : writes) {
      if (!write.is_list()) {
        list = list.push(write);
        continue;
      }
      for (const auto& item : write.items()) list = list.push(item);
    }
    return list;
  }
};

struct Messages {
  Value operator()(const Value& current, std::span<const Value> writes) const {
    return fold_messages(current, writes, nullptr).value;
  }
};

struct Add {
  Value operator()(const Value& current, std::span<const Value> writes) const {
    auto sum = current;
    for (const auto& write : writes) sum = plus(sum, write);
    return sum;
  }
  static Value plus(const Value& left, const Value& right) {
    if (!right.is_number() || !(left.is_number() || left.is_null())) {
      throw Error(Kind::invalid, "graph/not-a-number",
                  fmt::format("A channel that adds takes numbers, and got a {}.", to_string(right.type())));
    }
    std::int64_t sum = 0;
    const bool whole = right.is_integer() && !(left.type() == Value::Type::real);
    if (whole && !__builtin_add_overflow(left.integer(), right.integer(), &sum)) return sum;
    return left.number() + right.number();
  }
};

struct Merge {
  Value operator()(const Value& current, std::span<const Value> writes) const {
    auto merged = current;
    for (const auto& write : writes) {
      if (!write.is_object()) {
        throw Error(Kind::invalid, "graph/not-an-object",
                    fmt::format("A channel that merges takes objects, and got a {}.", to_string(write.type())));
      }
      merged = merged.merged(write);
    }
    return merged;
  }
};

}  // namespace

namespace reducers {
Reducer last_value() { return LastValue{}; }
Reducer append() { return Append{}; }
Reducer messages() { return Messages{}; }
Reducer add() { return Add{}; }
Reducer merge() { return Merge{}; }
}  // namespace reducers

Fold fold_of(const Reducer& reducer) {
  if (!reducer || reducer.target<LastValue>()) return Fold::last_value;
  if (reducer.target<Append>()) return Fold::append;
  if (reducer.target<Messages>()) return Fold::messages;
  if (reducer.target<Add>()) return Fold::add;
  if (reducer.target<Merge>()) return Fold::merge;
  return Fold::custom;
}

void IdIndex::insert(std::uint64_t hash, std::size_t position) {
  for (auto at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].position_plus_one != 0) continue;
    slots_[at] = {hash, static_cast<std::uint32_t>(position + 1)};
    return;
  }
}

void IdIndex::catch_up(std::span<const Value> messages) {
  if (seen_ > messages.size()) clear();
  if (seen_ == messages.size()) return;
  if (slots_.size() < 2 * messages.size()) {
    auto size = std::max<std::size_t>(16, slots_.size());
    while (size < 4 * messages.size()) size *= 2;
    auto old = std::exchange(slots_, std::vector<Slot>(size));
    for (const auto& slot : old) {
      if (slot.position_plus_one != 0) insert(slot.hash, slot.position_plus_one - 1);
    }
  }
  for (; seen_ < messages.size(); ++seen_) {
    const auto id = id_of(messages[seen_]);
    if (!id.empty()) insert(std::hash<std::string_view>()(id), seen_);
  }
}

std::optional<std::size_t> IdIndex::find(std::span<const Value> messages, std::string_view id) const {
  if (slots_.empty()) return std::nullopt;
  const auto hash = std::hash<std::string_view>()(id);
  for (auto at = hash & (slots_.size() - 1); slots_[at].position_plus_one != 0; at = (at + 1) & (slots_.size() - 1)) {
    const auto position = slots_[at].position_plus_one - 1;
    if (slots_[at].hash == hash && position < messages.size() && id_of(messages[position]) == id) return position;
  }
  return std::nullopt;
}

Folded fold_messages(const Value& current, std::span<const Value> writes, IdIndex* index) {
  if (index && writes.size() == 1) {
    const auto& write = writes.front();
    const auto& message = write.is_list() && write.size() == 1 ? write[0] : write;
    if (is_plain_append(current, message, *index)) return {current.push(message), true};
  }
  MessageFold fold(current, index);
  for (const auto& write : writes) fold.add_batch(write);
  return fold.result();
}

Folded fold_writes(Fold fold, const Reducer& reducer, const Value& current, std::span<const Value> writes,
                   IdIndex* index) {
  switch (fold) {
    case Fold::last_value:
      return {LastValue{}(current, writes)};
    case Fold::append:
      return {Append{}(current, writes)};
    case Fold::messages:
      return fold_messages(current, writes, index);
    case Fold::add:
      return {Add{}(current, writes)};
    case Fold::merge:
      return {Merge{}(current, writes)};
    case Fold::custom:
      return {reducer(current, writes)};
  }
  return {};
}

}  // namespace frontdesk::graph
