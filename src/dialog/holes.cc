#include "dialog/holes.h"

#include "platform/config/placeholders.h"

namespace frontdesk::dialog {

using platform::config::check_filter;
using platform::config::join;

void check_holes(const Value& wording, const std::string& at, const HolesOf& of, platform::config::Findings& findings) {
  for (const auto& member : wording.members()) check_holes(member.value, join(at, member.key()), of, findings);
  for (std::size_t i = 0; i < wording.items().size(); ++i) check_holes(wording[i], join(at, i), of, findings);
  const auto holes = platform::config::find_placeholders(wording.text());
  if (holes.problem) return findings.error(at, *holes.problem, "Close every {{#name}} with {{/name}}.");
  for (const auto& hole : holes.all) {
    check_filter(hole, at, findings);
    if (!hole.within.empty() || hole.name == ".") continue;
    if (!of.knows(hole.name)) {
      findings.error(at, fmt::format("Nothing is called \"{}\" here.", hole.name), std::string(of.remedy));
      continue;
    }
    const auto filter = of.said_by && hole.filter.empty() && !hole.opens_section ? of.said_by(hole.name) : "";
    if (!filter.empty())
      findings.warning(
          at, fmt::format("\"{}\" is said as it is stored.", hole.name),
          fmt::format("Write {{{{{} | {}}}}}, so that customers read it as they speak.", hole.name, filter));
  }
}

HolesOf no_holes() {
  return {[](std::string_view) { return false; }, "Write it without a hole: this is said as it is written."};
}

}  // namespace frontdesk::dialog
