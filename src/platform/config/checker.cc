#include <algorithm>

#include "base/error.h"
#include "platform/config/config.h"
#include "platform/config/inline_secrets.h"
#include "platform/config/structure.h"
#include "platform/config/writing.h"

namespace frontdesk::platform::config {
namespace {

constexpr std::string_view kTooCostly = "Checking this file takes more steps or time than a tenant's file may.";
constexpr std::string_view kMakeItSmaller = "Make it smaller, or split what repeats.";

bool is_too_costly(const Error& error) {
  return error.slug == "work/too-costly" || error.slug == "schema/too-many-steps";
}

void check_tenant(const Value& document, const std::optional<TenantId>& tenant, Findings& findings) {
  const auto name = document["client_id"].text();
  if (!tenant || !TenantId::is_valid(name) || name == tenant->text()) return;
  findings.error("/client_id", fmt::format("The file is for \"{}\", and it was given to \"{}\".", name, tenant->text()),
                 "Give it to its own tenant, or correct client_id.");
}

void run(const Section& section, const Checked& checked, Findings& findings) {
  if (!section.check || (!section.always && !checked.document().contains(section.key))) return;
  const auto pointer = join("", section.key);
  // A text or a number that is not sound is all that such a section has; lists and maps are looked at entry by entry.
  const auto& value = checked[section.key];
  if (!value.is_list() && !value.is_object() && !value.is_null() && !checked.is_sound(pointer)) return;
  try {
    section.check(checked, findings);
  } catch (const Error& error) {
    if (error.slug.starts_with("work/")) throw;
    findings.error(error.pointer.starts_with(pointer) ? error.pointer : pointer, error.detail,
                   "Compare it with docs/reference/configuration.md.");
  }
}

// What the checks look at.
Value completed(Value document, const std::vector<Section>& sections) {
  for (const auto& section : sections) {
    if (section.complete && document.contains(section.key))
      document = document.with(section.key, section.complete(document[section.key]));
  }
  return document;
}

// A file without errors that whoever acts on it could not read would be a fault of ours, told before it is stored.
void read_all(const Value& document, const std::vector<Section>& sections) {
  try {
    for (const auto& section : sections) {
      const auto* member = document.find(section.key);
      if (member && section.read) section.read(*member);
    }
  } catch (const Error& error) {
    throw unreadable(error);
  }
}

}  // namespace

struct Checker::Compiled {
  std::vector<Section> sections;
  Value schema;
  JsonSchema structure;
};

Checker::Checker(std::vector<Section> given) {
  auto sections = in_chapters(std::move(given));
  auto schema = merged_schema(sections);
  auto structure = JsonSchema::compile(schema);
  compiled_ = std::make_unique<const Compiled>(std::move(sections), std::move(schema), std::move(structure));
}

Checker::~Checker() = default;

const Value& Checker::schema() const { return compiled_->schema; }

void Checker::look_at(const Document& document, const Surroundings& around, Effort& effort, Findings& findings) const {
  const Locate locate = [&](std::string_view pointer, Spot spot) { return document.place_of(pointer, spot); };
  Findings structure(locate);
  const Writing writing(document);
  check_structure(
      document.value(), compiled_->schema, compiled_->structure,
      [&](std::string_view pointer) { return writing.scalar_at(pointer); }, structure, findings);
  findings.add(structure);
  const auto whole = completed(document.value(), compiled_->sections);
  const Checked checked(whole, structure, around.secrets, effort, around.tenant);
  for (const auto& section : compiled_->sections) run(section, checked, findings);
  check_tenant(document.value(), around.tenant, findings);
  refuse_inline_secrets(document.value(), findings);
  for (const auto& section : compiled_->sections) warn_of_unread(section, document.value(), findings);
  warn_of_cut_texts(document, writing, findings);
}

Checking Checker::check(Source file, const Surroundings& around) const {
  Effort unlimited;
  auto& effort = around.effort ? *around.effort : unlimited;
  Reading reading;
  const auto name = file.name;
  try {
    reading = read_document(std::move(file), around.load ? around.load : load_from({}), &effort);
  } catch (const Error& error) {
    if (!is_too_costly(error)) throw;
    return {{{Severity::error, name, 1, 1, "", std::string(kTooCostly), std::string(kMakeItSmaller)}}, nullptr, {}};
  }
  if (!reading.document) return {std::move(reading.findings), nullptr, {}};
  const auto& document = *reading.document;
  Findings findings([&](std::string_view pointer, Spot spot) { return document.place_of(pointer, spot); });
  try {
    look_at(document, around, effort, findings);
  } catch (const Error& error) {
    if (!is_too_costly(error)) throw;
    findings.error("", std::string(kTooCostly), std::string(kMakeItSmaller));
  }
  Checking result{findings.sorted(), nullptr, {}};
  if (!findings.has_errors()) {
    read_all(document.value(), compiled_->sections);
    result.config = make_config(document.value());
  }
  result.document = std::move(reading.document);
  return result;
}

}  // namespace frontdesk::platform::config
