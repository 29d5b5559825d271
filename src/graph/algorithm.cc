#include "graph/algorithm.h"

namespace frontdesk::graph {
namespace {

Folded fold_channel(const Definition& graph, Checkpoint& at, ChannelId channel, std::span<const Value> writes) {
  const auto& spec = graph.channels[channel];
  try {
    return fold_writes(spec.fold, spec.reducer, at.values[channel], writes, &at.indexes[channel]);
  } catch (Error& error) {
    if (error.pointer.empty()) error.pointer = "/" + spec.name;
    throw;
  }
}

void check_writes(const Definition& graph, const std::vector<Write>& writes) {
  for (const auto& write : writes) {
    if (write.channel < graph.channels.size()) continue;
    throw Error(Kind::internal, "graph/unknown-channel", fmt::format("There is no channel {}.", write.channel));
  }
}

void check_routes(const Definition& graph, const Routes& routes) {
  for (const auto node : routes.next) {
    if (node < graph.nodes.size()) continue;
    throw Error(Kind::internal, "graph/unknown-node", fmt::format("There is no node {} to go to.", node));
  }
  for (const auto& send : routes.sends) {
    if (send.node < graph.nodes.size()) continue;
    throw Error(Kind::internal, "graph/unknown-node", fmt::format("There is no node {} to send to.", send.node));
  }
}

// The channels that a task wrote, as they would stand if it were alone.
void fold_own_writes(const Definition& graph, Checkpoint& at, Done& done) {
  for (std::size_t first = 0; first < done.writes.size(); ++first) {
    const auto channel = done.writes[first].channel;
    if (std::ranges::any_of(done.own_view, [&](const auto& own) { return own.first == channel; })) continue;
    std::vector<Value> values;
    for (std::size_t i = first; i < done.writes.size(); ++i) {
      if (done.writes[i].channel == channel) values.push_back(done.writes[i].value);
    }
    done.own_view.emplace_back(channel, fold_channel(graph, at, channel, values));
  }
}

void choose(const Definition& graph, Checkpoint& at, std::span<const NodeId> edges, std::span<const Condition> branches,
            Done& done) {
  auto& routes = done.routes;
  routes.next.insert(routes.next.end(), edges.begin(), edges.end());
  if (!branches.empty()) {
    fold_own_writes(graph, at, done);
    const LocalView view(at, done.own_view);
    for (const auto& branch : branches) {
      auto choice = branch(view);
      routes.next.insert(routes.next.end(), choice.nodes.begin(), choice.nodes.end());
      std::ranges::move(choice.sends, std::back_inserter(routes.sends));
    }
  }
  std::erase(routes.next, kEnd);
  check_routes(graph, routes);
}

}  // namespace

Checkpoint initial_checkpoint(const Definition& graph) {
  Checkpoint at;
  at.values.reserve(graph.channels.size());
  for (const auto& channel : graph.channels) at.values.push_back(channel.initial);
  at.versions.assign(graph.channels.size(), at.step);
  at.indexes.resize(graph.channels.size());
  return at;
}

void prepare_tasks(const Checkpoint& at, std::vector<Planned>& tasks) {
  tasks.clear();
  for (const auto node : at.triggered) tasks.push_back({node, -1, {}});
  for (std::size_t i = 0; i < at.sends.size(); ++i) {
    tasks.push_back({at.sends[i].node, static_cast<std::int32_t>(i), at.sends[i].argument});
  }
}

void finish_task(const Definition& graph, Checkpoint& at, NodeId node, Outcome&& outcome, Done& done) {
  done.clear();
  check_writes(graph, outcome.writes);
  std::swap(done.writes, outcome.writes);
  std::swap(done.routes.sends, outcome.sends);
  if (!outcome.go_to.empty()) std::swap(done.routes.next, outcome.go_to);
  choose(graph, at, graph.edges_of(node), graph.nodes[node].branches, done);
}

void finish_input(const Definition& graph, Checkpoint& at, std::vector<Write> writes, Done& done) {
  done.clear();
  check_writes(graph, writes);
  done.writes = std::move(writes);
  choose(graph, at, graph.start, graph.start_branches, done);
}

const Value& LocalView::state(ChannelId channel) const {
  for (const auto& [own, folded] : own_) {
    if (own == channel) return folded.value;
  }
  return at_.values[channel];
}

void Superstep::collect(std::span<Done> done) {
  for (const auto channel : touched_) writers_[channel].count = 0, writers_[channel].values.clear();
  touched_.clear();
  for (auto& task : done) {
    for (auto& write : task.writes) {
      auto& writer = writers_[write.channel];
      if (writer.count++ == 0) {
        touched_.push_back(write.channel);
        writer.only = &task;
      } else if (writer.only != &task) {
        writer.only = nullptr;
      }
      writer.values.push_back(write.value);
    }
  }
}

void Superstep::fold(Checkpoint& at, std::span<Done> done) {
  collect(done);
  folded_.clear();
  for (const auto channel : touched_) {
    const auto& writer = writers_[channel];
    const Folded* own = nullptr;
    if (writer.only) {
      const auto found = std::ranges::find(writer.only->own_view, channel, &std::pair<ChannelId, Folded>::first);
      if (found != writer.only->own_view.end()) own = &found->second;
    }
    folded_.emplace_back(channel, own ? *own : fold_channel(graph_, at, channel, writer.values));
  }
  route(done);
}

void Superstep::route(std::span<Done> done) {
  next_.clear();
  sends_.clear();
  for (auto& task : done) {
    next_.insert(next_.end(), task.routes.next.begin(), task.routes.next.end());
    sends_.insert(sends_.end(), task.routes.sends.begin(), task.routes.sends.end());
  }
  if (next_.size() < 2) return;
  std::ranges::sort(next_, {}, [&](NodeId node) { return graph_.nodes[node].rank; });
  next_.erase(std::unique(next_.begin(), next_.end()), next_.end());
}

void Superstep::commit(Checkpoint& at) {
  ++at.step;
  for (auto& [channel, folded] : folded_) {
    if (!folded.is_longer) at.indexes[channel].clear();
    at.values[channel] = std::move(folded.value);
    at.versions[channel] = at.step;
  }
  folded_.clear();
  std::swap(at.triggered, next_);
  std::swap(at.sends, sends_);
}

}  // namespace frontdesk::graph
