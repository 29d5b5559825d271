#include "reference_jobs.h"

#include <algorithm>
#include <map>
#include <random>

#include "base/json.h"
#include "tenant_yaml.h"
#include "world.h"

namespace frontdesk::tau {
namespace {

constexpr std::size_t kAirlineInSample = 5;

// Every member that names a record, at any depth.
void collect_ids(const Value& value, std::vector<std::string>& ids) {
  for (const auto& item : value.items()) collect_ids(item, ids);
  for (const auto& member : value.members()) {
    const bool is_id = member.key() == "user_id" || member.key() == "order_id" || member.key() == "reservation_id";
    if (is_id && member.value.is_text()) ids.emplace_back(member.value.text());
    collect_ids(member.value, ids);
  }
}

std::vector<std::string> records_of(const GoldenTask& task) {
  std::vector<std::string> ids;
  for (const auto& action : task.actions) {
    collect_ids(action.arguments, ids);
    if (action.output.starts_with("{")) collect_ids(json::parse(action.output), ids);
    if (action.name.starts_with("find_user_id")) ids.push_back(action.output);
    // New reservations are numbered one after the other, so who books must be alone in that.
    if (action.name == "book_reservation") ids.push_back("the next reservation");
  }
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

bool are_apart(const Job& one, const Job& other) {
  std::vector<std::string> both;
  std::ranges::set_intersection(one.records, other.records, std::back_inserter(both));
  return both.empty();
}

Value recording_of(const Job& job) {
  ListBuilder messages;
  messages.add(Value::object({{"role", "user"}, {"content", job.name}}));
  int number = 0;
  for (const auto& action : job.golden.actions) {
    const auto function = Value::object({{"name", action.name}, {"arguments", json::print(action.arguments)}});
    const auto call =
        Value::object({{"id", fmt::format("call_{}", ++number)}, {"type", "function"}, {"function", function}});
    messages.add(Value::object({{"role", "assistant"}, {"content", nullptr}, {"tool_calls", Value::list({call})}}));
  }
  messages.add(Value::object({{"role", "assistant"}, {"content", "Done."}}));
  return messages.build();
}

void add_changes(std::map<std::string, Value>& by_path, const Value& diff) {
  const auto rounded_diff = in_cents(diff);
  for (const auto& change : rounded_diff.items()) by_path.insert_or_assign(std::string(change["path"].text()), change);
}

}  // namespace

std::vector<Job> read_jobs(const std::string& corpus) {
  std::vector<Job> jobs;
  const auto add = [&](const std::string& domain, const std::string& file) {
    for (auto& golden : read_golden(fmt::format("{}/{}/{}.jsonl", corpus, domain, file))) {
      const auto writes =
          std::ranges::count_if(golden.actions, [](const auto& action) { return !only_reads(action.name); });
      auto records = records_of(golden);
      jobs.push_back({domain, fmt::format("{} {} {}", domain, file, golden.index), std::move(golden),
                      static_cast<std::size_t>(writes), std::move(records)});
    }
  };
  add("retail", "golden_train");
  add("retail", "golden_dev");
  add("airline", "golden");
  return jobs;
}

std::vector<Job> sample(std::vector<Job> jobs, std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::ranges::shuffle(jobs, random);
  std::size_t kept = 0;
  std::ranges::stable_partition(jobs,
                                [&](const Job& job) { return job.domain == "airline" && kept++ < kAirlineInSample; });
  jobs.resize(std::min(count, jobs.size()));
  return jobs;
}

std::string recordings_of(const std::vector<Job>& jobs) {
  ObjectBuilder conversations;
  for (const auto& job : jobs) conversations.set(job.name, recording_of(job));
  return json::print(Value::object({{"conversations", conversations.build()}}));
}

std::vector<const Job*> take_batch(std::deque<const Job*>& queue, std::size_t count) {
  std::vector<const Job*> batch;
  for (auto next = queue.begin(); next != queue.end() && batch.size() < count;) {
    if (std::ranges::all_of(batch, [&](const Job* job) { return are_apart(*job, **next); })) {
      batch.push_back(*next);
      next = queue.erase(next);
    } else {
      ++next;
    }
  }
  return batch;
}

bool same_end(const std::vector<const Job*>& jobs, const Value& state) {
  std::map<std::string, Value> wanted, found;
  for (const auto* job : jobs) add_changes(wanted, job->golden.diff);
  add_changes(found, state["diff"]);
  const bool same_digest = jobs.size() > 1 || state["sha256_cents"].text() == jobs.front()->golden.final_sha256_cents;
  return same_digest && wanted == found;
}

}  // namespace frontdesk::tau
