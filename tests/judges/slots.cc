// The judge `slots`: which words of a message are of which slot. Each line of
// tests/judges/expectations/slots/TRADE.jsonl is said to the flow of TRADE.yaml, which takes over that trade's pack;
// `asked` names the slot that was asked for. What is right stands in the line: "a table for [two](people=2)
// [tomorrow](date)"; a value behind the slot is held against the one that was read. A span is right where its slot is
// and where it has the same words, but for small words around it ("at 8" and "8"); the strict figure counts exact
// spans.
// --broken: a reader to whom every message is another flow's answer. --trade NAME: one trade. --show: names each miss.
#include <fmt/format.h>

#include <iostream>
#include <set>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "dialog/slots.h"
#include "judges/judge.h"
#include "platform/config/document.h"
#include "support/arguments.h"

using namespace frontdesk;
using namespace frontdesk::dialog;

namespace {

constexpr double kBar = 0.92;
constexpr std::size_t kSentencesMin = 500;
constexpr Timestamp kThursday{1'795'683'600'000};  // 26 November 2026, 09:00 UTC

struct Gold {
  std::string slot;
  std::string words;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::optional<std::string> value;
};

struct Line {
  std::string asked;
  std::string say;
  std::vector<Gold> gold;
};

// "for [two](people=2)" → "for two", and where two stands.
Line read_line(const Value& json) {
  Line line{std::string(json["asked"].text()), {}, {}};
  std::string_view rest = json["say"].text();
  while (!rest.empty()) {
    const auto open = rest.find('[');
    const auto middle = open == std::string_view::npos ? open : rest.find("](", open);
    const auto close = middle == std::string_view::npos ? middle : rest.find(')', middle);
    if (close == std::string_view::npos) {
      line.say += rest;
      break;
    }
    line.say += rest.substr(0, open);
    Gold gold;
    gold.begin = static_cast<std::uint32_t>(line.say.size());
    gold.words = rest.substr(open + 1, middle - open - 1);
    line.say += gold.words;
    gold.end = static_cast<std::uint32_t>(line.say.size());
    const auto label = rest.substr(middle + 2, close - middle - 2);
    const auto is = label.find('=');
    gold.slot = label.substr(0, is);
    if (is != std::string_view::npos) gold.value = label.substr(is + 1);
    line.gold.push_back(std::move(gold));
    rest.remove_prefix(close + 1);
  }
  return line;
}

// The words of a span without those that belong to it as well as to what is around it.
std::string bare(std::string_view words) {
  static const std::set<std::string, std::less<>> kSmall = {"a",    "an",     "the",  "at",   "on",   "in",    "for",
                                                            "of",   "by",     "from", "just", "only", "about", "around",
                                                            "it's", "please", "this", "one",  "with", "is"};
  auto all = text::split(words, ' ');
  const auto small = [&](std::string_view word) {
    while (!word.empty() && std::string_view(",.!?").contains(word.back())) word.remove_suffix(1);
    return kSmall.contains(text::lower_ascii(word)) || word.empty();
  };
  std::size_t first = 0;
  auto last = all.size();
  while (first + 1 < last && small(all[first])) ++first;
  while (last - 1 > first && small(all[last - 1])) --last;
  std::string out;
  for (auto i = first; i < last; ++i) out += (out.empty() ? "" : " ") + text::lower_ascii(all[i]);
  while (!out.empty() && std::string_view(",.!?").contains(out.back())) out.pop_back();
  return out;
}

std::string shown(const Value& value) { return value.is_text() ? std::string(value.text()) : json::print(value); }

struct Score {
  std::size_t right = 0;
  std::size_t exact = 0;
  std::size_t found = 0;
  std::size_t gold = 0;

