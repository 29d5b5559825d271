#include "golden.h"

#include <cmath>
#include <fstream>
#include <optional>
#include <sstream>

#include "base/error.h"
#include "base/json.h"
#include "world.h"

namespace frontdesk::tau {
namespace {

std::ifstream open(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(Kind::not_found, "tau/no-file", fmt::format("{} cannot be read.", path));
  return file;
}

std::vector<Value> read_lines(const std::string& path) {
  auto file = open(path);
  std::vector<Value> lines;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) lines.push_back(json::parse(line));
  }
  return lines;
}

// The recordings were made when the field `state` of an address was called `province`.
Value renamed(const Value& value) {
  if (value.is_list()) {
    ListBuilder list;
    for (const auto& item : value.items()) list.add(renamed(item));
    return list.build();
  }
  if (!value.is_object()) return value;
  ObjectBuilder object;
  for (const auto& member : value.members()) {
    object.set(member.key() == "province" ? Value("state") : member.name, renamed(member.value));
  }
  return object.build();
}

std::optional<Value> parsed(std::string_view text) {
  try {
    return json::parse(text);
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::string with_todays_names(std::string_view output) {
  const auto value = parsed(output);
  return value && (value->is_object() || value->is_list()) ? json::print(renamed(*value)) : std::string(output);
}

void read_calls(RecordedRun& run) {
  Value waiting;
  for (const auto& message : run.messages.items()) {
    if (message["role"].text() == "assistant" && message["tool_calls"].size() > 0)
      waiting = message["tool_calls"][0]["function"];
    if (message["role"].text() != "tool") continue;
    run.calls.push_back({std::string(waiting["name"].text()), json::parse(waiting["arguments"].text()),
                         with_todays_names(message["content"].text())});
  }
}

}  // namespace

std::vector<GoldenTask> read_golden(const std::string& path) {
  std::vector<GoldenTask> tasks;
  for (const auto& line : read_lines(path)) {
    GoldenTask task{line["index"].integer(), {}, line["diff"], std::string(line["final_sha256_cents"].text())};
    for (const auto& action : line["actions"].items()) {
      task.actions.push_back({std::string(action["name"].text()), action["arguments"],
                              std::string(action["output"].text()), action["changed"].boolean()});
    }
    tasks.push_back(std::move(task));
  }
  return tasks;
}

std::vector<RecordedRun> read_runs(const std::string& folder) {
  std::ostringstream text;
  text << open(folder + "/runs_gpt-4o.json").rdbuf();
  const auto recorded = json::parse(text.str());
  const auto expected = read_lines(folder + "/runs_expected.jsonl");
  if (recorded.size() != expected.size())
    throw Error(Kind::invalid, "tau/runs-differ", "The runs and their expectations differ in number.");
  std::vector<RecordedRun> runs;
  for (std::size_t i = 0; i < recorded.size(); ++i) {
    RecordedRun run;
    run.task = expected[i]["task_index"].integer();
    run.trial = expected[i]["trial"].integer();
    run.final_sha256 = expected[i]["final_sha256"].text();
    run.ended_by = expected[i]["ended_by"].text();
    run.passed = expected[i]["reward"].number() == 1.0;
    ListBuilder messages;
    for (const auto& message : recorded[i]["traj"].items()) {
      if (message["role"].text() != "system") messages.add(message);
    }
    run.messages = messages.build();
    read_calls(run);
    runs.push_back(std::move(run));
  }
  return runs;
}

bool same_output(const Value& answer, std::string_view expected) {
  const auto value = parsed(expected);
  if (!value) return answer.is_text() && answer.text() == expected;
  return in_cents(answer) == in_cents(*value);
}

}  // namespace frontdesk::tau
