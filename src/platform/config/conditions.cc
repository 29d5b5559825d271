#include "platform/config/conditions.h"

#include <algorithm>

#include "base/cel.h"
#include "base/error.h"

namespace frontdesk::platform::config {
namespace {

void check_reference(std::string_view pointer, const cel::Reference& reference, const std::vector<KnownName>& known,
                     Findings& findings) {
  const auto root = std::ranges::find(known, reference.path.front(), &KnownName::name);
  if (root == known.end()) {
    std::vector<std::string_view> names;
    for (const auto& name : known) names.push_back(name.name);
    return findings.error(pointer,
                          fmt::format("The condition names \"{}\", which is not known here.", reference.path.front()),
                          suggest(reference.path.front(), names));
  }
  if (!root->fields || reference.path.size() < 2) return;
  const auto& field = reference.path[1];
  if (std::ranges::find(*root->fields, field) != root->fields->end()) return;
  findings.error(pointer,
                 fmt::format("The condition names \"{}\", and {} has no \"{}\".", reference.text(), root->name, field),
                 suggest(field, *root->fields));
}

}  // namespace

void check_condition(std::string_view pointer, std::string_view condition, const std::vector<KnownName>& known,
                     Findings& findings) {
  try {
    const auto expression = cel::Expression::parse(condition);
    for (const auto& reference : expression.references()) {
      if (!reference.path.empty()) check_reference(pointer, reference, known, findings);
    }
  } catch (const Error& error) {
    findings.error(pointer, fmt::format("The condition cannot be read: {}", error.detail),
                   "Write it in CEL, for example arguments.guests > 8 && slots.location == \"harbor\".");
  }
}

}  // namespace frontdesk::platform::config
