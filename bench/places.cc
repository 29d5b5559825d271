// Two hundred tenants, each with a file of its own: what it costs to make one, to start with all of them, and to stand
// idle.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "support/product.h"

using namespace frontdesk;

namespace {

constexpr int kTenants = 200;
const std::string kFile = FRONTDESK_SOURCE_DIR "/examples/bistro/bistro.yaml";

long resident_kb(pid_t pid) {
  std::ifstream status(fmt::format("/proc/{}/status", pid));
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
  }
  return 0;
}

std::string file_of(const std::string& tenant) {
  std::ifstream file(kFile);
  std::stringstream text;
  text << file.rdbuf();
  auto yaml = text.str();
  const std::string own = "client_id: bistro";
  const auto at = yaml.find(own);
  if (at == std::string::npos) throw std::runtime_error(kFile + " does not say \"" + own + "\"");
  return yaml.replace(at, own.size(), "client_id: " + tenant);
}

double ms_of(const std::function<void()>& work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
}

void must(int wanted, const support::Answer& answer) {
  if (answer.status != wanted) throw std::runtime_error(fmt::format("{}: {}", answer.status, answer.text));
}

bool print(const char* what, double is, double bar, const char* unit) {
  std::printf("%s: %.1f %s (bar %.0f %s) %s\n", what, is, unit, bar, unit, is <= bar ? "ok" : "BELOW THE BAR");
  return is <= bar;
}

double median(std::vector<double> all) {
  std::ranges::sort(all);
  return all[all.size() / 2];
}

}  // namespace

int main() {
  support::TemporaryFolder folder;
  support::Product product(folder.path() + "/data", kFile);
  product.start();
  std::vector<double> made;
  for (int i = 0; i < kTenants; ++i) {
    const auto tenant = fmt::format("tenant-{}", i);
    support::Api house(product.address(), product.operator_key());
    made.push_back(ms_of([&] { must(201, house.post("/v1/tenants", Value::object({{"id", tenant}}))); }));
    support::Api staff(product.address(), product.staff_token(tenant));
    must(201, staff.post("/v1/config/versions", Value::object({{"yaml", file_of(tenant)}, {"file", "bench.yaml"}})));
  }
  const auto all_awake_kb = resident_kb(product.pid());
  product.stop();
  std::vector<double> starts;
  long idle_kb = 0;
  for (int i = 0; i < 7; ++i) {
    product.start();
    starts.push_back(static_cast<double>(product.ready_after().count()));
    idle_kb = std::max(idle_kb, resident_kb(product.pid()));
    product.stop();
  }
  std::printf("%d tenants, each with a file of its own\n", kTenants);
  const bool is_made = print("a tenant made", median(made), 50, "ms");
  const bool is_quick = print("start with 200 tenants", median(starts), 300, "ms");
  const bool is_small = print("idle memory with 200 tenants", static_cast<double>(idle_kb) / 1024, 80, "MB");
  std::printf("  with all of them awake, right behind their deployment: %.1f MB\n",
              static_cast<double>(all_awake_kb) / 1024);
  return is_made && is_quick && is_small ? 0 : 1;
}
