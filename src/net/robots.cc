#include "net/robots.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "net/percent.h"

namespace frontdesk::net {
namespace {

constexpr char kAny = '\x01';  // stands in no normal path: controls are percent-encoded in it
constexpr int kRedirectsMax = 5;
constexpr double kDelayMaxS = 86'400;

bool is_of_name(char c) { return is_letter(c) || c == '-' || c == '_'; }

// Two paths that mean the same have one form (2.2.2, RFC 3986 6.2.2): unreserved octets stand for themselves, others
// that are no part of a path are encoded, in upper case. In a query, what needs no encoding there has none.
std::string normal_path(std::string_view path, bool is_pattern) {
  constexpr std::string_view kPlainInQuery = ":/?@";
  std::string out;
  bool in_query = false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    if (const auto octet = encoded_at(path, i)) {
      i += 2;
      const char meant = static_cast<char>(*octet);
      if (is_unreserved(meant) || (in_query && kPlainInQuery.contains(meant)))
        out += meant;
      else
        put_encoded(out, *octet);
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    if (c == '*' && is_pattern)
      out += kAny;
    else if (octet <= ' ' || octet >= 0x7f || c == '*' || c == '$')
      put_encoded(out, octet);
    else
      out += c;
    in_query = in_query || c == '?';
  }
  return out;
}

bool begins_with_one_of(std::string_view key, std::initializer_list<std::string_view> names) {
  return std::ranges::any_of(names, [&](std::string_view name) {
    return key.size() >= name.size() && text::equal_ignoring_case(key.substr(0, name.size()), name);
  });
}

enum class Key { agent, allow, disallow, sitemap, delay, unknown };

Key key_of(std::string_view key) {
  if (begins_with_one_of(key, {"user-agent", "useragent", "user agent"})) return Key::agent;
  if (begins_with_one_of(key, {"allow"})) return Key::allow;
  if (begins_with_one_of(key, {"disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"}))
    return Key::disallow;
  if (begins_with_one_of(key, {"sitemap", "site-map"})) return Key::sitemap;
  if (begins_with_one_of(key, {"crawl-delay"})) return Key::delay;
  return Key::unknown;
}

std::string_view without_mark(std::string_view file) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  for (std::size_t i = 0; i < kMark.size(); ++i) {
    if (!file.starts_with(kMark[i])) break;
    file.remove_prefix(1);
  }
  return file;
}

struct Line {
  std::string_view key;
  std::string_view value;
};

// "key: value # comment"; without a colon, two words.
std::optional<Line> line_of(std::string_view line) {
  line = text::trim(line.substr(0, line.find('#')));
  auto at = line.find(':');
  if (at == std::string_view::npos) {
    at = line.find_first_of(" \t");
    if (at == std::string_view::npos || text::trim(line.substr(at)).find_first_of(" \t") != std::string_view::npos)
      return std::nullopt;
  }
  const auto key = text::trim(line.substr(0, at));
  if (key.empty()) return std::nullopt;
  return Line{key, text::trim(line.substr(at + 1))};
}

// "*", also with something behind it, or the name that the value begins with.
std::string agent_of(std::string_view value) {
  if (value.starts_with('*') && (value.size() == 1 || value[1] == ' ' || value[1] == '\t')) return "*";
  const auto end = std::ranges::find_if_not(value, is_of_name);
  return text::lower_ascii({value.begin(), end});
}

std::optional<std::chrono::milliseconds> delay_of(std::string_view value) {
  double seconds = 0;
  const auto [end, fault] = std::from_chars(value.begin(), value.end(), seconds);
  if (fault != std::errc() || end != value.end() || !std::isfinite(seconds) || seconds < 0) return std::nullopt;
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::min(seconds, kDelayMaxS) * 1000));
}

}  // namespace

// Groups while they are read: names that follow each other share the rules behind them, and only a rule ends them.
class RobotsReader {
 public:
  explicit RobotsReader(Robots& robots) : robots_(robots) {}

  void take(std::string_view line) {
    ++robots_.lines_.all;
    const auto parts = line_of(line.substr(0, Robots::kLineBytesMax));
    if (!parts) return;
    const auto key = key_of(parts->key);
    ++(key == Key::unknown || key == Key::delay ? robots_.lines_.unknown : robots_.lines_.known);
    if (key == Key::agent) take_agent(parts->value);
    if (key == Key::sitemap) robots_.sitemaps_.emplace_back(parts->value);
    if (robots_.groups_.empty()) return;
    if (key == Key::delay) robots_.groups_.back().delay = delay_of(parts->value);
    if (key == Key::allow || key == Key::disallow) take_rule(parts->value, key == Key::allow);
  }

