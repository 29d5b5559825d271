#pragma once

#include "base/schema/evaluated.h"
#include "base/schema/program.h"

namespace frontdesk::schema {

// The resources that were entered on the way to a node, for dynamic references.
struct Scope {
  std::uint32_t resource;
  const Scope* outer;
};

// The way to a place in the instance, on the stack.
struct Place {
  const Place* outer = nullptr;
  std::string_view key;
  std::size_t index = 0;
  bool is_index = false;

  std::string pointer() const;
};

// Runs a program over one instance. With kTells it goes on after a fault and collects findings; without, it stops at
// the first and takes no memory.
template <bool kTells>
class Evaluation {
 public:
  Evaluation(const Program& program, Findings* findings, std::size_t steps = 0, std::size_t depth = 0)
      : program_(program), findings_(findings), steps_(steps), depth_(depth) {}

  bool node(NodeId id, const Value& instance, const Scope* scope, const Place* place, Evaluated* evaluated);
  // Whether a node holds, without a word; what it looked at is added only where it does.
  bool holds(NodeId id, const Value& instance, const Scope* scope, Evaluated* evaluated);
  std::size_t steps() const { return steps_; }

 private:
  bool rows(const Node& node, NodeId id, const Value& instance, const Scope* scope, const Place* place,
            Evaluated* evaluated);
  bool tracked(const Node& node, NodeId id, const Value& instance, const Scope* scope, const Place* place,
               Evaluated* evaluated);
  bool row(Check check, NodeId id, const Value& instance, const Scope* scope, const Place* place, Evaluated* evaluated);

  bool number(const NumberRule& rule, NodeId id, const Value& instance, const Place* place);
  bool text(const TextRule& rule, NodeId id, const Value& instance, const Place* place);
  bool object(const ObjectRule& rule, NodeId id, const Value& instance, const Scope* scope, const Place* place,
              Evaluated* evaluated);
  bool member(const ObjectRule& rule, NodeId id, const Member& member, const PropertyRule* known, const Scope* scope,
              const Place* place, bool& looked_at);
  bool array(const ArrayRule& rule, NodeId id, const Value& instance, const Scope* scope, const Place* place,
             Evaluated* evaluated);
  bool contains(const ArrayRule& rule, NodeId id, const Value& instance, const Scope* scope, const Place* place,
                Evaluated* evaluated);
  bool any_of(const std::vector<NodeId>& nodes, NodeId id, const Value& instance, const Scope* scope,
              const Place* place, Evaluated* evaluated);
  bool one_of(const std::vector<NodeId>& nodes, NodeId id, const Value& instance, const Scope* scope,
              const Place* place, Evaluated* evaluated);
  bool condition(const Condition& rule, const Value& instance, const Scope* scope, const Place* place,
                 Evaluated* evaluated);
  bool dependent(const std::vector<DependentRule>& rules, NodeId id, const Value& instance, const Scope* scope,
                 const Place* place, Evaluated* evaluated);
  bool unevaluated_items(NodeId node, const Value& instance, const Scope* scope, const Place* place,
                         Evaluated& evaluated);
  bool unevaluated_properties(NodeId node, const Value& instance, const Scope* scope, const Place* place,
                              Evaluated& evaluated);
  NodeId dynamic_target(const DynamicReference& reference, const Scope* scope) const;

  bool forms(std::string_view keyword, const std::vector<NodeId>& nodes, NodeId id, const Value& instance,
             const Scope* scope, const Place* place);

  // Always false. The sentence is made only where somebody reads it.
  template <class Sentence>
  bool refuse(NodeId id, std::string_view keyword, const Place* place, Sentence sentence);

  const Program& program_;
  Findings* findings_;
  std::size_t steps_;
  std::size_t depth_;
};

}  // namespace frontdesk::schema
