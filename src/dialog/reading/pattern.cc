#include "dialog/reading/pattern.h"

#include <algorithm>
#include <deque>
#include <set>

#include "base/describe.h"
#include "base/error.h"
#include "dialog/reading/numerals.h"
#include "dialog/reading/pattern_text.h"
#include "dialog/reading/spelling.h"

namespace frontdesk::dialog::reading {
namespace {

constexpr std::uint32_t kNone = ~0U;
constexpr std::size_t kMatchesMax = 48;    // at one place by one group
constexpr std::size_t kStepsMax = 50'000;  // of one message
constexpr auto kTerminals = static_cast<std::size_t>(Terminal::end_of_terminals);

std::optional<Terminal> terminal_of(std::string_view name) {
  Terminal terminal{};
  if (boost::describe::enum_from_string(std::string(name).c_str(), terminal)) return terminal;
  return std::nullopt;
}

struct Node {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> words;  // symbol → node
  std::vector<std::pair<Terminal, std::uint32_t>> terminals;   // → node
  std::vector<std::pair<Group, std::uint32_t>> groups;         // → node
  std::uint32_t rule = kNone;                                  // index of what is said here
};

struct GroupTable {
  std::string name;
  std::uint32_t root = 0;
  std::vector<bool> first_words;  // by symbol
  std::array<bool, kTerminals> first_terminals{};
};

template <class Key>
std::uint32_t* find_edge(std::vector<std::pair<Key, std::uint32_t>>& edges, Key key) {
  const auto found = std::ranges::find(edges, key, &std::pair<Key, std::uint32_t>::first);
  return found == edges.end() ? nullptr : &found->second;
}

}  // namespace

struct Grammar::Tables {
  std::vector<Node> nodes;
  std::vector<Fields> rules;
  std::vector<GroupTable> groups;
  std::unordered_map<std::string, Group> group_of;
  std::unordered_map<std::string, std::uint32_t> symbols;
  std::set<std::string, std::less<>> apart;  // as they are written
  Spelling spelling;

  std::uint32_t intern(const std::string& word) {
    return symbols.try_emplace(word, static_cast<std::uint32_t>(symbols.size() + 1)).first->second;
  }

  std::optional<Pieces> kept_apart(Pieces way) const {
    bool is_other = false;
    for (auto& piece : way) {
      if (!apart.contains(piece.written)) continue;
      piece.text = piece.written;
      is_other = true;
    }
    return is_other ? std::optional(std::move(way)) : std::nullopt;
  }

  std::uint32_t new_node() {
    nodes.emplace_back();
    return static_cast<std::uint32_t>(nodes.size() - 1);
  }

  template <class Key>
  std::uint32_t follow(std::uint32_t node, std::vector<std::pair<Key, std::uint32_t>> Node::* edges, Key key) {
    if (const auto* known = find_edge(nodes[node].*edges, key)) return *known;
    const auto made = new_node();
    auto& list = nodes[node].*edges;
    list.insert(std::ranges::upper_bound(list, key, {}, &std::pair<Key, std::uint32_t>::first), {key, made});
    return made;
  }

  Group building(std::string_view name) {
    if (const auto found = group_of.find(std::string(name)); found != group_of.end()) return found->second;
    const auto group = static_cast<Group>(groups.size());
    groups.push_back({std::string(name), new_node(), {}, {}});
    group_of.emplace(name, group);
    return group;
  }

  Group finished(std::string_view name, Group building, std::string_view pattern) const {
    const auto found = group_of.find(std::string(name));
    if (found != group_of.end() && found->second < building) return found->second;
    throw Error(
        Kind::invalid, "reading/pattern",
        fmt::format("The pattern \"{}\" uses {{{}}}, which is neither a terminal nor a group that stands before "
                    "this one. Correct the name, or move the group up.",
                    pattern, name));
  }

  void begins_with(Group group, std::uint32_t symbol) {
    auto& first = groups[group].first_words;
    if (first.size() <= symbol) first.resize(symbol + 1);
    first[symbol] = true;
  }

