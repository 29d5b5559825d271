#pragma once

#include "graph/graph.h"
#include "graph/reducers.h"

namespace frontdesk::graph {

struct ChannelSpec {
  std::string name;
  Reducer reducer;
  Fold fold;
  Value initial;
};

struct NodeSpec {
  std::string name;
  PlainNode plain;  // exactly one of the two bodies is set
  CoroutineNode coroutine;
  NodeOptions options;
  std::vector<Condition> branches;
  std::uint16_t rank = 0;  // by name: the order of tasks within a superstep
};

// A graph as flat tables. While it is built `edge_list` holds the pairs as they were given; compile() sorts them into
// `edges`, where node n owns [edges_begin[n], edges_begin[n + 1]).
struct Definition {
  std::string name;
  std::vector<ChannelSpec> channels;
  std::vector<NodeSpec> nodes;
  std::vector<NodeId> start;
  std::vector<Condition> start_branches;
  std::vector<std::pair<NodeId, NodeId>> edge_list;
  std::vector<std::uint32_t> edges_begin;
  std::vector<NodeId> edges;

  std::span<const NodeId> edges_of(NodeId node) const {
    return std::span(edges).subspan(edges_begin[node], edges_begin[node + 1] - edges_begin[node]);
  }
  std::optional<NodeId> find_node(std::string_view name) const;
  std::optional<ChannelId> find_channel(std::string_view name) const;
};

}  // namespace frontdesk::graph
