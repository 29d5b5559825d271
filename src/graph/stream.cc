#include "graph/stream.h"

namespace frontdesk::graph {
namespace {

constexpr std::size_t kLiveMax = 4096;
constexpr std::size_t kSignalsMax = 16;

StreamItem live_item(Stream::Cursor& cursor, const Event& event) {
  return {cursor.seq, ++cursor.n, {cursor.seq, "", {}, event.type, event.data}};
}

Event reset_of(const Value& message) { return {"message.reset", Value::object({{"message", message}})}; }

}  // namespace

void Stream::add(StoredEvent event) {
  last_seq_ = event.seq;
  recent_.push_back(std::move(event));
  if (std::ssize(recent_) > kRecentMax) recent_.pop_front();
}

void Stream::add_live(std::string type, Value data) {
  live_.push_back({last_seq_, {std::move(type), std::move(data)}});
  if (live_.size() <= kLiveMax) return;
  live_.pop_front();
  lost_before_ = ++first_live_;
}

void Stream::add_signal(Event event) {
  signals_.push_back({last_seq_, std::move(event)});
  if (signals_.size() <= kSignalsMax) return;
  signals_.pop_front();
  ++first_signal_;
}

// The next one that belongs where the listener stands; null: none.
const Event* Stream::next_signal(Cursor& cursor) const {
  const auto end = first_signal_ + signals_.size();
  const auto next = std::max(cursor.next_signal.value_or(end), first_signal_);
  const bool is_there = next < end && signals_[next - first_signal_].seq <= cursor.seq;
  cursor.next_signal = is_there ? next + 1 : next;
  return is_there ? &signals_[next - first_signal_].event : nullptr;
}

void Stream::forget_text(const Value& message) {
  for (auto& live : live_) {
    if (live.event.type == "message.delta" && live.event.data["message"] == message) live.event.type.clear();
  }
  auto reset = reset_of(message);
  add_live(std::move(reset.type), std::move(reset.data));
}

void Stream::end_live() {
  first_live_ += live_.size();
  live_.clear();
}

std::vector<StoredEvent> Stream::after(std::int64_t seq, std::size_t limit) const {
  std::vector<StoredEvent> events;
  if (recent_.empty() || seq >= last_seq_) return events;
  auto at = static_cast<std::size_t>(seq + 1 - recent_.front().seq);
  for (; at < recent_.size() && events.size() < limit; ++at) events.push_back(recent_[at]);
  return events;
}

// Whoever comes late, or was too slow, first forgets what it has of the texts and then gets them from their beginning.
void Stream::welcome(Cursor& cursor, std::vector<StreamItem>& items) const {
  cursor.is_fresh = false;
  cursor.next_live = first_live_;
  std::vector<Value> texts;
  for (const auto& live : live_) {
    const auto& text = live.event.data["message"];
    if (live.event.type != "message.delta" || std::ranges::find(texts, text) != texts.end()) continue;
    texts.push_back(text);
    items.push_back(live_item(cursor, reset_of(text)));
  }
}

std::vector<StreamItem> Stream::take(Cursor& cursor, std::size_t limit) const {
  std::vector<StreamItem> items;
  auto stored = cursor.seq < last_seq_ && !recent_.empty()
                    ? static_cast<std::size_t>(cursor.seq + 1 - recent_.front().seq)
                    : recent_.size();
  while (items.size() < limit) {
    const bool all_stored = stored >= recent_.size();
    // The pieces belong behind what was stored before them; a late-comer gets what is stored first.
    if (cursor.is_fresh ? all_stored : cursor.next_live < lost_before_) welcome(cursor, items);
    if (!cursor.is_fresh) cursor.next_live = std::max(cursor.next_live, first_live_);
    const auto live = cursor.next_live - first_live_;
    if (const auto* signal = next_signal(cursor)) {
      items.push_back(live_item(cursor, *signal));
    } else if (!cursor.is_fresh && live < live_.size() && live_[live].seq <= cursor.seq) {
      ++cursor.next_live;
      if (!live_[live].event.type.empty()) items.push_back(live_item(cursor, live_[live].event));
    } else if (!all_stored) {
      const auto& event = recent_[stored++];
      cursor.seq = event.seq;
      cursor.n = 0;
      items.push_back({event.seq, 0, event});
    } else {
      break;
    }
  }
  return items;
}

}  // namespace frontdesk::graph