  void add(const Score& other) { right += other.right, exact += other.exact, found += other.found, gold += other.gold; }
  double f1(std::size_t hits) const {
    return gold + found == 0 ? 0 : 2.0 * static_cast<double>(hits) / static_cast<double>(gold + found);
  }
};

class Trade {
 public:
  explicit Trade(const std::filesystem::path& folder, const std::string& name) : name_(name) {
    const auto file = folder / (name + ".yaml");
    const auto reading =
        platform::config::read_document({file.string(), judge::read_file(file)}, platform::config::load_from_disk());
    if (!reading.document) throw std::runtime_error(platform::config::to_line(reading.findings.front()));
    config_ = read_dialog_config(reading.document->value());
    for (const auto& line : judge::values_of(folder / (name + ".jsonl"))) lines_.push_back(read_line(line));
  }

  std::size_t size() const { return lines_.size(); }

  Score run(bool broken, bool show) const {
    Score score;
    for (const auto& line : lines_) score.add(one(line, broken, show));
    return score;
  }

 private:
  Score one(const Line& line, bool broken, bool show) const {
    const auto& flow = config_.flows.front();
    const auto* asked = line.asked.empty() ? nullptr : flow.slot(line.asked);
    if (!line.asked.empty() && !asked) throw std::runtime_error("No slot is called " + line.asked);
    if (broken) asked = asked ? nullptr : &flow.slots.back();
    const auto found = read_message(flow, asked, line.say, {config_, kThursday});
    Score score{0, 0, found.size(), line.gold.size()};
    std::vector<bool> met(line.gold.size());
    for (const auto& each : found) {
      const auto words = std::string_view(line.say).substr(each.span.begin, each.span.end - each.span.begin);
      for (std::size_t i = 0; i < line.gold.size(); ++i) {
        const auto& gold = line.gold[i];
        if (met[i] || gold.slot != each.slot->name || bare(gold.words) != bare(words)) continue;
        if (gold.value && *gold.value != shown(each.value)) continue;
        met[i] = true;
        ++score.right;
        if (each.span.begin == gold.begin && each.span.end == gold.end) ++score.exact;
      }
    }
    if (show && (score.right != score.gold || score.found != score.gold)) tell(line, found);
    return score;
  }

  void tell(const Line& line, const std::vector<SlotFinding>& found) const {
    std::cout << name_ << ": " << (line.asked.empty() ? "" : "(" + line.asked + "?) ") << line.say << "\n    right:";
    for (const auto& gold : line.gold) std::cout << fmt::format(" {}=[{}]", gold.slot, gold.words);
    std::cout << "\n    found:";
    for (const auto& each : found) {
      std::cout << fmt::format(" {}=[{}]{}", each.slot->name,
                               line.say.substr(each.span.begin, each.span.end - each.span.begin), shown(each.value));
    }
    std::cout << "\n";
  }

  std::string name_;
  DialogConfig config_;
  std::vector<Line> lines_;
};

int run(const support::Arguments& arguments) {
  const auto folder = judge::expectations("slots");
  const auto only = arguments.text("--trade", "");
  Score all;
  std::size_t sentences = 0;
  for (const std::string name : {"restaurant", "clinic", "carrier", "shop"}) {
    if (!only.empty() && only != name) continue;
    const Trade trade(folder, name);
    const auto score = trade.run(arguments.has("--broken"), arguments.has("--show"));
    std::cout << fmt::format("{}: {} sentences, F1 {:.3f}, strict {:.3f}\n", name, trade.size(), score.f1(score.right),
                             score.f1(score.exact));
    sentences += trade.size();
    all.add(score);
  }
  std::cout << fmt::format("slots: F1 {:.3f}, strict {:.3f}, {} sentences (bar {})\n", all.f1(all.right),
                           all.f1(all.exact), sentences, kBar)
            << std::flush;
  return all.f1(all.right) >= kBar && (sentences >= kSentencesMin || !only.empty()) ? 0 : 1;
}

}  // namespace

int main(int count, char** values) try {
  return run(support::Arguments(count, values, {"--data", "--trade"}, {"--broken", "--show"}));
} catch (const std::exception& problem) {
  std::cerr << "slots: " << problem.what() << "\n";
  return 2;
}
