#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a site asks of robots: /robots.txt by RFC 9309. Where the RFC leaves a choice, and in what it does not speak of
// (misspelt names, "index.html" that stands for its folder, a missing colon), it is read as Google's parser reads it.
namespace frontdesk::net {

class Robots {
 public:
  // What comes behind is not looked at; the RFC wants at least 500 KiB (2.5). Likewise in one line.
  static constexpr std::size_t kBytesMax = 512 * 1024;
  static constexpr std::size_t kLineBytesMax = 16'663;
  // A copy that is older is fetched again, as long as the site can be reached (2.4).
  static constexpr auto kAgeMax = std::chrono::hours(24);

  static Robots parse(std::string_view file);
  static Robots allow_all() { return {}; }
  static Robots disallow_all();

  // `target`: path and query of a URL of this site, see robots_target(). The file itself is always allowed.
  bool allows(std::string_view agent, std::string_view target) const;
  // How long to wait between two requests, where it is asked for ("Crawl-delay", which is in no standard).
  std::optional<std::chrono::milliseconds> delay(std::string_view agent) const;
  const std::vector<std::string>& sitemaps() const { return sitemaps_; }

  // For who looks at the file itself: lines that say something known, those that say something else, all lines.
  struct Lines {
    int known = 0;
    int unknown = 0;
    int all = 0;
  };
  const Lines& lines() const { return lines_; }

 private:
  friend class RobotsReader;
  struct Rule {
    std::string pattern;  // as robots_path() gives it, '*' as kAny
    bool allows = false;
    bool to_the_end = false;
  };
  struct Group {
    std::vector<std::string> agents;  // lower case; "*" for all others
    std::vector<Rule> rules;
    std::optional<std::chrono::milliseconds> delay;
  };
  static bool matches(const Rule& rule, std::string_view path);
  template <class See>
  void each_group(std::string_view agent, See see) const;

  std::vector<Group> groups_;
  std::vector<std::string> sitemaps_;
  Lines lines_;
};

// What an answer for /robots.txt means (2.3.1); status 0: there was none. Redirects beyond five count as no file.
enum class RobotsAccess { parse, allow_all, disallow_all };
RobotsAccess robots_access(int status, int redirects);

// Path and query of a URL, without fragment; "/" where there is no path.
std::string robots_target(std::string_view url);

// A path and query in the one form that is compared (2.2.2).
std::string robots_path(std::string_view target);

// Whether it can name a robot in the file (2.2.1): letters, '-' and '_'.
bool is_robot_name(std::string_view name);

}  // namespace frontdesk::net
