#pragma once

#include <string>
#include <vector>

#include "ai/model.h"
#include "dialog/config.h"
#include "dialog/reading/reading.h"
#include "dialog/slots.h"
#include "dialog/wishes.h"

namespace frontdesk::dialog {

inline constexpr std::string_view kStartFlow = "start_flow";
inline constexpr std::string_view kFetchPerson = "fetch_person";

// Serves a tenant's file without a language model: the wishes of a message are followed in their order, facts first:
// each starts a flow, is answered, or fetches a person; a wish that is denied is not. What it does not understand it
// asks about, twice in different ways, and then fetches a person, so that no conversation is stuck (C-S3). A question
// that the file does not answer is said not to be known. Reads `misses`, `now_ms`, `slots`, `reading` (of the
// customer's last message) and `done` ({what, intents}: what was done right before, and what may be wanted of it) and
// `records` (records.h) and `stood` (the flow that was done or refused before: {flow, done, just, offered, wanted?})
// and `asked` ({fact, words} or {flow, slots}: the question that was answered right before) and `place` (the location
// that was spoken of last) from ModelRequest::context; tells intent, confidence, missed, unanswered, stands, asked and
// buttons in the answer's trace.
class BuiltInModel final : public ai::Model {
 public:
  explicit BuiltInModel(const DialogConfig& config) : config_(config) {}  // the config must outlive the model
  Task<ai::ModelAnswer> answer(ai::ModelRequest request, ai::TokenSink sink, Deadline deadline) override;

 private:
  struct Question {
    std::string_view words;
    std::int64_t misses = 0;
    std::string_view key;
    Value slots;
    Value done;
    Value records;
    Value stood;
    Value asked;
    Value place;
    Surroundings around;
  };

  ai::ModelAnswer decide(const reading::Reading& reading, const Question& question) const;
  bool may_want_another(const Flow& flow, const reading::Reading& reading, const Question& question) const;
  std::optional<ai::ModelAnswer> made_over(const reading::Reading& reading, const Question& question) const;
  const Intent* turned_to_change(const Question& question) const;
  const Intent* added_to_record(const Question& question) const;
  bool names_handoff(const reading::Reading& reading) const;
  ai::ModelAnswer answer_late(const reading::Reading& reading, const Question& question) const;
  ai::ModelAnswer follow(const reading::Reading& reading, const Question& question) const;
  bool asks_for_fact(const reading::Wish& wish, const Question& question) const;
  bool says_nothing_beside(const reading::Wish& wish, const reading::Reading& reading, const Question& question) const;
  std::optional<ai::ModelAnswer> answer_act(const reading::Reading& reading, const Question& question) const;
  std::optional<ai::ModelAnswer> tell_of_records(const reading::Reading& reading, const Question& question) const;
  std::optional<ai::ModelAnswer> begin_like_before(const reading::Reading& reading, const Question& question) const;
  std::optional<ai::ModelAnswer> tell_how_it_stands(const reading::Reading& reading, const Question& question) const;
  ai::ModelAnswer begin_like(const Flow& flow, std::string_view from, const reading::Reading& reading,
                             const Question& question, const Value& words = {}) const;
  const Flow* made_anew(const reading::Reading& reading, const Question& question) const;
  bool goes_on_with(const Flow& flow, const reading::Reading& reading, const Question& question) const;
  std::optional<ai::ModelAnswer> answer_further(const reading::Reading& reading, const Question& question) const;
  bool is_at_the_same(const Flow& flow, const Question& question) const;
  bool is_about_what_stood(const Intent& intent, const Question& question) const;
  std::string_view place_of(std::string_view words, const Question& question) const;
  const Flow* of_own_record(const std::vector<FlowWish>& wanted, const Question& question) const;
  const Flow* told_beside_facts(const reading::Reading& reading, const Question& question) const;
  ai::ModelAnswer begin_in_turn(const std::vector<FlowWish>& wanted, const Intent* person, const std::string& told,
                                const reading::Reading& reading, const Question& question) const;
  ai::ModelAnswer refused(const reading::Reading& reading, std::string_view language) const;
  ai::ModelAnswer repair(const reading::Reading& reading, const Question& question) const;

  const DialogConfig& config_;
};

}  // namespace frontdesk::dialog
