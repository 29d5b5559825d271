#include "store/postgres/prepared.h"

#include "base/crypto.h"

namespace frontdesk::store::postgres {
namespace {

std::string key_of(std::string_view schema, std::string_view sql, const Bound& bound) {
  std::string key(schema);
  key.append(1, '\0').append(sql).append(1, '\0');
  for (int i = 0; i < bound.count(); ++i) key.append(std::to_string(bound.types()[i])).append(1, ' ');
  return key;
}

}  // namespace

// A name is good for one statement only, whoever else uses the session.
Prepared::Choice Prepared::choose(std::string_view schema, std::string_view sql, const Bound& bound) {
  auto key = key_of(schema, sql, bound);
  const auto found = keys_.find(key);
  if (found == keys_.end()) {
    if (keys_.size() >= kSeenMost) std::erase_if(keys_, [](const auto& seen) { return seen.second.empty(); });
    keys_.emplace(std::move(key), "");
    return {};
  }
  if (!found->second.empty()) return {found->second, false};
  found->second = "fd_" + crypto::sha256_hex(key).substr(0, 32);
  named_.emplace(found->second, std::move(key));
  return {found->second, true};
}

void Prepared::settle(const std::string& name, bool is_there) {
  const auto found = named_.find(name);
  if (is_there || found == named_.end()) return;
  keys_.erase(found->second);
  named_.erase(found);
}

void Prepared::clear() {
  keys_.clear();
  named_.clear();
}

}  // namespace frontdesk::store::postgres
