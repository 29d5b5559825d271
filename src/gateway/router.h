#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::gateway {

// Of what stands in a path for a name: at least one letter and at most so many, none of them a control character.
inline constexpr std::size_t kPathPartLettersMax = 200;

using PathParts = std::map<std::string, std::string, std::less<>>;

// Finds the operation for a method and a path. A pattern is a path with {names}; a literal part counts more than a
// name.
class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;

  // Throws Error{internal, "gateway/route-conflict"} where two routes could be meant by one request.
  void add(const std::string& method, const std::string& pattern, std::size_t operation);

  struct Match {
    std::size_t operation = 0;
    PathParts path;  // decoded
  };
  // HEAD is answered by GET. Throws Error{not_found, "request/unknown-path"}, {invalid, "request/method-not-allowed"}
  // and, for a part that is empty, too long or no text, {invalid, "request/bad-path"}.
  Match find(std::string_view method, std::string_view path) const;
  // The same without a word where there is none.
  std::optional<Match> look(std::string_view method, std::string_view path) const;

  // "GET, HEAD, POST"; empty where no pattern fits the path.
  std::string allowed(std::string_view path) const;

 private:
  struct Node;
  static const Node* walk(const Node& node, std::span<const std::string_view> rest, std::vector<std::string>& parts);
  const Node* walk(std::string_view path, std::vector<std::string>& parts) const;

  std::unique_ptr<Node> root_;
};

}  // namespace frontdesk::gateway
