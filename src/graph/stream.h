#pragma once

#include <deque>

#include "graph/threads.h"

namespace frontdesk::graph {

// The last events of a thread and the live pieces of the superstep under way, in memory, for those who listen.
class Stream {
 public:
  static constexpr std::int64_t kRecentMax = 512;

  // Where a listener stands.
  struct Cursor {
    std::int64_t seq = 0;  // of the last stored event it got
    std::int64_t n = 0;    // live pieces since
    std::uint64_t next_live = 0;
    std::optional<std::uint64_t> next_signal = {};  // none: what was shown before it came is nothing to it
    bool is_fresh = true;                           // has not seen the pieces so far
  };

  // Goes on behind this event; what was here is forgotten.
  void skip_to(std::int64_t seq) { recent_.clear(), last_seq_ = seq; }
  std::int64_t last_seq() const { return last_seq_; }
  void add(StoredEvent event);
  void add_live(std::string type, Value data);
  // Something to see for whoever listens now; who comes later, or is too slow for it, has missed nothing.
  void add_signal(Event event);
  void forget_text(const Value& message);  // its pieces so far
  void end_live();                         // what the pieces made is stored now, or never will be

  // Whether the events after this seq are all here.
  bool covers(std::int64_t seq) const { return recent_.empty() ? seq >= last_seq_ : recent_.front().seq <= seq + 1; }
  std::vector<StoredEvent> after(std::int64_t seq, std::size_t limit) const;

  // The next items for a listener for whom covers(cursor.seq); empty where there is nothing new.
  std::vector<StreamItem> take(Cursor& cursor, std::size_t limit) const;

 private:
  struct Live {
    std::int64_t seq;  // of the last event before it
    Event event;
  };
  void welcome(Cursor& cursor, std::vector<StreamItem>& items) const;
  const Event* next_signal(Cursor& cursor) const;

  std::int64_t last_seq_ = 0;
  std::deque<StoredEvent> recent_;
  std::deque<Live> live_;
  std::deque<Live> signals_;
  std::uint64_t first_signal_ = 0;  // number of signals_.front()
  std::uint64_t first_live_ = 0;    // number of live_.front()
  std::uint64_t lost_before_ = 0;   // pieces before this one were dropped for want of room
};

}  // namespace frontdesk::graph
