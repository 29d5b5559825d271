#include <cstdlib>
#include <fstream>
#include <ostream>

#include "app/cli_config.h"
#include "app/cli_files.h"
#include "app/cli_remote.h"
#include "app/engines.h"
#include "base/describe.h"
#include "base/error.h"
#include "base/json.h"
#include "platform/config/diff.h"

namespace frontdesk::app {
namespace {

namespace config = platform::config;

int told(Terminal terminal, const Error& error) {
  terminal.err << "frontdesk: " << error.detail << "\n";
  return 2;
}

std::string who(const std::string& by) {
  if (!by.empty()) return by;
  const char* user = std::getenv("USER");
  return user && *user ? user : "operator";
}

Value sources_json(const std::vector<config::Source>& sources) {
  ListBuilder list;
  for (const auto& source : sources) list.add(Value::object({{"name", source.name}, {"yaml", source.bytes}}));
  return list.build();
}

std::vector<config::Source> read_sources(const Value& list) {
  std::vector<config::Source> sources;
  for (const auto& source : list.items())
    sources.push_back({std::string(source["name"].text()), std::string(source["yaml"].text())});
  return sources;
}

void print_findings(std::ostream& out, const Value& findings) {
  for (const auto& finding : findings.items()) out << config::to_line(from_value<config::Finding>(finding)) << "\n";
}

std::string named(const Value& version) {
  return fmt::format("version {} ({})", version["number"].integer(), config::short_hash(version["hash"].text()));
}

// What changed since the version that was live, one line each.
void print_changes(std::ostream& out, Remote& remote, const Value& before, const Value& now) {
  const auto path = fmt::format("/v1/config/diff?from={}&to={}", before["hash"].text(), now["hash"].text());
  for (const auto& change : remote.get(path)["changes"].items()) out << "  " << change["text"].text() << "\n";
}

bool is_file(const std::string& name) { return std::ifstream(name).good(); }

// One side of a comparison: the resolved document. Throws Error.
Value document_of(const std::string& name, Remote* remote) {
  config::Reading reading;
  if (!remote) {
    reading = config::read_document({name, read_text_file(name)}, config::load_from_disk());
  } else {
    const auto version =
        remote->get(name == "live" ? "/v1/config" : "/v1/config/versions/" + net::percent_encode(name));
    reading = config::read_document({name, std::string(version["yaml"].text())},
                                    config::load_from(read_sources(version["bases"])));
  }
  if (!reading.document) throw Error(Kind::invalid, "cli/unreadable", config::to_line(reading.findings.front()));
  return reading.document->value();
}

}  // namespace

int deploy_command(const DeployArguments& arguments, Terminal terminal) try {
  const auto upload = upload_of(arguments.file);
  const config::Checker checker(all_sections());
  const auto checking = checker.check(upload.file, {config::load_from(upload.bases), nullptr, {}});
  if (!checking.config) {
    for (const auto& finding : checking.findings) terminal.out << config::to_line(finding) << "\n";
    terminal.err << fmt::format("frontdesk: {} has errors; nothing was deployed.\n", arguments.file);
    return 1;
  }
  const auto& tenant = checking.config->tenant.text();
  Remote remote(arguments.data, who(arguments.by));
  remote.enter(tenant, true);
  const auto before = remote.send("GET", "/v1/config", {});
  const auto answer = remote.send("POST", "/v1/config/versions",
                                  Value::object({{"yaml", upload.file.bytes},
                                                 {"file", upload.file.name},
                                                 {"bases", sources_json(upload.bases)},
                                                 {"note", arguments.note}}));
  if (arguments.json) terminal.out << json::print_pretty(answer.body) << "\n";
  if (answer.status < 200 || answer.status > 202) {
    if (!arguments.json) print_findings(terminal.out, answer.body["findings"]);
    terminal.err << fmt::format("frontdesk: {}\n", answer.body["detail"].text());
    return answer.body.contains("findings") ? 1 : 2;
  }
  if (arguments.json) return 0;
  print_findings(terminal.out, answer.body["findings"]);
  if (answer.status == 202) {
    terminal.out << fmt::format("{}: {} is in order, and goes live when a second person has approved it ({}).\n",
                                tenant, config::short_hash(answer.body["hash"].text()), answer.body["approval"].text());
    return 0;
  }
  if (answer.body["was_live"].boolean()) {
    terminal.out << fmt::format("{}: {} is live already; nothing changed but perhaps comments.\n", tenant,
                                named(answer.body));
    return 0;
  }
  terminal.out << fmt::format("{}: {} is live{}.\n", tenant, named(answer.body),
                              answer.body["is_new"].boolean() ? "" : " again, with the content it had before");
  if (before.status == 200) {
    print_changes(terminal.out, remote, before.body, answer.body);
  } else {
    for (const auto& key : answer.body["web_keys"].items())
      terminal.out << fmt::format("{}: its pages carry data-key=\"{}\".\n", tenant, key.text());
  }
  return 0;
} catch (const Error& error) {
  return told(terminal, error);
}

int diff_command(const DiffArguments& arguments, Terminal terminal) try {
  const bool from_file = is_file(arguments.from), to_file = is_file(arguments.to);
  std::optional<Remote> remote;
  if (!from_file || !to_file) {
    remote.emplace(arguments.data);
    auto tenant = arguments.tenant;
    if (tenant.empty() && (from_file || to_file)) {
      tenant = document_of(from_file ? arguments.from : arguments.to, nullptr)["client_id"].text();
    }
    remote->enter(tenant.empty() ? remote->only_tenant() : tenant);
  }
  const auto before = document_of(arguments.from, from_file ? nullptr : &*remote);
  const auto after = document_of(arguments.to, to_file ? nullptr : &*remote);
  const auto changes = config::differences(before, after);
  if (arguments.json) {
    terminal.out << json::print_pretty(Value::object({{"changes", to_value(changes)}})) << "\n";
  } else {
    for (const auto& change : changes) terminal.out << change.text << "\n";
    if (changes.empty()) terminal.out << "No difference in meaning.\n";
  }
  return changes.empty() ? 0 : 1;
} catch (const Error& error) {
  return told(terminal, error);
}

int rollback_command(const RollbackArguments& arguments, Terminal terminal) try {
  Remote remote(arguments.data, who(arguments.by));
  const auto tenant = arguments.tenant.empty() ? remote.only_tenant() : arguments.tenant;
  remote.enter(tenant);
  const auto before = remote.get("/v1/config");
  const auto sent = remote.send(
      "POST", "/v1/config/rollback",
      Value::object({{"to", arguments.to.empty() ? Value() : Value(arguments.to)}, {"note", arguments.note}}));
  const auto& answer = sent.body;
  if (sent.status != 200) {
    print_findings(terminal.out, answer["findings"]);
    terminal.err << fmt::format("frontdesk: {}\n", answer["detail"].text());
    return answer.contains("findings") ? 1 : 2;
  }
  terminal.out << fmt::format("{}: {} is live again.\n", tenant, named(answer));
  print_changes(terminal.out, remote, before, answer);
  return 0;
} catch (const Error& error) {
  return told(terminal, error);
}

}  // namespace frontdesk::app
