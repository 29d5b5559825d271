#include "platform/engagements/stage.h"

#include <array>

namespace frontdesk::platform::engagements {
namespace {

using enum Stage;

template <Stage... Next>
std::span<const Stage> stages() {
  static constexpr std::array<Stage, sizeof...(Next)> kStages{Next...};
  return kStages;
}

}  // namespace

// A step that a client does not need is left out: a lead that comes with a recommendation is priced at once.
std::span<const Stage> next_of(Stage stage) {
  switch (stage) {
    case lead:
      return stages<researched, demo_ready, nda_sent, priced, lost, paused>();
    case researched:
      return stages<demo_ready, nda_sent, priced, lost, paused>();
    case demo_ready:
      return stages<demo_seen, nda_sent, priced, lost, paused>();
    case demo_seen:
      return stages<nda_sent, priced, lost, paused>();
    case nda_sent:
      return stages<nda_signed, lost, paused>();
    case nda_signed:
      return stages<priced, lost, paused>();
    case priced:
      return stages<proposal_sent, lost, paused>();
    case proposal_sent:
      return stages<proposal_accepted, priced, lost, paused>();
    case proposal_accepted:
      return stages<agreement_signed, lost, paused>();
    case agreement_signed:
      return stages<prd_draft, churned>();
    case prd_draft:
      return stages<prd_approved, churned>();
    case prd_approved:
      return stages<config_draft, prd_draft, churned>();
    case config_draft:
      return stages<config_valid, blocked_on_gaps, prd_draft, churned>();
    case blocked_on_gaps:
      return stages<config_draft, config_valid, prd_draft, churned>();
    case config_valid:
      return stages<staged, config_draft, churned>();
    case staged:
      return stages<live, config_draft, churned>();
    case live:
      return stages<in_review, staged, churned>();
    case in_review:  // renewed is live again
      return stages<live, expanded, churned>();
    case expanded:
      return stages<prd_draft, churned>();
    case paused:  // and back to where it was, which the engagement knows
      return stages<lost>();
    case churned:
    case lost:
      return {};
  }
  return {};
}

bool is_before_signature(Stage stage) { return stage < agreement_signed || stage == paused; }

}  // namespace frontdesk::platform::engagements
