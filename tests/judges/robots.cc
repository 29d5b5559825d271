// Judges robots.txt by what its authors expect: judge_robots CORPORA. Google's own cases, those of its test of
// specifications, and RFC 9309's rules. Where Google's parser does otherwise than the RFC asks for, the RFC counts:
// expectations/robots_by_rfc.txt names those cases.
#include <set>

#include "base/value.h"
#include "judges/judge.h"
#include "net/robots.h"

namespace {

using namespace frontdesk;

std::set<std::string, std::less<>> pinned() {
  std::set<std::string, std::less<>> names;
  for (const auto& line : judge::lines_of(judge::expectations("robots_by_rfc.txt"))) {
    if (!line.starts_with('#')) names.insert(line);
  }
  return names;
}

std::string file_of(const Value& value) {
  const auto* bytes = value.find("robots_base64");
  return bytes ? judge::from_base64(bytes->text()) : std::string(value["robots"].text());
}

class Count {
 public:
  void take(bool is_right, std::string_view what) {
    ++total_;
    if (is_right)
      ++right_;
    else
      std::cout << "  wrong: " << what << '\n';
  }
  std::size_t right() const { return right_; }
  std::size_t total() const { return total_; }

 private:
  std::size_t right_ = 0, total_ = 0;
};

void judge_access(const std::filesystem::path& folder, bool broken, Count& count) {
  const auto by_rfc = pinned();
  for (const auto* file : {"google.jsonl", "rfc9309.jsonl"}) {
    for (const auto& value : judge::values_of(folder / file)) {
      const auto robots = net::Robots::parse(file_of(value));
      // The negative control forgets that a longer rule wins over a shorter one.
      const bool allowed = broken ? file_of(value).find("llow: /\n") == std::string::npos
                                  : robots.allows(value["agent"].text(), net::robots_target(value["url"].text()));
      const bool expected = value["allowed"].boolean() != by_rfc.contains(value["id"].text());
      count.take(allowed == expected, value["id"].text());
    }
  }
}

void judge_lines(const std::filesystem::path& folder, Count& count) {
  for (const auto& value : judge::values_of(folder / "parse.jsonl")) {
    const auto robots = net::Robots::parse(file_of(value));
    const auto is = [&](const char* name, std::int64_t got) {
      const auto* expected = value.find(name);
      return !expected || expected->integer() == got;
    };
    const auto* sitemap = value.find("sitemap");
    const bool has_sitemap = !sitemap || robots.sitemaps() == std::vector{std::string(sitemap->text())};
    count.take(is("valid_directives", robots.lines().known) && is("unknown_directives", robots.lines().unknown) &&
                   is("last_line_seen", robots.lines().all) && has_sitemap,
               value["id"].text());
  }
}

void judge_answers(const std::filesystem::path& folder, Count& count) {
  for (const auto& value : judge::values_of(folder / "fetch.jsonl")) {
    const auto& answer = value["answer"];
    const auto expected = value["expect"].text();
    const auto access = net::robots_access(static_cast<int>(answer["status"].integer()),
                                           static_cast<int>(answer["redirects"].integer()));
    const bool is_old = std::chrono::seconds(answer["cached_age_s"].integer()) > net::Robots::kAgeMax;
    const bool is_whole = answer["bytes"].integer() <= static_cast<std::int64_t>(net::Robots::kBytesMax);
    const auto got = is_old                                   ? "fetch_again"
                     : access == net::RobotsAccess::allow_all ? "allow_all"
                     : access == net::RobotsAccess::parse     ? "parse"
                                                              : "disallow_all";
    count.take(got == expected && is_whole, value["id"].text());
  }
}

void judge_values(const std::filesystem::path& folder, Count& count) {
  for (const auto& value : judge::values_of(folder / "values.jsonl")) {
    const auto input = value["input"].text();
    if (value["kind"].text() == "agent_token")
      count.take(net::is_robot_name(input) == value["valid"].boolean(), fmt::format("name {}", input));
    if (value["kind"].text() == "path_of_url")
      count.take(net::robots_target(input) == value["output"].text(), fmt::format("target {}", input));
    if (value["kind"].text() == "escape_pattern")
      count.take(net::robots_path(input) == value["output"].text(), fmt::format("path {}", input));
  }
}

}  // namespace

int main(int count, char** values) {
  const auto arguments = judge::arguments_of(count, values);
  const auto folder = arguments.corpora / "robots";
  Count counted;
  judge_access(folder, arguments.broken, counted);
  judge_lines(folder, counted);
  judge_answers(folder, counted);
  judge_values(folder, counted);
  return judge::verdict("robots", counted.right(), counted.total(), counted.total());
}
