#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/tenant_id.h"
#include "base/value.h"
#include "dialog/safeguards.h"
#include "platform/quotas.h"

namespace frontdesk::app {

// What `frontdesk serve` can be told, in config/frontdesk.yaml (which documents each, with these defaults) or by flags
// of the same names, which count more.
struct Options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::string data = "var";
  int loops = 2;
  int store_writers = 1;
  int store_readers = 2;
  std::string database;  // postgresql://…; empty: SQLite in the data folder
  int database_connections = 8;
  std::string database_schema = "frontdesk";  // the prefix of all schemas in it
  std::string log;                            // empty: standard error
  std::string log_level = "warning";
  std::vector<std::string> tenant_files;   // deployed at the start where they differ from what is live
  std::string back_office;                 // base address of the demo's back office
  bool demo_kill = false;                  // the demo page has a button that kills the process
  std::vector<std::string> private_hosts;  // "tenant=host:port": where that tenant's tools and models may be
  std::vector<std::string> web_keys;       // "tenant=pk_…": keys of the operator's choice
  std::string recordings;                  // a file for the model provider `recorded`
  double rate_per_second = 100;            // requests of one caller
  double rate_burst = 1000;
  double address_rate_per_second = 500;  // requests of one address, whoever asks
  double address_rate_burst = 5000;
  std::vector<std::string> trusted_proxies;  // addresses and ranges whose X-Forwarded-For counts
  int connections = 10'000;                  // 0 is no limit, here and below
  int connections_per_address = 5'000;
  int half_open = 2'000;  // connections without an admitted request
  int half_open_per_address = 1'000;
  int memory_mb = 64;  // bodies that come in, and answers that wait for slow readers
  int memory_mb_per_address = 16;
  int visitor_token_days = 30;
  int pool_threads = 2;                    // for work that takes a processor for long
  std::string consent_floor = "enforce";   // the least that tenants' files may say of guards.consent
  std::vector<std::string> staff_effects;  // tools with these effects are left to people
  platform::Quota quotas;                  // of each tenant
  Value tenant_quotas = Value::object();   // by tenant, what differs from `quotas`
};
BOOST_DESCRIBE_STRUCT(Options, (),
                      (address, port, data, loops, store_writers, store_readers, database, database_connections,
                       database_schema, log, log_level, tenant_files, back_office, demo_kill, private_hosts, web_keys,
                       recordings, rate_per_second, rate_burst, address_rate_per_second, address_rate_burst,
                       trusted_proxies, connections, connections_per_address, half_open, half_open_per_address,
                       memory_mb, memory_mb_per_address, visitor_token_days, pool_threads, consent_floor, staff_effects,
                       quotas, tenant_quotas))

// Throws Error{invalid} where an option is no mode, or no effect.
dialog::Floor floor_of(const Options& options);

// Throws Error{invalid} with the place where `tenant_quotas` does not fit.
platform::Quotas quotas_of(const Options& options);

// Reads a file of options; unknown keys are refused. Throws Error{invalid} with the place.
Options read_options(const std::string& path);

// What an option of the form "tenant=something" says. Throws Error{invalid, "app/bad-option"}.
struct ForTenant {
  TenantId tenant;
  std::string what;
};
ForTenant read_for_tenant(std::string_view option, std::string_view text);

}  // namespace frontdesk::app