  void begins_with(Group group, const GroupTable& other) {
    auto& own = groups[group];
    if (own.first_words.size() < other.first_words.size()) own.first_words.resize(other.first_words.size());
    for (std::size_t i = 0; i < other.first_words.size(); ++i) {
      if (other.first_words[i]) own.first_words[i] = true;
    }
    for (std::size_t i = 0; i < kTerminals; ++i) own.first_terminals[i] |= other.first_terminals[i];
  }

  std::uint32_t step(Group group, std::uint32_t node, const Piece& piece, std::string_view pattern) {
    const bool first = node == groups[group].root;
    if (!piece.reference) {
      const auto symbol = intern(piece.text);
      if (first) begins_with(group, symbol);
      return follow(node, &Node::words, symbol);
    }
    if (const auto terminal = terminal_of(piece.text)) {
      if (first) groups[group].first_terminals[static_cast<std::size_t>(*terminal)] = true;
      return follow(node, &Node::terminals, *terminal);
    }
    const auto other = finished(piece.text, group, pattern);
    if (first) begins_with(group, groups[other]);
    return follow(node, &Node::groups, other);
  }

  void add_way(Group group, const Pieces& way, std::string_view pattern) {
    auto node = groups[group].root;
    for (const auto& piece : way) node = step(group, node, piece, pattern);
    // The same words twice in a group: the first pattern that says them counts.
    if (nodes[node].rule == kNone) nodes[node].rule = static_cast<std::uint32_t>(rules.size());
  }
};

Grammar::Grammar() : tables_(std::make_unique<Tables>()) {}
Grammar::Grammar(Grammar&&) noexcept = default;
Grammar& Grammar::operator=(Grammar&&) noexcept = default;
Grammar::~Grammar() = default;

void Grammar::add(std::string_view name, std::string_view pattern, const Fields& says) {
  const auto group = tables_->building(name);
  for (const auto& way : written_out(pattern)) {
    tables_->add_way(group, way, pattern);
    if (const auto other = tables_->kept_apart(way)) tables_->add_way(group, *other, pattern);
  }
  tables_->rules.push_back(says);
}

void Grammar::keep_apart(std::string_view written) { tables_->apart.emplace(written); }

bool Grammar::is_kept_apart(std::string_view written) const { return tables_->apart.contains(written); }

bool Grammar::has(std::string_view name) const { return tables_->group_of.contains(std::string(name)); }

Group Grammar::group(std::string_view name) const {
  const auto found = tables_->group_of.find(std::string(name));
  if (found != tables_->group_of.end()) return found->second;
  throw Error(Kind::invalid, "reading/pattern",
              fmt::format("There is no group of patterns \"{}\". Add it to the table, or correct the name.", name));
}

std::size_t Grammar::words() const { return tables_->symbols.size(); }

std::uint32_t Grammar::symbol(std::string_view word) const {
  const auto found = tables_->symbols.find(std::string(word));
  return found == tables_->symbols.end() ? 0 : found->second;
}

std::uint32_t Grammar::nearly(std::string_view folded) const { return tables_->spelling.nearest(folded); }

void Grammar::tolerate(std::string_view folded) { tables_->spelling.add(folded, tables_->intern(std::string(folded))); }

struct Matcher::State {
  const Grammar::Tables& tables;
  const Tokens& tokens;
  std::vector<std::uint32_t> memo;  // group × token → index in lists, or kNone
  std::deque<std::vector<Match>> lists;
  std::deque<std::vector<Match>> parts;
  std::size_t steps = 0;

  struct Way {
    std::vector<Match> found;
    std::vector<std::uint32_t> rules;
    std::vector<Match> path;  // groups that were passed
  };

  State(const Grammar::Tables& tables, const Tokens& tokens)
      : tables(tables), tokens(tokens), memo(tables.groups.size() * (tokens.size() + 1), kNone), lists(1), parts(1) {}

  std::optional<Fields> terminal(Terminal terminal, std::size_t token) const {
    return tokens[token].number ? read_terminal(terminal, tokens[token].text) : std::nullopt;
  }

  bool may_begin(const GroupTable& group, std::size_t token) const {
    const auto& at = tokens[token];
    if (at.symbol != 0 && at.symbol < group.first_words.size() && group.first_words[at.symbol]) return true;
    return at.number && std::ranges::find(group.first_terminals, true) != group.first_terminals.end();
  }

