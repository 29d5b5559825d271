#include "ledger.h"

#include "base/crypto.h"
#include "base/error.h"
#include "base/json.h"

namespace frontdesk::tau {
namespace {

constexpr std::size_t kChecksum = 16;

std::string checksum(std::string_view text) { return crypto::sha256_hex(text).substr(0, kChecksum); }

}  // namespace

Ledger::Ledger(Files& files, const std::string& path, const std::function<void(const Value&)>& replay)
    : file_(files.open(path, true)) {
  std::string all(file_->size(), '\0');
  all.resize(file_->read(0, all));
  std::string_view rest = all;
  for (auto line_end = rest.find('\n'); line_end != std::string_view::npos; line_end = rest.find('\n')) {
    const auto line = rest.substr(0, line_end);
    if (line.size() <= kChecksum + 1 || checksum(line.substr(kChecksum + 1)) != line.substr(0, kChecksum)) break;
    replay(json::parse(line.substr(kChecksum + 1)));
    end_ += line_end + 1;
    rest.remove_prefix(line_end + 1);
  }
  if (end_ < all.size()) file_->truncate(end_);
}

void Ledger::append(const Value& entry) {
  const auto text = json::print(entry);
  const auto line = checksum(text) + " " + text + "\n";
  file_->write(end_, line);
  file_->sync();
  end_ += line.size();
}

}  // namespace frontdesk::tau
