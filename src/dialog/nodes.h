#pragma once

#include "dialog/brain.h"
#include "dialog/handoff.h"
#include "dialog/messages.h"

// The nodes of a conversation's graph. Each object lives for one call of its node.
namespace frontdesk::dialog {

// Asks the model; leaves a text for the customer or calls for the tools node.
class AgentNode {
 public:
  AgentNode(const Brain& brain, graph::NodeContext& context) : brain_(brain), context_(context) {}
  Task<graph::NodeResult> run();

 private:
  ai::ModelRequest request() const;
  std::string instructions() const;
  std::optional<std::string> spent_budget() const;
  void take_answer(const ai::ModelAnswer& answer, std::int64_t ms);

  const Brain& brain_;
  graph::NodeContext& context_;
  graph::Outcome outcome_;
};

// Checks, guards and runs the calls of the last message.
class ToolsNode {
 public:
  ToolsNode(const Brain& brain, graph::NodeContext& context);
  Task<graph::NodeResult> run();

 private:
  struct Call {
    std::string id;
    std::string name;
    Value arguments;
    const platform::Action* action = nullptr;
    std::string key;  // idempotency key
    Value result;     // null until it is known
    bool failed = false;
  };

  void read_calls();
  void check(Call& call);
  void refuse(Call& call, Error error);
  void apply_policies(Call& call);
  bool run_own(Call& call);  // start_flow, fetch_person
  bool has_writes() const;
  bool needs_consent() const;
  graph::Interrupted ask_consent();
  void hear_consent(std::string_view answer);
  Task<> run_calls();
  Task<> run_call(Call& call);
  void report(const Call& call, std::int64_t ms, int attempts);
  bool is_loop() const;
  void finish();

  const Brain& brain_;
  graph::NodeContext& context_;
  graph::Outcome outcome_;
  std::vector<Call> calls_;
  std::optional<std::string> after_calls_;  // what the customer said instead of yes
  std::optional<Handoff> handoff_;
};

// Each keeps its node while it waits.
Task<graph::NodeResult> run_agent(const Brain& brain, graph::NodeContext& context);
Task<graph::NodeResult> run_tools(const Brain& brain, graph::NodeContext& context);

// Walks through the running flow.
class FlowNode {
 public:
  FlowNode(const Brain& brain, graph::NodeContext& context);
  graph::NodeResult run();

 private:
  void start(const Value& order);
  void returned();
  void heard(std::string_view sentence);
  bool digress(std::string_view sentence);
  void drop_flow();
  void take(const Flow& flow, FlowTurn turn);

  const Brain& brain_;
  graph::NodeContext& context_;
  graph::Outcome outcome_;
  Surroundings around_;
};

}  // namespace frontdesk::dialog
