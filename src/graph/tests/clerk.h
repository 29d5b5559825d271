#pragma once

#include "graph/tests/world.h"

namespace frontdesk::graph {

// What the clerk's tools did, in a place that no crash takes away.
struct Ledger {
  std::map<std::string, int> by_key;  // idempotent: the key counts once
  std::map<std::string, int> calls;   // not idempotent: each call counts
};

// A small agent: it answers each message by two tool calls side by side, and then by a text. One tool takes a key and
// may be called again; the other must not be, and leaves a mark before it is called.
inline std::shared_ptr<const Graph> clerk(Clock& clock, Ledger& ledger) {
  struct Bodies {
    static Value message(std::string id, std::string_view role, Value content) {
      return Value::object({{"id", id}, {"role", role}, {"content", std::move(content)}});
    }
    static NodeResult agent(NodeContext& context, ChannelId messages) {
      const auto& all = context.state(messages);
      const auto& last = all[all.size() - 1];
      auto id = "m" + std::to_string(all.size());
      if (last["role"].text() == "user") {
        const Value calls = Value::list({Value::object({{"tool", "keyed"}, {"for", last["content"]}}),
                                         Value::object({{"tool", "once"}, {"for", last["content"]}})});
        return Outcome{.writes = {{messages, message(id, "assistant", "").with("calls", calls)}}};
      }
      const auto text = fmt::format("done {}", all.size());
      context.delta(Value::object({{"message", id}, {"text", text}}));
      return Outcome{.writes = {{messages, message(id, "assistant", text)}},
                     .events = {{"message", Value::object({{"id", id}, {"text", text}})}}};
    }
    static Task<NodeResult> tool(NodeContext& context, Clock& clock, Ledger& ledger, ChannelId messages) {
      const auto call = context.argument();
      const std::string what(call["for"].text());
      const bool is_once = call["tool"].text() == "once";
      auto result = context.kept("result");
      if (!result) {
        co_await clock.sleep_for(std::chrono::milliseconds(is_once ? 20 : 10));
        if (is_once && !context.was_started("call")) {
          co_await context.mark_started("call");
          ++ledger.calls[what];
          result = Value("called");
        } else if (is_once) {
          if (ledger.calls[what] == 0) ++ledger.calls[what];  // a person looks, and calls where nobody has
          result = Value("called");
        } else {
          ledger.by_key[std::string(context.task())] = 1;
          result = Value("kept");
        }
        co_await context.keep("result", *result);
      }
      const auto id = fmt::format("{}-{}", what, call["tool"].text());
      co_return Outcome{.writes = {{messages, message(id, "tool", *result)}}, .events = {{"tool", call}}};
    }
  };
  Builder builder("clerk");
  const auto messages = builder.channel("messages", reducers::messages());
  const auto agent =
      builder.node("agent", PlainNode([=](NodeContext& context) { return Bodies::agent(context, messages); }));
  const auto tool = builder.node("tool", CoroutineNode([=, &clock, &ledger](NodeContext& context) {
                                   return Bodies::tool(context, clock, ledger, messages);
                                 }));
  builder.start_at(agent).edge(tool, agent).branch(agent, [=](const StateView& view) {
    const auto& all = view.state(messages);
    Choice choice;
    for (const auto& call : all[all.size() - 1]["calls"].items()) choice.sends.push_back({tool, call});
    return choice;
  });
  return std::make_shared<const Graph>(builder.compile());
}

inline ThreadPolicy clerk_policy() {
  ThreadPolicy policy;
  policy.apply = [](const StateView& view, const std::vector<Value>& inputs) {
    const auto before = view.state(0).size();
    std::vector<Write> writes;
    writes.reserve(inputs.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      writes.push_back(
          {0, Value::object({{"id", fmt::format("m{}", before + i)}, {"role", "user"}, {"content", inputs[i]}})});
    }
    return writes;
  };
  return policy;
}

// Binds every thread to a clerk who works in the world that was started last.
struct ClerkBinder {
  explicit ClerkBinder(Ledger& ledger) : ledger(ledger) {}
  Task<Bound> operator()(std::string) const { return BindAll::bind(*graph, clerk_policy()); }
  void use(World& world) const { *graph = clerk(world.clock, ledger); }

  Ledger& ledger;
  std::shared_ptr<std::shared_ptr<const Graph>> graph = std::make_shared<std::shared_ptr<const Graph>>();
};

}  // namespace frontdesk::graph
