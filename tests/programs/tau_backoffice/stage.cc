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
  std::vector<std::string> flags{"--recordings", recordings, "--rate-per-second", "0", "--consent-floor", "off"};
  if (!options_.database.empty()) flags.insert(flags.end(), {"--database", options_.database});
  for (const auto& domain : options_.domains) {
    ports_[domain] = support::free_port();
    await_office(offices_.emplace(domain, make_office(domain, false)).first->second, domain);
    for (int i = 0; i < options_.lanes; ++i) {
      const auto tenant = fmt::format("tau-{}-{}", domain, i);
      const auto world = fmt::format("http://127.0.0.1:{}/worlds/w{}", ports_[domain], i);
      const auto file = fmt::format("{}/{}.yaml", folder_.path(), tenant);
      write_file(file, print_tenant_yaml({domain, options_.corpus + "/" + domain, tenant, world}));
      flags.insert(flags.end(), {"--tenant-file", file, "--web-key", fmt::format("{0}=pk_{0}", tenant),
                                 "--private-host", fmt::format("{}=127.0.0.1:{}", tenant, ports_[domain])});
      lanes_.push_back({domain, tenant, "pk_" + tenant, world});
    }
  }
  product_.emplace(folder_.path() + "/data", "", flags);
  product_->start();
}

support::Child Stage::make_office(const std::string& domain, bool stands_by) const {
  std::vector<std::string> command{support::program("tau_backoffice"),
                                   "--domain",
                                   domain,
                                   "--data",
                                   options_.corpus,
                                   "--port",
                                   std::to_string(ports_.at(domain)),
                                   "--state",
                                   fmt::format("{}/{}.ledger", folder_.path(), domain)};
  command.insert(command.end(), options_.office_flags.begin(), options_.office_flags.end());
  if (stands_by) command.push_back("--stand-by");
  return support::Child(command, folder_.path() + "/" + domain + ".log");
}

void Stage::await_office(support::Child& office, const std::string& domain) const {
  if (support::port_in(office.read_line()) != ports_.at(domain))
    throw std::runtime_error("the back office " + domain + " did not start");
}

void Stage::restart_product() {
  product_->kill();
  product_->start();
}

void Stage::restart_office(const std::string& domain) {
  auto next = make_office(domain, true);
  next.read_line();  // it has read its data and waits for the port
  auto& office = offices_.at(domain);
  office.signal(SIGKILL);
  office.wait();
  await_office(next, domain);
  office = std::move(next);
}

}  // namespace frontdesk::tau
