#pragma once

#include <boost/describe.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/tenant_id.h"
#include "base/value.h"
#include "dialog/safeguards.h"
#include "platform/quotas.h"

namespace frontdesk::app {

// How many people something takes: one_person, two_people.
struct ApprovalRules {
  std::string deploy = "one_person";  // that a tenant's file goes live
};
BOOST_DESCRIBE_STRUCT(ApprovalRules, (), (deploy))

// A key that letters are signed with: DKIM.
struct DkimRules {
  std::string selector;
  std::string key_file;  // a private key in PEM
};
BOOST_DESCRIBE_STRUCT(DkimRules, (), (selector, key_file))

// Where letters are handed in, and whose they are. Without a server nobody is written to.
struct MailRules {
  std::string server;  // smtp://mail.example:587, smtps://mail.example
  std::string from;    // the address of whoever runs the house
  std::string name = "frontdesk";
  std::string user;           // empty: without signing in
  std::string password_file;  // what is in its first line
  bool tls = true;            // no letter goes without
  std::string authorities;    // a file of certificates besides the machine's
  std::vector<DkimRules> dkim;
};
BOOST_DESCRIBE_STRUCT(MailRules, (), (server, from, name, user, password_file, tls, authorities, dkim))

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
  std::string otlp;                        // a collector of OpenTelemetry that gets spans; empty: none
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
  int password_fresh_minutes = 10;         // that a password which was given counts for what needs a fresh one
  int keep_events_days = 365;              // what happened in a place, behind that it is forgotten
  int keep_work_days = 30;                 // work that is done, and answers of calls that came with a key
  int tenants_rest_minutes = 10;           // that nobody asked for one: its place is put to rest; 0: never
  int closed_tenant_days = 30;             // that the data of one that was closed are kept
  int pool_threads = 2;                    // for work that takes a processor for long
  std::string consent_floor = "enforce";   // the least that tenants' files may say of guards.consent
  std::vector<std::string> staff_effects;  // tools with these effects are left to people
  std::string public_url;  // where people reach the server, for links in letters; empty: its own address
  MailRules mail;
  ApprovalRules approvals;
  platform::Quota quotas;                 // of each tenant
  Value tenant_quotas = Value::object();  // by tenant, what differs from `quotas`
};
BOOST_DESCRIBE_STRUCT(Options, (),
                      (address, port, data, loops, store_writers, store_readers, database, database_connections,
                       database_schema, log, log_level, otlp, tenant_files, back_office, demo_kill, private_hosts,
                       web_keys, recordings, rate_per_second, rate_burst, address_rate_per_second, address_rate_burst,
                       trusted_proxies, connections, connections_per_address, half_open, half_open_per_address,
                       memory_mb, memory_mb_per_address, visitor_token_days, password_fresh_minutes, keep_events_days,
                       keep_work_days, tenants_rest_minutes, closed_tenant_days, pool_threads, consent_floor,
                       staff_effects, public_url, mail, approvals, quotas, tenant_quotas))

// Throws Error{invalid} where an option is no mode, or no effect.
dialog::Floor floor_of(const Options& options);

// Throws Error{invalid} where it is neither.
bool takes_two_people(const std::string& rule, std::string_view place);

// Throws Error{invalid} with the place where `tenant_quotas` does not fit.
platform::Quotas quotas_of(const Options& options);

// How long a password that was given counts as fresh. Throws Error{invalid, "app/bad-option"} where it is out of
// bounds.
std::chrono::minutes password_fresh_for(const Options& options);

// Reads a file of options; unknown keys are refused. Throws Error{invalid} with the place.
Options read_options(const std::string& path);

// What an option of the form "tenant=something" says. Throws Error{invalid, "app/bad-option"}.
struct ForTenant {
  TenantId tenant;
  std::string what;
};
ForTenant read_for_tenant(std::string_view option, std::string_view text);

}  // namespace frontdesk::app
