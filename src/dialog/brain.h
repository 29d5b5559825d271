#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "ai/model.h"
#include "base/json_schema.h"
#include "dialog/builtin.h"
#include "dialog/config.h"
#include "dialog/consent.h"
#include "dialog/flow.h"
#include "dialog/reading/reading.h"
#include "dialog/safeguards.h"
#include "graph/graph.h"
#include "graph/threads.h"
#include "platform/action.h"

namespace frontdesk::dialog {

// The channels of a conversation's state.
struct Channels {
  graph::ChannelId messages;  // in the model's form, appended to
  graph::ChannelId flow;      // the running flow, or null; {start, slots} before its first step
  graph::ChannelId heard;     // what the customer said and no node has used yet; null when used
  graph::ChannelId turn;      // {steps, calls: [{name, arguments, result}], started_ms}; new with each input
  graph::ChannelId totals;    // {turns, tool_calls, tokens} of the conversation
  graph::ChannelId proposal;  // calls [{name, arguments}] to be read back again behind the next answer, or null
  graph::ChannelId misses;    // sentences in a row that were not understood
  graph::ChannelId owner;     // "bot", or who the bot has left the conversation to
  graph::ChannelId address;   // where the last input came from, for limits; null where it is not known
  graph::ChannelId memory;    // {language?, name?, slots?, done?}: what holds for the whole conversation
};

using ModelFactory = std::function<std::unique_ptr<ai::Model>(std::shared_ptr<ai::Model> built_in)>;

struct BrainParts {
  TenantId tenant;
  std::string version;  // of the configuration
  DialogConfig config;
  std::vector<platform::Action> tools;
  std::vector<std::string> permissions;                        // of the bot: what else a tool asks for, is refused
  std::map<std::string, Value> confirms;                       // tool name -> wording of the read-back
  std::map<std::string, std::map<std::string, Value>> labels;  // tool name -> argument -> wording of its label
  Classify classify;
  ModelFactory model;  // empty: the built-in one
  // What acts at once, whatever the version.
  FindSafeguards safeguards = no_safeguards;
};

// One version of a tenant's configuration, ready to talk: the two-node graph of agent and tools, with the flows as a
// third node (design, section 7). Shared by all conversations that are pinned to the version; holds no state of theirs.
class Brain {
 public:
  Brain(BrainParts parts, Clock& clock);
  Brain(const Brain&) = delete;

  const DialogConfig& config() const { return parts_.config; }
  const std::string& version() const { return parts_.version; }
  const Channels& channels() const { return channels_; }
  const std::shared_ptr<const Policies>& policies() const { return policies_; }
  std::set<std::string> look_ups() const;  // of its tools, as Safeguards::look_ups
  Clock& clock() const { return clock_; }
  const graph::Graph& graph() const { return *graph_; }
  graph::ThreadPolicy policy() const;
  // Whether a sentence clearly asks for something that the bot does by itself, beside whatever else: one of its flows.
  bool serves(std::string_view sentence) const;
  // Whether a sentence tells more of what a flow asks for that another sentence (or the last line of it) wants.
  bool adds_to(std::string_view wish, std::string_view sentence, std::string_view language) const;
  // The conversation's memory with what a sentence tells of the form that was under way when a person was fetched.
  Value remembered(std::string_view sentence, const Value& memory) const;
  // Whether a sentence wants that form all the same, or makes it one that the bot may go on with, or changes what was
  // done before.
  bool goes_on_with(std::string_view sentence, const Value& memory) const;
  // The intent that makes a record, where there is one, or the words lean to one of several; or null.
  const Intent* maker(std::string_view words) const;
  // Whether a sentence is about what was done before, and would have it otherwise.
  bool changes_record(std::string_view sentence, const Value& memory) const;
  // What the tenant's file alone answers where a sentence asks for facts and for nothing else; "" where it does not.
  std::string answers(std::string_view sentence, const Value& memory) const;
  bool is_question(std::string_view sentence, std::string_view language) const;
  // Whether it says that no person is wanted.
  bool wants_nobody(std::string_view sentence, std::string_view language) const;
  // In which a sentence is answered: in its own language, else in the one that was spoken before.
  std::string answers_in(std::string_view sentence, const Value& memory) const;
  // By which table the answer to an open question is read.
  std::string_view hears_answer_in(std::string_view sentence, std::string_view language) const;
  // In which the bot answers, by the conversation's memory.
  std::string_view language_of(const Value& memory) const;
  // What a message does; `language` is the one that was spoken before.
  // `in_flow`: in the middle of one, where what a message tells belongs to it and begins no other; `awaited`: what it
  // was asked for.
  reading::Reading read(std::string_view message, std::string_view language, bool in_flow = false,
                        reading::Awaited awaited = reading::Awaited::nothing) const;

  // The intent of one who wants a person, and says so in words; it goes before whatever else the message may tell. Null
  // where nobody is wanted.
  const Intent* person_wanted(const reading::Reading& reading) const;
  const platform::Action* tool(std::string_view name) const;  // or null
  // The words of the read-backs of what a flow does.
  Echo echo(const Flow& flow, std::string_view language) const;
  // Who calls the tools.
  platform::Caller bot(std::string_view conversation) const;

 private:
  friend class AgentNode;
  friend class ToolsNode;
  friend class FlowNode;

  void add_channels(graph::Builder& builder);
  void add_nodes(graph::Builder& builder);
  void add_ways(graph::Builder& builder);
  // The node that comes next, where the bot owns the conversation.
  graph::Choice first(const graph::StateView& view) const;
  graph::Choice after_agent(const graph::StateView& view) const;
  graph::Choice after_tools(const graph::StateView& view) const;
  graph::Choice after_flow(const graph::StateView& view) const;
  Value tool_list() const;
  Value lifts_rule(const Value& stood, const Value& bare) const;
  bool is_left_to_people(const Value& stood) const;

  BrainParts parts_;
  Clock& clock_;
  Conditions conditions_;
  std::shared_ptr<const Policies> policies_;
  std::shared_ptr<ai::Model> model_;
  Value tools_for_model_;
  std::map<std::string, JsonSchema, std::less<>> input_schemas_;  // by tool
  Channels channels_{};
  graph::NodeId agent_ = 0;
  graph::NodeId tools_ = 0;
  graph::NodeId flow_ = 0;
  std::optional<graph::Graph> graph_;
};

}  // namespace frontdesk::dialog