  const std::vector<Match>& at(Group group, std::size_t token) {
    auto& known = memo[group * (tokens.size() + 1) + token];
    if (known != kNone) return lists[known];
    known = 0;
    if (token >= tokens.size() || !may_begin(tables.groups[group], token)) return lists[0];
    Way way;
    walk(tables.groups[group].root, token, token, Fields(), way);
    if (way.found.empty()) return lists[0];
    sort(way);
    lists.push_back(std::move(way.found));
    memo[group * (tokens.size() + 1) + token] = static_cast<std::uint32_t>(lists.size() - 1);
    return lists.back();
  }

  // Longest first; of two that are equally long the one that was written first.
  static void sort(Way& way) {
    std::vector<std::size_t> order(way.found.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, [&](std::size_t left, std::size_t right) {
      if (way.found[left].end != way.found[right].end) return way.found[left].end > way.found[right].end;
      return way.rules[left] < way.rules[right];
    });
    std::vector<Match> sorted;
    sorted.reserve(order.size());
    for (const auto i : order) sorted.push_back(way.found[i]);
    way.found = std::move(sorted);
  }

  void accept(const Node& node, std::size_t begin, std::size_t token, const Fields& fields, Way& way) {
    if (node.rule == kNone || way.found.size() >= kMatchesMax) return;
    Match match{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(token), fields, 0, 0};
    match.fields.take(tables.rules[node.rule]);
    if (!way.path.empty()) {
      match.first_part = static_cast<std::uint32_t>(parts.size());
      match.parts = static_cast<std::uint32_t>(way.path.size());
      parts.push_back(way.path);
    }
    way.found.push_back(match);
    way.rules.push_back(node.rule);
  }

  void walk(std::uint32_t at_node, std::size_t begin, std::size_t token, const Fields& fields, Way& way) {
    if (++steps > kStepsMax) return;
    const auto& node = tables.nodes[at_node];
    accept(node, begin, token, fields, way);
    if (token >= tokens.size()) return;
    const auto& here = tokens[token];
    bool followed = false;
    if (here.symbol != 0) {
      const auto edge =
          std::ranges::lower_bound(node.words, here.symbol, {}, &std::pair<std::uint32_t, std::uint32_t>::first);
      if (edge != node.words.end() && edge->first == here.symbol) {
        followed = true;
        walk(edge->second, begin, token + 1, fields, way);
      }
    }
    for (std::size_t i = 0; here.number && i < node.terminals.size(); ++i) {
      if (const auto read = terminal(node.terminals[i].first, token)) {
        auto more = fields;
        more.take(*read);
        walk(node.terminals[i].second, begin, token + 1, more, way);
      }
    }
    for (const auto& [group, next] : node.groups) {
      for (const auto& match : at(group, token)) {
        auto more = fields;
        more.take(match.fields);
        way.path.push_back(match);
        walk(next, begin, match.end, more, way);
        way.path.pop_back();
      }
    }
    // "twenty-five" is "twenty five".
    if (!followed && here.text == "-" && here.glued && token > begin) skip_hyphen(at_node, begin, token, fields, way);
  }

  void skip_hyphen(std::uint32_t node, std::size_t begin, std::size_t token, const Fields& fields, Way& way) {
    const auto rule_seen = way.found.size();
    walk(node, begin, token + 1, fields, way);
    // The node itself was accepted before the hyphen already.
    for (auto i = rule_seen; i < way.found.size();) {
      if (way.found[i].end == token + 1) {
        way.found.erase(way.found.begin() + static_cast<std::ptrdiff_t>(i));
        way.rules.erase(way.rules.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        ++i;
      }
    }
  }
};

Matcher::Matcher(const Grammar& grammar, const Tokens& tokens)
    : state_(std::make_unique<State>(*grammar.tables_, tokens)) {}
Matcher::~Matcher() = default;

std::span<const Match> Matcher::at(Group group, std::size_t token) { return state_->at(group, token); }

const Match* Matcher::longest(Group group, std::size_t token) {
  const auto& found = state_->at(group, token);
  return found.empty() ? nullptr : &found.front();
}

std::span<const Match> Matcher::parts(const Match& match) const {
  return match.parts == 0 ? std::span<const Match>() : std::span<const Match>(state_->parts[match.first_part]);
}

}  // namespace frontdesk::dialog::reading
