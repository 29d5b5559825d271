// Judges our YAML reader by yaml-test-suite: judge_yaml CORPORA.
// Verdicts, JSON twins, and texts made to hurt, each in a process of its own whose time and memory are measured.
// What is YAML but refused by our rules (names that are not texts, …) counts as read, and is listed in
// expectations/yaml_refused.txt with its reason.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <map>

#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/yaml.h"
#include "judges/judge.h"

namespace {

using namespace frontdesk;

struct Reading {
  std::vector<Value> values;
  std::string slug;  // why it was refused; empty: it was read
};

Reading read(const std::string& text, bool broken) {
  try {
    return {yaml::parse_all(text, {.ignore_foreign_tags = true}), ""};
  } catch (const Error& error) {
    if (broken) return {};  // the negative control takes everything
    return {{}, error.slug};
  }
}

// A file of JSON values one after another.
std::vector<Value> json_values(std::string_view text) {
  std::vector<Value> values;
  std::size_t begin = 0, depth = 0;
  bool in_text = false;
  const auto finish = [&](std::size_t end) {
    const auto one = text.substr(begin, end - begin);
    if (one.find_first_not_of(" \t\r\n") != one.npos) values.push_back(json::parse(one));
    begin = end;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
      if (c == '"' && depth == 0) finish(i + 1);
    } else if (c == '"') {
      in_text = true;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if (c == ']' || c == '}') {
      if (--depth == 0) finish(i + 1);
    } else if (c == '\n' && depth == 0) {
      finish(i + 1);
    }
  }
  finish(text.size());
  return values;
}

std::map<std::string, std::string> pinned_refusals() {
  std::map<std::string, std::string> pinned;
  std::ifstream table(judge::expectations("yaml_refused.txt"));
  for (std::string id, slug; table >> id >> slug;) pinned[id] = slug;
  return pinned;
}

struct Score {
  std::size_t verdicts = 0, total = 0, twins = 0, twins_total = 0;
  bool refusals_as_pinned = true;
};

Score run_suite(const std::filesystem::path& folder, bool broken) {
  Score score;
  const auto pinned = pinned_refusals();
  for (const auto& entry : judge::values_of(folder / "index.jsonl")) {
    const std::string id(entry["id"].text());
    const auto reading = read(judge::read_file(folder / "data" / id / "in.yaml"), broken);
    const bool is_yaml = reading.slug != "yaml/malformed";
    const bool wanted = !entry["error"].boolean();
    ++score.total;
    score.verdicts += is_yaml == wanted;
    if (is_yaml != wanted) std::cout << "  " << id << ": " << (wanted ? "refused" : "read") << ", wrongly\n";
    const auto known = pinned.find(id);
    if (wanted && is_yaml && reading.slug != (known == pinned.end() ? "" : known->second)) {
      score.refusals_as_pinned = false;
      std::cout << "  " << id << ": " << (reading.slug.empty() ? "read" : reading.slug)
                << ", which is not what is pinned\n";
    }
    if (!wanted || !entry["has_json"].boolean()) continue;
    ++score.twins_total;
    const bool equal =
        reading.slug.empty() && reading.values == json_values(judge::read_file(folder / "data" / id / "in.json"));
    score.twins += equal;
    if (!equal) std::cout << "  " << id << ": the value is not that of its JSON twin\n";
  }
  return score;
}

// ---- texts made to hurt ----

struct Hurt {
  std::string name;
  std::function<std::string()> text;
  yaml::Limits limits;
  std::size_t megabytes_max;  // beyond twice the text itself
  std::size_t members = 0;    // that are read, each with its name; 0: it must be refused with a typed error
};

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

std::string alias_bomb() {
  std::string text = "a0: &a0 [" + repeated("lol, ", 9) + "lol]\n";
  for (int i = 1; i < 20; ++i) {
    text += fmt::format("a{0}: &a{0} [{1}*a{2}]\n", i, repeated(fmt::format("*a{}, ", i - 1), 9), i - 1);
  }
  return text;
}

std::string many_keys() {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += fmt::format("key{}: {}\n", i, i);
  return text;
}

std::vector<Hurt> hurts() {
  const yaml::Limits wide{.bytes_max = 256 << 20};
  std::vector<Hurt> all = {
      {"aliases that make 10^20 values", alias_bomb, {}, 64},
      {"a long text under 10,000 aliases",
       [] { return "a: &a " + std::string(100'000, 'x') + "\nb: [" + repeated("*a, ", 10'000) + "]\n"; },
       {},
       64},
      {"100,000 brackets", [] { return std::string(100'000, '['); }, {}, 64},
      {"100,000 braces", [] { return repeated("{a: ", 100'000); }, {}, 64},
      {"100,000 dashes", [] { return repeated("- ", 100'000) + "x\n"; }, {}, 64},
      {"100,000 question marks", [] { return repeated("? ", 100'000) + "x\n"; }, {}, 64},
      {"100 MB of one key", [] { return std::string(100 << 20, 'k') + ": 1\n"; }, {}, 16},
      {"100 MB of one key, within the limits", [] { return std::string(100 << 20, 'k') + ": 1\n"; }, wide, 400, 1},
      {"100 MB of one quoted key, within the limits", [] { return '"' + std::string(100 << 20, 'k') + "\": 1\n"; },
       wide, 400, 1},
      {"20,000 keys", many_keys, {}, 64, 20'000},
  };
  for (const std::string bytes : {"\xff\xfe", "\xc0\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xe2\x82", "\x80"}) {
    all.push_back({"bytes that are not UTF-8", [bytes] { return "a: 1\nb: x" + bytes + "y\nc: 2\n"; }, {}, 16});
    all.push_back({"bytes that are not UTF-8 at the start", [bytes] { return bytes + "a: 1\n"; }, {}, 16});
  }
  return all;
}

std::size_t bytes_of_names(const Value& object) {
  std::size_t bytes = 0;
  for (const auto& member : object.members()) bytes += member.key().size();
  return bytes;
}

// In the child: 0 where it ends as it should. What is read has lost no name: each is in the text but for ": " and so
// on.
int read_hurt(const Hurt& hurt, const std::string& text) {
  try {
    const auto value = yaml::parse(text, hurt.limits).value;
    return hurt.members > 0 && value.size() == hurt.members && bytes_of_names(value) + 16 * hurt.members > text.size()
               ? 0
               : 1;
  } catch (const Error& error) {
    return hurt.members == 0 && error.slug.starts_with("yaml/") && !error.pointer.empty() ? 0 : 2;
  }
}

bool survives(const Hurt& hurt) {
  SystemClock stopwatch;
  const auto began = stopwatch.now();
  std::cout.flush();
  const auto child = fork();
  if (child == 0) {
    const auto text = hurt.text();
    _exit(read_hurt(hurt, text));
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(stopwatch.now() - began).count();
  const auto megabytes = static_cast<std::size_t>(usage.ru_maxrss) / 1024;
  const auto text_megabytes = hurt.text().size() >> 20;
  const bool good = WIFEXITED(status) && WEXITSTATUS(status) == 0 &&
                    megabytes <= hurt.megabytes_max + 2 * text_megabytes + 32 && ms < 20'000;
  if (!good) std::cout << "  " << hurt.name << ": status " << status << ", " << megabytes << " MB, " << ms << " ms\n";
  return good;
}

}  // namespace

int main(int count, char** values) {
  const auto arguments = judge::arguments_of(count, values);
  std::size_t survived = 0;
  const auto all = hurts();
  for (const auto& hurt : all) survived += survives(hurt);
  const auto score = run_suite(arguments.corpora / "yaml-test-suite", arguments.broken);
  std::cout << "  JSON twins: " << score.twins << '/' << score.twins_total << "; texts made to hurt: " << survived
            << '/' << all.size() << '\n';
  return judge::verdict("yaml", score.verdicts, score.total, score.total > 2 ? score.total - 2 : score.total,
                        score.twins == score.twins_total && survived == all.size() && score.refusals_as_pinned);
}
