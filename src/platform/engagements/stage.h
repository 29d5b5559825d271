#pragma once

#include <boost/describe.hpp>
#include <span>

namespace frontdesk::platform::engagements {

// Where a client is on the way from a lead to a bot that is reviewed every month.
enum class Stage {
  lead,
  researched,
  demo_ready,
  demo_seen,
  nda_sent,
  nda_signed,
  priced,
  proposal_sent,
  proposal_accepted,
  agreement_signed,
  prd_draft,
  prd_approved,
  config_draft,
  blocked_on_gaps,
  config_valid,
  staged,
  live,
  in_review,
  expanded,
  churned,
  lost,
  paused,
};
BOOST_DESCRIBE_ENUM(Stage, lead, researched, demo_ready, demo_seen, nda_sent, nda_signed, priced, proposal_sent,
                    proposal_accepted, agreement_signed, prd_draft, prd_approved, config_draft, blocked_on_gaps,
                    config_valid, staged, live, in_review, expanded, churned, lost, paused)

// The stages that can come behind this one; nothing behind the last. Before the agreement is signed an engagement can
// be lost or paused, too; from a pause it goes on where it was.
std::span<const Stage> next_of(Stage stage);
bool is_before_signature(Stage stage);

}  // namespace frontdesk::platform::engagements
