#pragma once

#include "store/part.h"

namespace frontdesk::store {

// A part that is taken back alone: its savepoint is set before the first statement that wants one, and only where
// others share the transaction.
class Member : public Part {
 public:
  explicit Member(bool is_alone) : is_alone_(is_alone) {}

  void keep();
  void take_back();

 protected:
  void mark();
  bool is_alone() const { return is_alone_; }

 private:
  // "SAVEPOINT …" and its like: at once, or in front of the next statement.
  virtual void control(const char* statement) = 0;
  virtual void roll_back() = 0;
  // The transaction has ended as a whole, and there is nothing left to take back.
  virtual bool is_over() const = 0;

  void begin_attempt() final;
  void end_attempt(bool keep) final;

  const bool is_alone_;
  bool is_marked_ = false;
};

}  // namespace frontdesk::store
