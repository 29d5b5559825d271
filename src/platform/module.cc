#include "platform/module.h"

#include "platform/people/people.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> platform_schema();
std::span<const base::EmbeddedFile> platform_operator_schema();
std::span<const base::EmbeddedFile> actions_schema();
std::span<const base::EmbeddedFile> approvals_schema();
std::span<const base::EmbeddedFile> audit_schema();
std::span<const base::EmbeddedFile> contacts_schema();
std::span<const base::EmbeddedFile> engagements_operator_schema();
std::span<const base::EmbeddedFile> errands_schema();
std::span<const base::EmbeddedFile> events_schema();
std::span<const base::EmbeddedFile> files_schema();
std::span<const base::EmbeddedFile> work_schema();
}  // namespace frontdesk::embedded

namespace frontdesk::platform {

std::vector<store::Module> modules() {
  std::vector<store::Module> all{
      {"platform", embedded::platform_schema()},
      {"contacts", embedded::contacts_schema()},
      {"platform_operator", embedded::platform_operator_schema(), store::Scope::operator_},
      {"engagements", embedded::engagements_operator_schema(), store::Scope::operator_},
      people::module(),
  };
  for (const auto scope : {store::Scope::tenant, store::Scope::operator_}) {
    all.push_back({"work", embedded::work_schema(), scope});
    all.push_back({"errands", embedded::errands_schema(), scope});
    all.push_back({"events", embedded::events_schema(), scope});
    all.push_back({"files", embedded::files_schema(), scope});
    all.push_back({"audit", embedded::audit_schema(), scope});
    all.push_back({"actions", embedded::actions_schema(), scope});
    all.push_back({"approvals", embedded::approvals_schema(), scope});
  }
  return all;
}

}  // namespace frontdesk::platform
