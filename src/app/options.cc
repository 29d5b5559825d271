#include "app/options.h"

#include <fstream>
#include <sstream>

#include "base/describe.h"
#include "base/yaml.h"

namespace frontdesk::app {

platform::Quotas quotas_of(const Options& options) {
  platform::Quotas quotas{options.quotas, {}};
  const auto all = to_value(options.quotas);
  for (const auto& member : options.tenant_quotas.members()) {
    const auto tenant = TenantId::parse(member.key());
    quotas.of_tenants.emplace(
        tenant.text(), from_value<platform::Quota>(all.merged(member.value), {}, "/tenant_quotas/" + tenant.text()));
  }
  return quotas;
}

dialog::Floor floor_of(const Options& options) {
  dialog::Floor floor;
  floor.consent = from_value<dialog::GuardMode>(Value(options.consent_floor), {}, "/consent_floor");
  for (const auto& effect : options.staff_effects)
    floor.staff_effects.insert(from_value<platform::Effect>(Value(effect), {}, "/staff_effects"));
  return floor;
}

bool takes_two_people(const std::string& rule, std::string_view place) {
  if (rule == "two_people") return true;
  if (rule == "one_person") return false;
  throw Error(Kind::invalid, "app/bad-option",
              fmt::format("{} must be one_person or two_people, not \"{}\".", place, rule))
      .at(fmt::format("/{}", place));
}

std::chrono::minutes password_fresh_for(const Options& options) {
  constexpr int kLongest = 12 * 60;  // a session that nobody uses for as long is over
  if (const auto minutes = options.password_fresh_minutes; minutes >= 1 && minutes <= kLongest)
    return std::chrono::minutes(minutes);
  throw Error(
      Kind::invalid, "app/bad-option",
      fmt::format("password_fresh_minutes must be from 1 to {}, not {}.", kLongest, options.password_fresh_minutes))
      .at("/password_fresh_minutes");
}

Options read_options(const std::string& path) {
  std::ifstream file(path);
  if (!file)
    throw Error(Kind::not_found, "app/no-options-file",
                fmt::format("{} cannot be read. Name another file with --config, or none.", path));
  std::stringstream text;
  text << file.rdbuf();
  yaml::Document document;
  try {
    document = yaml::parse(text.str());
  } catch (const Error& error) {
    throw Error(error.kind, error.slug, fmt::format("{}: {}", path, error.detail)).at(error.pointer);
  }
  try {
    auto options = document.value.is_null() ? Options{} : from_value<Options>(document.value);
    quotas_of(options);
    password_fresh_for(options);
    takes_two_people(options.approvals.deploy, "approvals/deploy");
    return options;
  } catch (const Error& error) {
    const bool is_name = error.slug == "value/unknown-member";
    const auto mark = is_name ? document.key_mark_of(error.pointer) : document.mark_of(error.pointer);
    throw Error(error.kind, error.slug, fmt::format("{}:{}:{}: {}", path, mark.line, mark.column, error.detail))
        .at(error.pointer);
  }
}

ForTenant read_for_tenant(std::string_view option, std::string_view text) {
  const auto sign = text.find('=');
  const auto name = text.substr(0, sign);
  if (sign == std::string_view::npos || !TenantId::is_valid(name) || sign + 1 == text.size()) {
    throw Error(Kind::invalid, "app/bad-option",
                fmt::format("An entry of {} is a tenant, \"=\" and what is for it, not \"{}\".", option, text));
  }
  return {TenantId::parse(name), std::string(text.substr(sign + 1))};
}

}  // namespace frontdesk::app
