#pragma once

#include <deque>
#include <span>

#include "graph/algorithm.h"

// A text stands in a journal once (decision 0001). Where a part of a record says what its events say, or what an input
// of the thread said, it names that text:
//
//   "\u0001e<k>"    the k-th text of the events of the same part
//   "\u0001t<n>"    the n-th text that the thread was told
//   "\u0001\u0001…" a text that begins with U+0001 itself
//
// Events are written as they are: a page of them is read without the records before it.
namespace frontdesk::graph {

// The texts of what the runs of a thread took in, counted from its beginning: the newest kTextsMax that are long enough
// to be named. They change when a run opens and at no other time, so only what a run writes may name them.
class Told {
 public:
  static constexpr std::size_t kTextsMax = 48;

  void hear(const Value& input);
  const Value* at(std::int64_t number) const;  // nullptr where it is not known any more
  const std::deque<Value>& texts() const { return texts_; }
  std::int64_t first() const { return first_; }

 private:
  std::deque<Value> texts_;
  std::int64_t first_ = 0;  // the number of the oldest
};

// What a part of a body may name. Looks at `told` as long as it lives.
class Quotes {
 public:
  static constexpr std::size_t kBytesMin = 16;  // a name is as long as a shorter text
  static constexpr std::size_t kTextsMax = 64;  // of one part's events

  Quotes() = default;
  Quotes(std::span<const Event> events, const Told* told);

  Value shortened(const Value& value) const;
  // The inverse. Throws Error{internal, "graph/broken-record"} for a name of nothing.
  Value whole(const Value& value) const;

 private:
  Value name_of(const Value& text) const;
  Value text_of(const Value& name) const;

  std::vector<Value> own_;
  const Told* told_ = nullptr;
  std::uint64_t sizes_ = 0;  // of the texts above, modulo 64: most texts are told apart by it
};

}  // namespace frontdesk::graph
