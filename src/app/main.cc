#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <memory>

#include "app/cli_accept.h"
#include "app/cli_audit.h"
#include "app/cli_config.h"
#include "app/cli_mail.h"
#include "app/cli_people.h"
#include "app/cli_tenants.h"
#include "app/serve.h"
#include "base/error.h"

using namespace frontdesk;

namespace {

// Flags count more than the file, so they are kept apart until the file has been read.
struct ServeFlags {
  std::string config;
  std::optional<std::string> address, data, database, log, log_level, otlp, back_office, recordings, consent_floor;
  std::optional<std::uint16_t> port;
  std::optional<int> loops;
  std::optional<double> rate_per_second;
  std::vector<std::string> tenant_files, private_hosts, web_keys;
  bool demo_kill = false;

  void add_to(CLI::App& command) {
    command.add_option("--config", config, "A file of options; config/frontdesk.yaml lists them all");
    command.add_option("--address", address, "The address to listen on");
    command.add_option("--port", port, "The port to listen on; 0 takes a free one");
    command.add_option("--data", data, "The folder of everything that is kept");
    command.add_option("--database", database, "postgresql://…; SQLite in the data folder otherwise");
    command.add_option("--loops", loops, "Event loops, each in a thread of its own");
    command.add_option("--log", log, "The log file; standard error otherwise");
    command.add_option("--log-level", log_level, "debug, info, warning or error");
    command.add_option("--tenant-file", tenant_files,
                       "A tenant's file to deploy at the start; may be given several times");
    command.add_option("--private-host", private_hosts,
                       "tenant=host:port: where this tenant's tools may be although it is private; several times");
    command.add_option("--web-key", web_keys, "tenant=pk_…: a publishable key of your choice; several times");
    command.add_option("--otlp", otlp, "A collector of OpenTelemetry that gets spans, as http://127.0.0.1:4318");
    command.add_option("--back-office", back_office, "The base address of the demo's back office");
    command.add_flag("--demo-kill", demo_kill, "The demo page has a button that kills this process, as kill -9 does");
    command.add_option("--recordings", recordings, "Recorded conversations for the model provider `recorded`");
    command.add_option("--consent-floor", consent_floor,
                       "The least that tenants' files may say of guards.consent: enforce, record or off");
    command.add_option("--rate-per-second", rate_per_second, "Requests a second of one caller; 0 is no limit");
  }

