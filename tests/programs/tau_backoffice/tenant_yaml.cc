#include "tenant_yaml.h"

#include <array>

#include "base/json.h"
#include "base/text.h"
#include "support/corpora.h"

namespace frontdesk::tau {
namespace {

std::string literal_block(std::string_view text) {
  std::string out = "|\n";
  for (const auto line : text::split(text::trim(text), '\n')) out += line.empty() ? "\n" : fmt::format("  {}\n", line);
  return out;
}

}  // namespace

bool only_reads(std::string_view tool) {
  constexpr std::array kReads{"get_", "find_", "list_", "search_", "calculate", "think"};
  return std::ranges::any_of(kReads, [&](std::string_view prefix) { return tool.starts_with(prefix); });
}

std::string print_tenant_yaml(const TenantYaml& wanted) {
  std::string out = fmt::format("schema_version: 1\nclient_id: {}\nuse_case_id: {}-service\nname: tau {}\n\n",
                                wanted.tenant, wanted.domain, wanted.domain);
  out += fmt::format("channels:\n  web: {{show_trace: true}}\n\nmodels: {}\n\n", wanted.models);
  out += "system_prompt: " + literal_block(support::read_file(wanted.folder + "/policy.md"));
  out += "\ntools:\n";
  for (const auto& tool : json::parse(support::read_file(wanted.folder + "/tools.json")).items()) {
    const auto& function = tool["function"];
    const auto name = function["name"].text();
    out += fmt::format(
        "  - name: {}\n    description: {}\n    endpoint: {}/tools/{}\n    effect: {}\n    timeout: 5s\n    retry: "
        "{{attempts: 5}}\n",
        name, json::print(function["description"]), wanted.base_url, name,
        only_reads(name) ? "read" : "idempotent_write");
    out += fmt::format("    input_schema: {}\n", json::print(function["parameters"]));
  }
  out += "\nguards: {consent: record, policy: record, loop: record, budget: record}\n";
  out += "\nbudgets:\n  turn: {steps: 100, seconds: 120}\n  conversation: {turns: 500, tool_calls: 500}\n";
  out += "\nescalation_rules:\n  - {id: transfer, when: {tool: transfer_to_human_agents}, queue: agents}\n";
  out +=
      "\nkpi_definitions:\n  - {id: pass-rate, description: Share of conversations that end as the reference does, "
      "target: 1.0}\n";
  return out;
}

}  // namespace frontdesk::tau
