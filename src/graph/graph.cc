#include "graph/graph.h"

#include <numeric>
#include <set>

#include "graph/definition.h"

namespace frontdesk::graph {
namespace {

[[noreturn]] void refuse(const Definition& graph, std::string slug, std::string detail) {
  throw Error(Kind::invalid, "graph/" + slug, fmt::format("Graph {}: {}", graph.name, detail)).at(graph.name);
}

// '|' and ':' separate namespaces; names with two underscores in front are the runtime's own (__start__, …).
bool is_good_name(std::string_view name) {
  return !name.empty() && name.find_first_of("|:") == std::string_view::npos && !name.starts_with("__");
}

template <class Specs>
void check_names(const Definition& graph, const Specs& specs, std::string_view what) {
  std::set<std::string_view> seen;
  for (const auto& spec : specs) {
    if (!is_good_name(spec.name)) {
      refuse(graph, "bad-name",
             fmt::format("\"{}\" is no name for a {}; use no '|', no ':' and no leading \"__\".", spec.name, what));
    }
    if (!seen.insert(spec.name).second)
      refuse(graph, "repeated-name", fmt::format("two {}s are called \"{}\".", what, spec.name));
  }
}

void check_node(const Definition& graph, NodeId node, bool may_be_end) {
  if (node < graph.nodes.size() || (may_be_end && node == kEnd)) return;
  refuse(graph, "unknown-node",
         fmt::format("an edge names node {}, but there are {} nodes.", node, graph.nodes.size()));
}

void rank_nodes(Definition& graph) {
  std::vector<NodeId> order(graph.nodes.size());
  std::iota(order.begin(), order.end(), NodeId{0});
  std::ranges::sort(order, {}, [&](NodeId node) -> std::string_view { return graph.nodes[node].name; });
  for (std::size_t rank = 0; rank < order.size(); ++rank)
    graph.nodes[order[rank]].rank = static_cast<std::uint16_t>(rank);
}

void flatten_edges(Definition& graph) {
  std::ranges::stable_sort(graph.edge_list, {}, &std::pair<NodeId, NodeId>::first);
  graph.edges_begin.assign(graph.nodes.size() + 1, 0);
  for (const auto& [from, to] : graph.edge_list) {
    if (to == kEnd) continue;
    ++graph.edges_begin[from + 1u];
    graph.edges.push_back(to);
  }
  std::partial_sum(graph.edges_begin.begin(), graph.edges_begin.end(), graph.edges_begin.begin());
}

}  // namespace

std::optional<NodeId> Definition::find_node(std::string_view wanted) const {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].name == wanted) return static_cast<NodeId>(i);
  }
  return std::nullopt;
}

std::optional<ChannelId> Definition::find_channel(std::string_view wanted) const {
  for (std::size_t i = 0; i < channels.size(); ++i) {
    if (channels[i].name == wanted) return static_cast<ChannelId>(i);
  }
  return std::nullopt;
}

Graph::Graph(std::unique_ptr<const Definition> definition) : definition_(std::move(definition)) {}
Graph::~Graph() = default;
Graph::Graph(Graph&&) noexcept = default;
std::string_view Graph::name() const { return definition_->name; }
std::string_view Graph::node_name(NodeId node) const {
  if (node == kEnd) return "__end__";
  return definition_->nodes[node].name;
}
std::string_view Graph::channel_name(ChannelId channel) const { return definition_->channels[channel].name; }

Builder::Builder(std::string name) : definition_(std::make_unique<Definition>()) {
  definition_->name = std::move(name);
}
Builder::~Builder() = default;

ChannelId Builder::channel(std::string name, Reducer reducer, Value initial) {
  const auto fold = fold_of(reducer);
  definition_->channels.push_back({std::move(name), std::move(reducer), fold, std::move(initial)});
  return static_cast<ChannelId>(definition_->channels.size() - 1);
}

NodeId Builder::node(std::string name, PlainNode body, NodeOptions options) {
  definition_->nodes.push_back({std::move(name), std::move(body), {}, options, {}});
  return static_cast<NodeId>(definition_->nodes.size() - 1);
}

NodeId Builder::node(std::string name, CoroutineNode body, NodeOptions options) {
  definition_->nodes.push_back({std::move(name), {}, std::move(body), options, {}});
  return static_cast<NodeId>(definition_->nodes.size() - 1);
}

Builder& Builder::start_at(NodeId node) { return definition_->start.push_back(node), *this; }
Builder& Builder::start_by(Condition condition) {
  return definition_->start_branches.push_back(std::move(condition)), *this;
}
Builder& Builder::edge(NodeId from, NodeId to) { return definition_->edge_list.emplace_back(from, to), *this; }

Builder& Builder::branch(NodeId from, Condition condition) {
  check_node(*definition_, from, false);
  definition_->nodes[from].branches.push_back(std::move(condition));
  return *this;
}

Graph Builder::compile() {
  auto& graph = *definition_;
  if (graph.nodes.size() >= kEnd) refuse(graph, "too-many-nodes", "there may be 65,534 nodes.");
  check_names(graph, graph.nodes, "node");
  check_names(graph, graph.channels, "channel");
  if (graph.start.empty() && graph.start_branches.empty()) {
    refuse(graph, "no-entry", "no node starts it; call start_at() or start_by().");
  }
  for (const auto node : graph.start) check_node(graph, node, true);
  for (const auto& [from, to] : graph.edge_list) check_node(graph, from, false), check_node(graph, to, true);
  for (const auto& node : graph.nodes) {
    if (!node.plain && !node.coroutine) refuse(graph, "no-body", fmt::format("node \"{}\" has no body.", node.name));
    if (node.plain && node.options.timeout.count() > 0) {
      refuse(graph, "timeout-of-plain-node",
             fmt::format("node \"{}\" is a plain function and cannot be timed out; make it a coroutine.", node.name));
    }
  }
  rank_nodes(graph);
  flatten_edges(graph);
  return Graph(std::move(definition_));
}

}  // namespace frontdesk::graph
