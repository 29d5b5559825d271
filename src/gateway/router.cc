#include "gateway/router.h"

#include "base/error.h"
#include "base/text.h"
#include "net/http.h"

namespace frontdesk::gateway {
namespace {

bool is_name(std::string_view part) { return part.size() > 2 && part.front() == '{' && part.back() == '}'; }

Error conflict(const std::string& method, const std::string& pattern, std::string_view why) {
  return Error(Kind::internal, "gateway/route-conflict", fmt::format("The route {} {} {}", method, pattern, why));
}

std::string decode(std::string_view part) {
  auto text = net::percent_decode(part);
  const bool is_text = !text.empty() && text::is_utf8(text) && text::count_code_points(text) <= kPathPartLettersMax &&
                       std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == 0x7f; });
  if (!is_text) throw Error(Kind::invalid, "request/bad-path", "A part of the path is empty, too long, or not text.");
  return text;
}

}  // namespace

// What may stand at one place of a path.
struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> named;
  struct Target {
    std::size_t operation;
    std::vector<std::string> names;
  };
  std::map<std::string, Target, std::less<>> methods;
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;

void Router::add(const std::string& method, const std::string& pattern, std::size_t operation) {
  if (!pattern.starts_with('/')) throw conflict(method, pattern, "does not begin with a slash.");
  Node* node = root_.get();
  std::vector<std::string> names;
  for (const auto part : text::split(std::string_view(pattern).substr(1), '/')) {
    if (part.empty() && pattern != "/") throw conflict(method, pattern, "has an empty part.");
    auto& next = is_name(part) ? node->named : node->literals[std::string(part)];
    if (is_name(part)) names.emplace_back(part.substr(1, part.size() - 2));
    if (!next) next = std::make_unique<Node>();
    node = next.get();
  }
  const auto [place, is_new] = node->methods.try_emplace(method, Node::Target{operation, std::move(names)});
  if (!is_new) throw conflict(method, pattern, "is there twice.");
}

const Router::Node* Router::walk(const Node& node, std::span<const std::string_view> rest,
                                 std::vector<std::string>& parts) {
  if (rest.empty()) return node.methods.empty() ? nullptr : &node;
  const auto literal = node.literals.find(rest.front());
  if (literal != node.literals.end()) {
    if (const auto* found = walk(*literal->second, rest.subspan(1), parts)) return found;
  }
  if (!node.named) return nullptr;
  parts.push_back(decode(rest.front()));
  if (const auto* found = walk(*node.named, rest.subspan(1), parts)) return found;
  parts.pop_back();
  return nullptr;
}

const Router::Node* Router::walk(std::string_view path, std::vector<std::string>& parts) const {
  if (!path.starts_with('/')) return nullptr;
  const auto split = text::split(path.substr(1), '/');
  return walk(*root_, split, parts);
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
  std::vector<std::string> parts;
  const auto* node = walk(path, parts);
  if (!node) {
    throw Error(Kind::not_found, "request/unknown-path",
                "Nothing is served at this path; /openapi.json lists what is.");
  }
  auto target = node->methods.find(method);
  if (target == node->methods.end() && method == "HEAD") target = node->methods.find("GET");
  if (target == node->methods.end()) {
    throw Error(Kind::invalid, "request/method-not-allowed",
                fmt::format("{} is not served here; what is: {}.", text::head(method, 20), allowed(path)));
  }
  Match match{.operation = target->second.operation};
  for (std::size_t i = 0; i < parts.size(); ++i) match.path[target->second.names[i]] = std::move(parts[i]);
  return match;
}

std::optional<Router::Match> Router::look(std::string_view method, std::string_view path) const {
  try {
    return find(method, path);
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::string Router::allowed(std::string_view path) const {
  std::vector<std::string> parts;
  const auto* node = walk(path, parts);
  std::string methods;
  if (!node) return methods;
  for (const auto& [method, target] : node->methods) {
    methods += methods.empty() ? method : ", " + method;
    if (method == "GET") methods += ", HEAD";
  }
  return methods;
}

}  // namespace frontdesk::gateway
