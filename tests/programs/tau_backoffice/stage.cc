#include "stage.h"

#include <signal.h>

#include <fstream>
#include <stdexcept>

#include "tenant_yaml.h"

namespace frontdesk::tau {
namespace {

void write_file(const std::string& path, std::string_view text) { std::ofstream(path, std::ios::binary) << text; }

}  // namespace

Stage::Stage(StageOptions options) : options_(std::move(options)) {
  const auto recordings = folder_.path() + "/recordings.json";
  write_file(recordings, options_.recordings);
  std::vector<std::string> flags{"--recordings", recordings, "--rate-per-second", "0"};
  for (const auto& domain : options_.domains) {
    ports_[domain] = support::free_port();
    start_office(domain);
    for (int i = 0; i < options_.lanes; ++i) {
      const auto tenant = fmt::format("tau-{}-{}", domain, i);
      const auto world = fmt::format("http://127.0.0.1:{}/worlds/w{}", ports_[domain], i);
      const auto file = fmt::format("{}/{}.yaml", folder_.path(), tenant);
      write_file(file, print_tenant_yaml({domain, options_.corpus + "/" + domain, tenant, world}));
      flags.insert(flags.end(), {"--tenant-file", file});
      lanes_.push_back({domain, tenant, "pk_" + tenant, world});
    }
  }
  product_.emplace(folder_.path() + "/data", "", flags);
  product_->start();
}

void Stage::start_office(const std::string& domain) {
  std::vector<std::string> command{support::program("tau_backoffice"),
                                   "--domain",
                                   domain,
                                   "--data",
                                   options_.corpus,
                                   "--port",
                                   std::to_string(ports_[domain]),
                                   "--state",
                                   fmt::format("{}/{}.ledger", folder_.path(), domain)};
  command.insert(command.end(), options_.office_flags.begin(), options_.office_flags.end());
  auto office = support::Child(command, folder_.path() + "/" + domain + ".log");
  if (support::port_in(office.read_line()) == 0)
    throw std::runtime_error("the back office " + domain + " did not start");
  offices_.insert_or_assign(domain, std::move(office));
}

void Stage::restart_product() {
  product_->kill();
  product_->start();
}

void Stage::restart_office(const std::string& domain) {
  offices_.at(domain).signal(SIGKILL);
  offices_.at(domain).wait();
  start_office(domain);
}

}  // namespace frontdesk::tau
