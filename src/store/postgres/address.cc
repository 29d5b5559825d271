#include "store/postgres/address.h"

#include <libpq-fe.h>

#include <memory>

#include "base/error.h"

namespace frontdesk::store::postgres {
namespace {

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

// What is set where the address says nothing of it. A peer that vanished is found out within half a minute.
struct Default {
  std::string_view keyword;
  std::string_view value;
};
constexpr Default kDefaults[] = {
    {"connect_timeout", "5"},          {"keepalives_idle", "10"},     {"keepalives_interval", "5"},
    {"keepalives_count", "3"},         {"tcp_user_timeout", "30000"}, {"client_encoding", "UTF8"},
    {"application_name", "frontdesk"},
};

Error bad_address(std::string_view why) {
  return Error(Kind::invalid, "store/bad-address",
               fmt::format("The database's address {}. Write postgresql://USER@HOST:PORT/DATABASE, with "
                           "?sslmode=require where it is not on this machine; special letters of a password are "
                           "written as %XX.",
                           why));
}

std::string value_of(const std::vector<Address::Setting>& settings, std::string_view keyword, std::string_view other) {
  const auto found = std::ranges::find(settings, keyword, &Address::Setting::keyword);
  return found == settings.end() ? std::string(other) : found->value;
}

}  // namespace

bool Address::is_one(std::string_view text) {
  return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

Address Address::parse(std::string_view text) {
  char* said = nullptr;  // repeats pieces of the address, so it is not looked at
  const Options options(PQconninfoParse(std::string(text).c_str(), &said));
  PQfreemem(said);
  if (!options) throw bad_address("cannot be read");
  Address address;
  for (auto* option = options.get(); option->keyword; ++option) {
    if (option->val) address.settings_.push_back({option->keyword, option->val});
  }
  for (const auto& [keyword, value] : kDefaults) {
    if (value_of(address.settings_, keyword, "").empty())
      address.settings_.push_back({std::string(keyword), std::string(value)});
  }
  if (value_of(address.settings_, "dbname", "").empty()) throw bad_address("names no database");
  address.text_ = fmt::format("{}:{}/{} (as {})", value_of(address.settings_, "host", "the local socket"),
                              value_of(address.settings_, "port", "5432"), value_of(address.settings_, "dbname", ""),
                              value_of(address.settings_, "user", "the system's user"));
  return address;
}

}  // namespace frontdesk::store::postgres
