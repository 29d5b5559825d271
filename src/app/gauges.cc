#include "app/gauges.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace frontdesk::app {
namespace {

// proc_pid_statm(5): the second number is the pages that are in memory.
double resident_bytes() {
  std::ifstream file("/proc/self/statm");
  double all = 0, resident = 0;
  file >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double open_files() {
  std::error_code error;
  const std::filesystem::directory_iterator files("/proc/self/fd", error);
  return error ? 0 : static_cast<double>(std::distance(begin(files), end(files)));
}

}  // namespace

std::vector<platform::Gauge> gauges_of(const std::vector<TenantHealth>& tenants, const store::Database& database,
                                       const OtlpLine* otlp) {
  std::vector<platform::Gauge> gauges{
      {"process_resident_memory_bytes", "Memory of this process that is in use.", {}, resident_bytes()},
      {"process_open_fds", "Files and sockets that are open.", {}, open_files()}};
  const auto add = [&](const char* name, const char* help, auto value) {
    for (const auto& tenant : tenants)
      gauges.push_back({name, help, {{"tenant", tenant.id.text()}}, static_cast<double>(value(tenant))});
  };
  add("frontdesk_tenant_serves", "1 where the tenant is in service, 0 where it is not (GET /v1/health says why).",
      [](const TenantHealth& tenant) {
        return tenant.serves && tenant.state != platform::TenantState::suspended &&
               tenant.state != platform::TenantState::closed;
      });
  add("frontdesk_tenant_problems", "What is wrong with the tenant's data, and what somebody should look at.",
      [](const TenantHealth& tenant) { return tenant.problems.size() + tenant.warnings.size(); });
  add("frontdesk_conversations_out_of_service", "Conversations whose journal was found broken.",
      [](const TenantHealth& tenant) { return tenant.threads.size(); });
  add("frontdesk_conversations_in_memory",
      "Conversations that are in memory; the others are read when they are needed.",
      [](const TenantHealth& tenant) { return tenant.in_memory.threads; });
  add("frontdesk_conversations_in_memory_bytes", "What these take.",
      [](const TenantHealth& tenant) { return tenant.in_memory.bytes; });
  add("frontdesk_stored_bytes", "What the tenant's place takes on disk; some seconds old.",
      [&](const TenantHealth& tenant) { return database.stored_bytes(tenant.id); });
  if (!otlp) return gauges;
  const auto counts = otlp->exporter.counts();
  const auto add_spans = [&](const char* what, std::uint64_t value) {
    gauges.push_back({"frontdesk_spans",
                      "Spans since the start: sent to the collector, dropped as the queue was full, "
                      "failed as it did not take them.",
                      {{"outcome", what}},
                      static_cast<double>(value)});
  };
  add_spans("sent", counts.sent);
  add_spans("dropped", counts.dropped);
  add_spans("failed", counts.failed);
  return gauges;
}

}  // namespace frontdesk::app
