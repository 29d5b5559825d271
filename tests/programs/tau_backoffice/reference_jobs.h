#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "golden.h"

// The reference tasks as work for the product: what a recorded model says, which can run side by side, what must come
// out.
namespace frontdesk::tau {

struct Job {
  std::string domain;
  std::string name;  // what the customer says; the recording is found by it
  GoldenTask golden;
  std::size_t writes = 0;
  std::vector<std::string> records;  // ids of all it touches, sorted
};

// All tasks of both domains. Throws Error{not_found, …}.
std::vector<Job> read_jobs(const std::string& corpus);
// So many of them, by a seed; both businesses are in every sample.
std::vector<Job> sample(std::vector<Job> jobs, std::size_t count, std::uint64_t seed);

// The recorded model's part: one reference action after the other, then that it is done.
std::string recordings_of(const std::vector<Job>& jobs);

// Takes the first job and up to count - 1 others that touch nothing of each other's.
std::vector<const Job*> take_batch(std::deque<const Job*>& queue, std::size_t count);

// Whether a world (GET /admin/state) is what these jobs together must leave.
bool same_end(const std::vector<const Job*>& jobs, const Value& state);

}  // namespace frontdesk::tau
