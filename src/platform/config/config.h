#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/tenant_id.h"
#include "base/value.h"
#include "platform/config/business.h"
#include "platform/config/channels.h"
#include "platform/config/document.h"
#include "platform/config/guidance.h"
#include "platform/config/limits.h"
#include "platform/config/section.h"
#include "platform/config/tools.h"

namespace frontdesk::platform::config {

// The sections that the platform reads, as structs. Other layers read theirs from Config::document.
struct Settings {
  std::int64_t schema_version = kSchemaVersion;
  std::string client_id;
  std::string use_case_id;
  std::string name;
  std::string system_prompt;
  std::vector<Location> locations;
  std::vector<Tool> tools;
  std::vector<Integration> integrations;
  std::vector<Knowledge> knowledge;
  std::vector<Policy> policies;
  std::vector<KpiDefinition> kpi_definitions;
  std::vector<EscalationRule> escalation_rules;
  Channels channels;
  Voice voice;
  Privacy privacy;
  Retention retention;
  Budgets budgets;
  std::vector<Experiment> experiments;

  const Tool* tool(std::string_view name) const;  // null where there is none
  const Location* location(std::string_view id) const;
};
BOOST_DESCRIBE_STRUCT(Settings, (),
                      (schema_version, client_id, use_case_id, name, system_prompt, locations, tools, integrations,
                       knowledge, policies, kpi_definitions, escalation_rules, channels, voice, privacy, retention,
                       budgets, experiments))

// One version of a tenant's file, checked and resolved; never changed, shared by whoever works with it.
struct Config {
  TenantId tenant;
  std::string hash;  // content_hash(document)
  Value document;    // with everything that it inherits
  Settings settings;
};

// The sections of this layer: those of Settings, and `extends`.
std::vector<Section> platform_sections();

// Throws Error{internal, "config/…"} for a document that check() would not have let through.
std::shared_ptr<const Config> make_config(Value document);

// What a check looks at beside the file itself.
struct Surroundings {
  LoadBase load;                     // for `extends`; empty: nothing can be extended
  const Secrets* secrets = nullptr;  // null: whether secrets exist is not checked
  std::optional<TenantId> tenant;    // the file must be of this one
  Effort* effort = nullptr;          // what the check may cost; null: no limit
};

struct Checking {
  std::vector<Finding> findings;         // sorted by place
  std::shared_ptr<const Config> config;  // null where there are errors
  std::optional<Document> document;      // with its places; empty where it could not be read

  bool has_errors() const { return config == nullptr; }
};

// Holds tenants' files against the sections of all layers. Compiles the schema once; safe from any thread. Takes up to
// seconds with a file that was made to: belongs on a pool. A file that costs more than `effort` allows is refused by a
// finding; what else stops the effort is thrown.
class Checker {
 public:
  explicit Checker(std::vector<Section> sections);
  ~Checker();
  Checking check(Source file, const Surroundings& surroundings) const;

  const Value& schema() const;  // merged, for editors

 private:
  struct Compiled;
  void look_at(const Document& document, const Surroundings& around, Effort& effort, Findings& findings) const;
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace frontdesk::platform::config
