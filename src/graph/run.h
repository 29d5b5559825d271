#pragma once

#include "graph/actor.h"
#include "graph/attempt.h"

namespace frontdesk::graph {

// Answers for the open questions, by interrupt id, as the policy reads them from the waiting inputs; nullopt: these
// inputs answer nothing. Throws Error{invalid, "graph/unknown-interrupt"}.
std::optional<std::vector<std::pair<std::string, Value>>> answers_for(const Image& image, const ThreadPolicy& policy);

// One run of a thread, from where it stands to its end, or to the next superstep where the server is draining.
class Run {
 public:
  explicit Run(Actor& actor);

  // Opens a run of the waiting inputs where none is open. What it then fails of is given; it is open all the same.
  std::optional<Error> open();
  Task<> to_end();
  // Ends the run as failed, whatever it was about.
  Task<> give_up(Error why);

 private:
  friend class TaskContext;

  Task<> go_on();
  Task<> superstep();
  Task<> traced_superstep();
  void run_plain_tasks();
  Task<> run_other_tasks();
  Task<> run_task(std::size_t index);
  Task<> run_sibling(std::size_t index);
  void finish(std::size_t index, NodeResult&& result, Moment began);
  Task<> commit_tasks();
  Task<> commit_step();
  Task<> commit_questions();
  Task<> fail(Error error);
  Draft draft_of_failure(const Error& error, Outcome words);
  Draft draft_of_tasks(RecordKind kind, BodyWriter& body);
  void end(Draft& draft, BodyWriter& body, EndPart part);
  EndPart end_part(std::string status) const;
  std::optional<Error> limit_reached() const;

  Actor& actor_;
  Image& image_;
  const Definition& graph_;
  Clock& clock_;
  const Moment began_;
  Deadline deadline_;
  std::optional<TraceContext> trace_;  // of the run, and while one is under way of its superstep
  std::size_t unfinished_ = 0;         // siblings that still run
};

}  // namespace frontdesk::graph