  app::Options options() const {
    auto all = config.empty() ? app::Options{} : app::read_options(config);
    if (address) all.address = *address;
    if (port) all.port = *port;
    if (data) all.data = *data;
    if (database) all.database = *database;
    if (loops) all.loops = *loops;
    if (log) all.log = *log;
    if (log_level) all.log_level = *log_level;
    if (otlp) all.otlp = *otlp;
    if (back_office) all.back_office = *back_office;
    if (demo_kill) all.demo_kill = true;
    if (recordings) all.recordings = *recordings;
    if (consent_floor) all.consent_floor = *consent_floor;
    if (rate_per_second) all.rate_per_second = *rate_per_second;
    if (!private_hosts.empty()) all.private_hosts = private_hosts;
    if (!web_keys.empty()) all.web_keys = web_keys;
    if (!tenant_files.empty()) all.tenant_files = tenant_files;
    return all;
  }
};

// What the verbs for tenants' files were given; lives as long as the program's options.
struct FileFlags {
  app::CheckArguments check;
  app::DeployArguments deploy;
  app::DiffArguments diff;
  app::RollbackArguments rollback;
  app::AcceptArguments accept;
  app::AuditArguments audit;
  app::PeopleLinkArguments people_link;
  app::TenantArguments tenant;
  std::vector<std::string> sides;
  std::string key_file;
  std::string bounce_data = "var";
};

void add_file_verbs(CLI::App& program, int& status) {
  static const app::Terminal kTerminal{std::cout, std::cerr};
  const auto flags = std::make_shared<FileFlags>();

  auto* verb = program.add_subcommand("check", "Check a tenant's file");
  verb->add_option("file", flags->check.file, "The file")->required();
  verb->add_option("--data", flags->check.data, "Look also whether the secrets of this server's folder exist");
  verb->add_flag("--json", flags->check.json, "Print the findings as JSON");
  verb->add_flag("--probe", flags->check.probe, "Ask the endpoints whether anybody is there");
  verb->callback([flags, &status] { status = app::check_command(flags->check, kTerminal); });

  verb = program.add_subcommand("deploy", "Make a tenant's file live on the running server");
  verb->add_option("file", flags->deploy.file, "The file")->required();
  verb->add_option("--data", flags->deploy.data, "The server's folder")->capture_default_str();
  verb->add_option("--note", flags->deploy.note, "Why");
  verb->add_option("--by", flags->deploy.by, "Who; your user name otherwise");
  verb->add_flag("--json", flags->deploy.json, "Print the answer as JSON");
  verb->callback([flags, &status] { status = app::deploy_command(flags->deploy, kTerminal); });

  verb = program.add_subcommand("diff", "Compare versions of a tenant's file by meaning");
  verb->add_option("sides", flags->sides,
                   "One or two of: a file, live, the hash of a version; one is compared with live")
      ->required()
      ->expected(1, 2);
  verb->add_option("--tenant", flags->diff.tenant, "The tenant, where no file names it");
  verb->add_option("--data", flags->diff.data, "The server's folder")->capture_default_str();
  verb->add_flag("--json", flags->diff.json, "Print the changes as JSON");
  verb->callback([flags, &status] {
    if (flags->sides.size() == 2) flags->diff.from = flags->sides.front();
    flags->diff.to = flags->sides.back();
    status = app::diff_command(flags->diff, kTerminal);
  });

  verb = program.add_subcommand("rollback", "Make an earlier version live again on the running server");
  verb->add_option("to", flags->rollback.to,
                   "The hash of the version, or its beginning; what was live before otherwise");
  verb->add_option("--tenant", flags->rollback.tenant, "The tenant, where there are several");
  verb->add_option("--data", flags->rollback.data, "The server's folder")->capture_default_str();
  verb->add_option("--note", flags->rollback.note, "Why");
  verb->add_option("--by", flags->rollback.by, "Who; your user name otherwise");
  verb->callback([flags, &status] { status = app::rollback_command(flags->rollback, kTerminal); });

  verb = program.add_subcommand("accept", "Take damaged files of a stopped server for what they are");
  verb->add_option("what", flags->accept.what,
                   "A tenant, operator.key, server.secret, audit.key, webhooks.key, secrets.json or fingerprints")
      ->required();
  verb->add_option("--data", flags->accept.data, "The server's folder")->capture_default_str();
  verb->callback([flags, &status] { status = app::accept_command(flags->accept, kTerminal); });

  verb = program.add_subcommand("audit", "Who did what for a tenant")->require_subcommand(1);
  verb = verb->add_subcommand("verify", "Have the running server read it all, and say whether it is as it was written");
  verb->add_option("--tenant", flags->audit.tenant, "The tenant, where there are several");
  verb->add_option("--data", flags->audit.data, "The server's folder")->capture_default_str();
  verb->add_flag("--operator", flags->audit.is_operators,
                 "Those of the operator's own place and of all tenants, against what was noted of each");
  verb->add_option("--noted", flags->audit.noted, "A head that was noted earlier, and must still be part of it");
  verb->callback([flags, &status] { status = app::verify_audit_command(flags->audit, kTerminal); });
  auto* people = program.add_subcommand("people", "Look after who may sign in");
  people->require_subcommand(1);
  verb = people->add_subcommand("link", "Make a link that lets somebody in once, on the running server");
  verb->add_option("--email", flags->people_link.email, "Of a user; without it the link makes the first one");
  verb->add_option("--data", flags->people_link.data, "The server's folder")->capture_default_str();
  verb->callback([flags, &status] { status = app::people_link_command(flags->people_link, kTerminal); });

  auto* mail = program.add_subcommand("mail", "Look after letters");
  mail->require_subcommand(1);
  verb = mail->add_subcommand("dns", "Print what DNS has to say for a key that letters are signed with");
  verb->add_option("key", flags->key_file, "The private key, in PEM")->required();
  verb->callback([flags, &status] { status = app::mail_dns_command(flags->key_file, kTerminal); });

  verb = mail->add_subcommand("bounce", "Hand in a letter that came back, from standard input");
  verb->add_option("--data", flags->bounce_data, "The server's folder")->capture_default_str();
  verb->callback([flags, &status] { status = app::mail_bounce_command(flags->bounce_data, std::cin, kTerminal); });

  auto* tenants = program.add_subcommand("tenants", "Lead tenants on the running server");
  tenants->require_subcommand(1);
  using Command = int (*)(const app::TenantArguments&, app::Terminal);
  const auto add = [&](const char* name, const char* about, Command command, bool is_named = true) {
    auto* each = tenants->add_subcommand(name, about);
    if (is_named) each->add_option("tenant", flags->tenant.id, "Its id")->required();
    each->add_option("--data", flags->tenant.data, "The server's folder")->capture_default_str();
    each->callback([flags, command, &status] { status = command(flags->tenant, kTerminal); });
    return each;
  };
  add("list", "Those that are there, and whether they are served", app::list_tenants_command, false);
  add("create", "Make one, with an id that nobody has or had", app::create_tenant_command);
  add("suspend", "Serve nobody of it until it is resumed; its data stay", app::suspend_tenant_command)
      ->add_option("--reason", flags->tenant.reason, "Why; no visitor is told");
  add("resume", "Serve it again, also one that was closed and is not erased yet", app::resume_tenant_command);
  add("close", "Close it for good; its data go when they were kept for a while", app::close_tenant_command)
      ->add_option("--reason", flags->tenant.reason, "Why; no visitor is told");
  add("export", "Write all of its data as JSON Lines", app::export_tenant_command)
      ->add_option("--out", flags->tenant.out, "A file; standard output otherwise");

  verb = program.add_subcommand("schema", "Print the JSON Schema of tenants' files, for editors");
  verb->callback([&status] { status = app::schema_command(kTerminal); });
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program{"frontdesk: one program that automates another company's sales and support"};
  program.require_subcommand(1);
  int status = 0;

  ServeFlags flags;
  auto* serve = program.add_subcommand("serve", "Run the all-in-one server");
  flags.add_to(*serve);
  serve->callback([&] { status = app::serve(flags.options()); });

  add_file_verbs(program, status);

  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error);
  } catch (const Error& error) {
    std::fprintf(stderr, "frontdesk: %s\n", error.detail.c_str());
    return 1;
  }
  return status;
}
