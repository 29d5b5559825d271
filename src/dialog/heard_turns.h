#pragma once

#include <string>
#include <vector>

#include "dialog/conversations.h"

namespace frontdesk::dialog {

// A customer's message that the bot looked for an intent in, or an answer within a form, as it was read then.
struct HeardTurn {
  std::string conversation;
  std::int64_t seq = 0;
  Timestamp at;
  std::string text;
  std::string asked;           // the slot whose question it answered; empty: it answered none
  bool at_read_back = false;   // it answered a read-back
  bool is_unanswered = false;  // it asked for what the file does not answer
  std::string intent;          // the likeliest then; empty: none was found
  double confidence = 0;
  bool missed = false;  // and nothing was done with it: the bot asked again, or said that it does not know

  // Within a form or behind a read-back, and no wish of its own.
  bool is_answer() const { return (!asked.empty() || at_read_back) && intent.empty(); }
};

struct HeardLately {
  std::vector<HeardTurn> turns;  // the last touched conversation first
  bool is_all = true;            // otherwise there were more than what was looked at
};

struct HearingLimits {
  std::size_t conversations_max = 500;
  std::size_t events_max = 400;  // of one conversation, from its beginning
  std::size_t turns_max = 2'000;
};

// What customers of these conversations said since then.
Task<HeardLately> heard_since(Conversations& conversations, Timestamp since, HearingLimits limits = {});

// The turns in the events of one conversation, in their order.
std::vector<HeardTurn> heard_in(const std::string& conversation, const std::vector<graph::StoredEvent>& events);

}  // namespace frontdesk::dialog
