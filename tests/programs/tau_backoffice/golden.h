#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

// What the corpus expects: the reference actions with their answers, and the recorded conversations.
namespace frontdesk::tau {

struct GoldenAction {
  std::string name;
  Value arguments;
  std::string output;
  bool changed = false;
};

struct GoldenTask {
  std::int64_t index = 0;
  std::vector<GoldenAction> actions;
  Value diff;
  std::string final_sha256_cents;
};

// One line a task. Throws Error{not_found|invalid, …}.
std::vector<GoldenTask> read_golden(const std::string& path);

struct RecordedCall {
  std::string name;
  Value arguments;
  std::string output;  // as recorded, with today's name of the field `state`
};

// One recorded conversation and what it must come to.
struct RecordedRun {
  std::int64_t task = 0;
  std::int64_t trial = 0;
  Value messages;  // user, assistant and tool messages in chat-completion form, without the system message
  std::vector<RecordedCall> calls;
  std::string final_sha256;
  std::string ended_by;
  bool passed = false;
};

// Both files of the folder of the airline. Throws Error{not_found|invalid, …}.
std::vector<RecordedRun> read_runs(const std::string& folder);

// The corpus writes answers as texts: compared as JSON where they parse, numbers after rounding to two decimals.
bool same_output(const Value& answer, std::string_view expected);

}  // namespace frontdesk::tau
