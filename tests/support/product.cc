#include "support/product.h"

#include <signal.h>

#include <stdexcept>

#include "base/text.h"
#include "support/corpora.h"

namespace frontdesk::support {

Product::Product(std::string data, std::string tenant_file, std::vector<std::string> flags)
    : data_(std::move(data)), tenant_file_(std::move(tenant_file)), flags_(std::move(flags)), port_(free_port()) {}

void Product::give(const std::string& tenant, const std::string& key, const std::vector<int>& ports) {
  flags_.insert(flags_.end(), {"--web-key", tenant + "=" + key});
  for (const int port : ports)
    flags_.insert(flags_.end(), {"--private-host", fmt::format("{}=127.0.0.1:{}", tenant, port)});
}

void Product::start() {
  std::vector<std::string> command{program("frontdesk"), "serve", "--port", std::to_string(port_), "--data", data_};
  if (!tenant_file_.empty()) command.insert(command.end(), {"--tenant-file", tenant_file_});
  command.insert(command.end(), flags_.begin(), flags_.end());
  const SystemClock clock;
  const auto began = clock.now();
  child_.emplace(command, data_ + ".log", environment_);
  const auto line = child_->read_line();
  ready_after_ = std::chrono::duration_cast<std::chrono::milliseconds>(clock.now() - began);
  if (line.find("http://") == std::string::npos) {
    throw std::runtime_error("frontdesk did not start: " + line + "\n" + read_file(data_ + ".log"));
  }
  address_ = fmt::format("http://127.0.0.1:{}", port_);
}

void Product::kill() {
  if (!child_) return;
  child_->signal(SIGKILL);
  child_->wait();
  child_.reset();
}

int Product::stop() {
  if (!child_) return 0;
  child_->signal(SIGTERM);
  const int status = child_->wait();
  child_.reset();
  return status;
}

std::string Product::operator_key() const { return std::string(text::trim(read_file(data_ + "/operator.key"))); }

std::string Product::staff_token(const std::string& tenant) {
  Api api(address_, operator_key());
  const auto answer = api.post("/v1/sessions", Value::object({{"tenant", tenant}}));
  if (answer.status != 201) throw std::runtime_error("no session for " + tenant + ": " + answer.text);
  return std::string(answer.body["token"].text());
}

}  // namespace frontdesk::support
