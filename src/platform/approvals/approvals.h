#pragma once

#include <boost/describe.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "platform/caller.h"
#include "platform/places/writing.h"
#include "platform/work/kind.h"

// Decisions that wait for a person: one kind of object for all engines, so that one list shows all that waits. An
// approval is for a subject as it was when it was asked for, by its hash: where the subject changes, it is void. Who
// asked never decides. Each change is an event "approval.<state>" of the subject "approval/<id>". All of this runs
// inside the transactions of a place.
namespace frontdesk::platform::approvals {

enum class State {
  pending,
  approved,
  rejected,
  withdrawn,  // by who asked
  expired,    // nobody decided in time, also not those to whom it was escalated
  voided,     // the subject changed
};
BOOST_DESCRIBE_ENUM(State, pending, approved, rejected, withdrawn, expired, voided)

struct Wish {
  std::string kind;                                         // what would be done: "config.deploy"
  std::string subject;                                      // to what: "config"
  std::string subject_hash;                                 // as it would be approved
  std::string summary;                                      // a sentence for who decides
  Value payload;                                            // for who acts on the approval
  std::string permission;                                   // of who may decide
  std::chrono::milliseconds time = std::chrono::hours(72);  // then it is escalated, and behind as much again expired
};

struct Approval {
  std::string id;  // ap_…
  std::int64_t number = 0;
  Wish wish;
  std::string asked_by;
  Timestamp asked_at;
  Timestamp due_at;
  bool is_escalated = false;
  State state = State::pending;
  std::string reason;
  std::string answered_by;
  std::optional<Timestamp> answered_at;
};

struct Answer {
  bool approves = false;
  std::string reason;        // needed for a no
  std::string subject_hash;  // what the person who decides has seen
};

// Whether two principals, who asked and who decides, cannot count as two people.
using SamePerson = std::function<bool(const std::string& one, const std::string& other)>;

struct Filter {
  std::optional<State> state;
  std::string words;        // in the summary
  std::int64_t before = 0;  // numbers below it; 0: all
  std::size_t limit = 50;
};

// Where the same is asked for already, that. What was asked for the same subject otherwise is void.
Approval ask(Writing& writing, Random& random, const Wish& wish);
// Throws Error
//   {not_found, "approvals/unknown"}
//   {conflict, "approvals/answered"}    it waits no longer; the detail says what became of it
//   {forbidden, "approvals/not-a-person"}  by a key: a decision is a person's
//   {forbidden, "approvals/own"}        by who asked, or who does not count as somebody else
//   {forbidden, "approvals/not-yours"}  by who may not decide
//   {conflict, "approvals/changed"}     what was seen is not what would be approved
//   {invalid, "approvals/no-reason"}    a no without a reason
Approval answer(Writing& writing, std::string_view id, const Answer& answer, const Caller& caller,
                const SamePerson& is_same_person);
// Whether an answer of this caller would count, were it still to be given.
bool may_answer(const Approval& approval, const Caller& caller, const SamePerson& is_same_person);
// By who asked: otherwise Error{forbidden, "approvals/not-yours"}; and as answer().
Approval withdraw(Writing& writing, std::string_view id, const Caller& caller);
// What was approved cannot be carried out any more: it is void, and who asked is told why. Nothing where it was not
// approved.
void void_approved(Writing& writing, std::string_view id, std::string_view reason);
// The subject is not any more what somebody was asked to approve.
void void_of(Writing& writing, std::string_view kind, std::string_view subject, std::string_view reason);

std::optional<Approval> find(store::Reader& reader, std::string_view id);
std::vector<Approval> list(store::Reader& reader, const Filter& filter);  // newest first

// Escalates what is due, and lets expire what was escalated before.
work::Kind due();

}  // namespace frontdesk::platform::approvals