 private:
  void take_agent(std::string_view value) {
    if (robots_.groups_.empty() || has_rules_) robots_.groups_.emplace_back();
    has_rules_ = false;
    robots_.groups_.back().agents.push_back(agent_of(value));
  }

  void take_rule(std::string_view value, bool allows) {
    has_rules_ = true;
    if (value.empty()) return;
    const bool to_the_end = value.ends_with('$');
    if (to_the_end) value.remove_suffix(1);
    add({normal_path(value, true), allows, to_the_end});
    const auto folder = value.substr(0, value.rfind('/') + 1);
    if (allows && value.substr(folder.size()).starts_with("index.htm")) add({normal_path(folder, true), true, true});
  }

  void add(Robots::Rule rule) { robots_.groups_.back().rules.push_back(std::move(rule)); }

  Robots& robots_;
  bool has_rules_ = false;  // the last group
};

Robots Robots::parse(std::string_view file) {
  Robots robots;
  RobotsReader reader(robots);
  file = without_mark(file.substr(0, kBytesMax));
  while (!file.empty()) {
    const auto end = std::min(file.find_first_of("\r\n"), file.size());
    reader.take(file.substr(0, end));
    const bool is_pair = file.substr(end).starts_with("\r\n");
    file.remove_prefix(std::min(file.size(), end + (is_pair ? 2 : 1)));
  }
  return robots;
}

Robots Robots::disallow_all() { return parse("User-agent: *\nDisallow: /\n"); }

// Those that name the agent, else those for all.
template <class See>
void Robots::each_group(std::string_view agent, See see) const {
  const auto name = text::lower_ascii(agent);
  const auto names = [](std::string_view name) {
    return [name](const Group& group) { return std::ranges::find(group.agents, name) != group.agents.end(); };
  };
  const bool is_named = is_robot_name(agent) && std::ranges::any_of(groups_, names(name));
  for (const auto& group : groups_) {
    if (names(is_named ? std::string_view(name) : "*")(group)) see(group);
  }
}

// A rule of more octets wins, and of two as long the one that allows.
bool Robots::allows(std::string_view agent, std::string_view target) const {
  if (target == "/robots.txt") return true;
  const auto path = normal_path(target, false);
  std::size_t allowed = 0, disallowed = 0;
  each_group(agent, [&](const Group& group) {
    for (const auto& rule : group.rules) {
      auto& longest = rule.allows ? allowed : disallowed;
      const auto length = rule.pattern.size() + (rule.to_the_end ? 1 : 0);
      if (length > longest && matches(rule, path)) longest = length;
    }
  });
  return allowed >= disallowed;
}

std::optional<std::chrono::milliseconds> Robots::delay(std::string_view agent) const {
  std::optional<std::chrono::milliseconds> longest;
  each_group(agent, [&](const Group& group) { longest = std::max(longest, group.delay); });
  return longest;
}

// Each part between two '*' is taken where it comes first, which leaves the most to those behind it.
bool Robots::matches(const Rule& rule, std::string_view path) {
  const auto parts = text::split(rule.pattern, kAny);
  if (!path.starts_with(parts.front())) return false;
  path.remove_prefix(parts.front().size());
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (rule.to_the_end && i + 1 == parts.size()) return path.ends_with(parts[i]);
    const auto at = path.find(parts[i]);
    if (at == std::string_view::npos) return false;
    path.remove_prefix(at + parts[i].size());
  }
  return !rule.to_the_end || path.empty();
}

RobotsAccess robots_access(int status, int redirects) {
  if (status >= 500 || status < 200) return RobotsAccess::disallow_all;
  if (status >= 300 || redirects > kRedirectsMax) return RobotsAccess::allow_all;
  return RobotsAccess::parse;
}

std::string robots_target(std::string_view url) {
  const std::size_t start = url.starts_with("//") ? 2 : 0;
  const auto early = url.find_first_of("/?;", start);
  const auto scheme = url.find("://", start);
  const auto host = scheme == std::string_view::npos || early < scheme ? start : scheme + 3;
  const auto path = url.find_first_of("/?;", host);
  const auto end = std::min(url.find('#', start), url.size());
  if (path == std::string_view::npos || end < path) return "/";
  const auto target = url.substr(path, end - path);
  return target.starts_with('/') ? std::string(target) : std::string("/").append(target);
}

std::string robots_path(std::string_view target) { return normal_path(target, false); }

bool is_robot_name(std::string_view name) { return !name.empty() && std::ranges::all_of(name, is_of_name); }

}  // namespace frontdesk::net
