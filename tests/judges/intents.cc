// How well the built-in classifier tells intents apart, on three public sets: judge_intents CORPORA. Thresholds come
// from the training part alone; what is scored was never trained on.
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "ai/intents.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/error.h"
#include "base/json.h"
#include "judges/judge.h"

namespace frontdesk {
namespace {

using ai::Example;

struct Set {
  std::string name;
  std::vector<Example> train;
  std::vector<Example> score;   // an empty intent: out of scope
  double bar;                   // in-scope accuracy in percent
  double bar_out_of_scope = 0;  // recall in percent; 0: no such sentences
};

// RFC 4180; the first row is the header.
std::vector<std::vector<std::string>> read_csv(const std::string& bytes) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    auto& field = rows.back().back();
    if (quoted) {
      if (c != '"') {
        field += c;
      } else if (i + 1 < bytes.size() && bytes[i + 1] == '"') {
        field += bytes[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      rows.back().emplace_back();
    } else if (c == '\n') {
      rows.push_back({""});
    } else if (c != '\r') {
      field += c;
    }
  }
  if (rows.back().size() < 2) rows.pop_back();
  rows.erase(rows.begin());
  return rows;
}

// A fixed tenth of the file, by a hash of the text: it is sorted by intent.
bool is_held_out(const std::string& text) { return crypto::sha256(text)[0] % 10 == 0; }

Set banking(const std::string& data) {
  Set set{.name = "banking77", .bar = 91.5};
  for (const auto& row : read_csv(judge::read_file(data + "/intents/banking77/train.csv"))) {
    (is_held_out(row.at(0)) ? set.score : set.train).push_back({row.at(0), row.at(1)});
  }
  return set;
}

Set clinc(const std::string& data) {
  Set set{.name = "clinc150", .bar = 93.0, .bar_out_of_scope = 85.0};
  const auto document = json::parse(judge::read_file(data + "/intents/clinc150/data.json"));
  const auto take = [&](const char* part, std::vector<Example>& into) {
    for (const auto& pair : document[part].items()) {
      const auto intent = pair[1].text();
      into.push_back({std::string(pair[0].text()), intent == "oos" ? "" : std::string(intent)});
    }
  };
  take("train", set.train);
  take("oos_train", set.train);
  take("val", set.score);
  take("oos_val", set.score);
  return set;
}

Set hwu(const std::string& data) {
  Set set{.name = "hwu64", .bar = 90.5};
  const auto take = [&](const std::string& part, std::vector<Example>& into) {
    std::istringstream texts(judge::read_file(data + "/intents/hwu64/" + part + "/seq.in"));
    std::istringstream labels(judge::read_file(data + "/intents/hwu64/" + part + "/label"));
    Example example;
    while (std::getline(texts, example.text) && std::getline(labels, example.intent)) into.push_back(example);
  };
  take("train", set.train);
  take("valid", set.score);
  return set;
}

struct Scored {
  double confidence;
  bool right;
};

double percent(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

double accuracy_at(std::vector<Scored> scored, double coverage) {
  std::ranges::sort(scored, std::greater{}, &Scored::confidence);
  const auto taken = static_cast<std::size_t>(coverage * static_cast<double>(scored.size()));
  return percent(static_cast<std::size_t>(std::count_if(scored.begin(), scored.begin() + static_cast<long>(taken),
                                                        [](const Scored& s) { return s.right; })),
                 taken);
}

// Expected calibration error: how far confidence is from the share that is right, over ten bins.
double calibration_error(const std::vector<Scored>& scored) {
  double sums[10] = {};
  double rights[10] = {};
  for (const auto& one : scored) {
    const auto bin = std::min(9, static_cast<int>(one.confidence * 10));
    sums[bin] += one.confidence;
    rights[bin] += one.right ? 1 : 0;
  }
  double error = 0;
  for (int i = 0; i < 10; ++i) error += std::abs(sums[i] - rights[i]);
  return 100 * error / static_cast<double>(scored.size());
}

struct Verdict {
  std::string figure;
  std::string bar;
  bool good;
};

Verdict judge_set(const Set& set, const SystemClock& clock) {
  const auto begun = clock.now();
  const auto model = ai::IntentModel::train(set.train);
  const auto trained = clock.now();
  std::vector<Scored> in_scope;
  std::size_t right = 0;
  std::size_t accepted = 0;
  std::size_t outside = 0;
  std::size_t outside_refused = 0;
  for (const auto& example : set.score) {
    const auto found = model.classify(example.text);
    if (example.intent.empty()) {
      ++outside;
      outside_refused += found.sure ? 0 : 1;
      continue;
    }
    in_scope.push_back({found.confidence, found.name == example.intent});
    right += in_scope.back().right ? 1 : 0;
    accepted += found.sure ? 1 : 0;
  }
  const std::chrono::duration<double> training = trained - begun;
  const std::chrono::duration<double, std::micro> scoring = clock.now() - trained;
  const auto accuracy = percent(right, in_scope.size());
  const auto recall = percent(outside_refused, outside);
  fmt::print("  {}: {}/{} right\n", set.name, right, in_scope.size());
  fmt::print(
      "  at 90/80/70 % coverage {:.1f} / {:.1f} / {:.1f} %, calibration error {:.1f} %, in-scope accepted {:.1f} %\n",
      accuracy_at(in_scope, 0.9), accuracy_at(in_scope, 0.8), accuracy_at(in_scope, 0.7), calibration_error(in_scope),
      percent(accepted, in_scope.size()));
  if (outside > 0)
    fmt::print("  out of scope: {:.1f} % refused (bar {:.1f}), {}/{}\n", recall, set.bar_out_of_scope, outside_refused,
               outside);
  fmt::print("  training {:.1f} s, {:.1f} us a sentence, {} features\n", training.count(),
             scoring.count() / static_cast<double>(set.score.size()), model.features());
  const bool has_outside = outside > 0;
  return {
      fmt::format("{} {:.2f} %{}", set.name, accuracy, has_outside ? fmt::format(" and {:.0f} % refused", recall) : ""),
      fmt::format("{}{}", set.bar, has_outside ? fmt::format(" and {}", set.bar_out_of_scope) : ""),
      accuracy >= set.bar && recall >= set.bar_out_of_scope};
}

// The negative control: labels that belong to other sentences.
void mix_up(std::vector<Example>& examples) {
  for (std::size_t i = 0, j = examples.size() - 1; i < j; ++i, --j) std::swap(examples[i].intent, examples[j].intent);
}

int run(const judge::Arguments& arguments) {
  const auto data = arguments.corpora.string();
  const SystemClock clock;
  Verdict all{.good = true};
  for (auto set : {banking(data), clinc(data), hwu(data)}) {
    if (arguments.broken) mix_up(set.train);
    const auto verdict = judge_set(set, clock);
    all.figure += (all.figure.empty() ? "" : ", ") + verdict.figure;
    all.bar += (all.bar.empty() ? "" : ", ") + verdict.bar;
    all.good = all.good && verdict.good;
  }
  fmt::print("intents: {} (bar {})\n", all.figure, all.bar);
  return all.good ? 0 : 1;
}

}  // namespace
}  // namespace frontdesk

int main(int count, char** words) {
  try {
    return frontdesk::run(judge::arguments_of(count, words));
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  }
}
