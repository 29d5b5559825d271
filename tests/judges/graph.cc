// Runs the graphs of graph_differential.py: one JSON object a line in, the end state or the error a line out.
#include <boost/asio/io_context.hpp>
#include <iostream>

#include "base/json.h"
#include "graph/threads.h"

namespace frontdesk::graph {
namespace {

struct Channels {
  ChannelId log, sum, last, messages;
};

class Reader {
 public:
  explicit Reader(const Value& spec) : spec_(spec), builder_("random") {
    channels_ = {builder_.channel("log", reducers::append(), Value::list()),
                 builder_.channel("sum", reducers::add(), 0), builder_.channel("last", reducers::last_value()),
                 builder_.channel("messages", reducers::messages(), Value::list())};
  }

  Graph build() {
    for (const auto& node : spec_["nodes"].items()) names_.emplace_back(node["name"].text());
    for (const auto& node : spec_["nodes"].items()) builder_.node(std::string(node["name"].text()), body_of(node));
    for (const auto& node : spec_["nodes"].items()) {
      const auto id = id_of(node["name"]);
      for (const auto& target : node["edges"].items()) builder_.edge(id, id_of(target));
      for (const auto& branch : node["branches"].items()) builder_.branch(id, condition_of(branch));
    }
    for (const auto& name : spec_["start"].items()) builder_.start_at(id_of(name));
    for (const auto& branch : spec_["start_branches"].items()) builder_.start_by(condition_of(branch));
    return builder_.compile();
  }

  std::vector<Write> input() const { return {{channels_.sum, spec_["sum"]}}; }

  Value answer(const std::vector<Value>& state) const {
    ListBuilder messages;
    for (const auto& message : state[channels_.messages].items()) {
      messages.add(Value::list({message["id"], message["content"]}));
    }
    return Value::object({{"log", state[channels_.log]},
                          {"sum", state[channels_.sum]},
                          {"last", state[channels_.last]},
                          {"messages", messages.build()}});
  }

 private:
  NodeId id_of(const Value& name) const {
    if (name.is_null()) return kEnd;
    return static_cast<NodeId>(std::ranges::find(names_, name.text()) - names_.begin());
  }

  Choice choice_of(const Value& spec) const {
    Choice choice;
    for (const auto& target : spec["to"].items()) choice.nodes.push_back(id_of(target));
    for (const auto& send : spec["sends"].items()) choice.sends.push_back({id_of(send[0]), send[1]});
    return choice;
  }

  Condition condition_of(const Value& branch) const {
    std::vector<Choice> choices;
    for (const auto& choice : branch.items()) choices.push_back(choice_of(choice));
    return [choices, channels = channels_](const StateView& view) {
      const auto number = view.state(channels.sum).integer() + std::ssize(view.state(channels.log).items());
      return choices[static_cast<std::size_t>(number) % choices.size()];
    };
  }

  PlainNode body_of(const Value& node) const {
    const auto command = choice_of(node["command"]);
    return [node, command, channels = channels_](NodeContext& context) -> NodeResult {
      const auto seen = context.argument().is_text() ? fmt::format("->{}", context.argument().text())
                                                     : fmt::format("{},{}", context.state(channels.sum).integer(),
                                                                   context.state(channels.log).size());
      Outcome outcome{.go_to = command.nodes, .sends = command.sends};
      const auto entry = fmt::format("{}@{}:{}", node["name"].text(), context.step(), seen);
      outcome.writes.push_back({channels.log, Value::list({entry})});
      if (!node["adds"].is_null()) outcome.writes.push_back({channels.sum, node["adds"]});
      if (!node["last"].is_null()) outcome.writes.push_back({channels.last, node["last"]});
      if (!node["message"].is_null()) {
        const auto message = Value::object({{"id", node["message"][0]}, {"content", node["message"][1]}});
        outcome.writes.push_back({channels.messages, Value::list({message})});
      }
      return outcome;
    };
  }

  const Value& spec_;
  Builder builder_;
  Channels channels_{};
  std::vector<std::string> names_;
};

Value run(const Value& spec, Clock& clock) {
  Reader reader(spec);
  const auto graph = reader.build();
  boost::asio::io_context loop(1);
  Value answer;
  boost::asio::co_spawn(loop, run_in_memory(graph, reader.input(), clock, spec["limit"].integer()),
                        [&](std::exception_ptr failure, std::vector<Value> state) {
                          try {
                            if (failure) std::rethrow_exception(failure);
                            answer = reader.answer(state);
                          } catch (const Error& error) {
                            answer = Value::object({{"error", error.slug}});
                          }
                        });
  loop.run();
  return answer;
}

}  // namespace
}  // namespace frontdesk::graph

int main() {
  frontdesk::SystemClock clock;
  for (std::string line; std::getline(std::cin, line);) {
    try {
      std::cout << frontdesk::json::print(frontdesk::graph::run(frontdesk::json::parse(line), clock)) << '\n';
    } catch (const frontdesk::Error& error) {
      std::cerr << error.detail << '\n';
      return 2;
    }
  }
}
