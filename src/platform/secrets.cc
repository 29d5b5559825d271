#include "platform/secrets.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "base/ascii.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "platform/address_guard.h"

namespace frontdesk::platform {
namespace {

constexpr std::string_view kReferencePrefix = "secret:";

bool is_capital_or_digit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
using text::is_digit;
bool is_of_names(char c) {
  return is_lower(c) || is_upper(c) || is_digit(c) || c == '_' || c == '-' || c == '+' || c == '/' || c == '=';
}

std::string_view name_in(std::string_view reference) {
  if (!is_secret_reference(reference)) {
    throw Error(Kind::invalid, "secrets/not-a-reference",
                "A secret is named as secret:NAME, with capital letters, digits and \"_\".");
  }
  return reference.substr(kReferencePrefix.size());
}

[[noreturn]] void refuse_missing(std::string_view reference) {
  throw Error(
      Kind::unavailable, "secrets/missing",
      fmt::format("There is no secret behind {} for this address. The operator adds it to secrets.json, with the "
                  "tenant and the hosts that may receive it.",
                  reference));
}

Error malformed(const std::string& where, const std::string& pointer) {
  return {Kind::unavailable, "secrets/file-malformed",
          fmt::format("{} has something other than secrets at \"{}\": see docs/reference/configuration.md.", where,
                      pointer)};
}

void check_hosts(const Value& hosts, const std::string& where, const std::string& pointer) {
  const bool fits = hosts.is_list() && std::ranges::all_of(hosts.items(), [](const Value& host) {
                      return host.is_text() && HostAndPort::parse(host.text()).has_value();
                    });
  if (!fits) throw malformed(where, pointer);
}

void check_members(const Value& entry, std::initializer_list<std::string_view> known, const std::string& where,
                   const std::string& pointer) {
  if (!entry.is_object()) throw malformed(where, pointer);
  for (const auto& member : entry.members()) {
    if (std::ranges::find(known, member.key()) == known.end()) throw malformed(where, pointer);
  }
  if (entry.contains("value") && entry["value"].text().empty()) throw malformed(where, pointer + "/value");
}

void check_table(const Value& table, const std::string& where) {
  check_members(table, {"tenants", "operator"}, where, "");
  for (const auto& tenant : table["tenants"].members()) {
    if (!TenantId::is_valid(tenant.key()) || !tenant.value.is_object())
      throw malformed(where, fmt::format("/tenants/{}", tenant.key()));
    for (const auto& entry : tenant.value.members()) {
      const auto pointer = fmt::format("/tenants/{}/{}", tenant.key(), entry.key());
      check_members(entry.value, {"value", "hosts"}, where, pointer);
      if (!entry.value.contains("value")) throw malformed(where, pointer);
      check_hosts(entry.value["hosts"], where, pointer + "/hosts");
    }
  }
  for (const auto& entry : table["operator"].members()) {
    const auto pointer = fmt::format("/operator/{}", entry.key());
    check_members(entry.value, {"value", "lent"}, where, pointer);
    for (const auto& tenant : entry.value["lent"].members())
      check_hosts(tenant.value, where, fmt::format("{}/lent/{}", pointer, tenant.key()));
  }
}

bool is_for(const Value& hosts, std::string_view url) {
  bool is_listed = false;
  try {
    const auto endpoint = net::Url::parse(url).endpoint;
    for (const auto& host : hosts.items()) {
      const auto place = HostAndPort::parse(host.text());
      is_listed = is_listed || (place && place->is_of(endpoint));
    }
  } catch (const Error&) {
    return false;
  }
  return is_listed;
}

std::string operators_value(const Value& entry, const std::string& name) {
  if (!entry["value"].text().empty()) return std::string(entry["value"].text());
  const char* value = std::getenv(("FRONTDESK_SECRET_" + name).c_str());
  return value ? value : "";
}

// Both places are looked at whatever the first one has.
std::string look_up(const Value& table, const TenantId& tenant, std::string_view reference, std::string_view url) {
  const std::string name(name_in(reference));
  const auto& own = table["tenants"][tenant.text()][name];
  const auto& operators = table["operator"][name];
  const bool is_own = is_for(own["hosts"], url);
  const bool is_lent = is_for(operators["lent"][tenant.text()], url);
  if (is_own && !own["value"].text().empty()) return std::string(own["value"].text());
  auto lent = operators_value(operators, name);
  if (is_lent && !lent.empty()) return lent;
  refuse_missing(reference);
}

class Fixed final : public Secrets {
 public:
  explicit Fixed(Value table) : table_(std::move(table)) { check_table(table_, "The table"); }
  std::string resolve(const TenantId& tenant, std::string_view reference, std::string_view url) const override {
    return look_up(table_, tenant, reference, url);
  }

 private:
  const Value table_;
};

// What keys of well-known services begin with, and how long they are at least.
constexpr std::pair<std::string_view, std::size_t> kKnownKeys[] = {
    {"sk-", 20},         {"sk_live_", 16}, {"sk_test_", 16}, {"rk_live_", 16}, {"ghp_", 20}, {"gho_", 20},
    {"github_pat_", 20}, {"glpat-", 16},   {"xoxb-", 16},    {"xoxp-", 16},    {"AKIA", 20}, {"AIza", 30},
    {"whsec_", 16},      {"SG.", 30},      {"shpat_", 16},   {"npm_", 20},     {"ok_", 20},  {"st_", 20},
    {"vt_", 20},         {"ya29.", 20},    {"Bearer ", 20},  {"Basic ", 16}};

}  // namespace

bool is_secret_reference(std::string_view text) {
  if (!text.starts_with(kReferencePrefix)) return false;
  const auto name = text.substr(kReferencePrefix.size());
  return !name.empty() && name.size() <= 100 && !is_digit(name.front()) &&
         std::ranges::all_of(name, is_capital_or_digit);
}

bool looks_like_a_secret(std::string_view text) {
  text = text::trim(text);
  if (is_secret_reference(text)) return false;
  if (text.find("-----BEGIN ") != std::string_view::npos && text.find("PRIVATE KEY-----") != std::string_view::npos)
    return true;
  const bool one_word = text.find_first_of(" \t\r\n") == std::string_view::npos;
  for (const auto& [prefix, least] : kKnownKeys) {
    const auto rest = text.starts_with(prefix) ? text.substr(prefix.size()) : std::string_view();
    if (text.size() >= least && !rest.empty() && rest.find_first_of(" \t\r\n") == std::string_view::npos &&
        std::ranges::any_of(rest, is_digit)) {
      return true;
    }
  }
  if (text.starts_with("eyJ") && std::ranges::count(text, '.') == 2 && one_word) return true;  // a JSON web token
  const bool mixed = std::ranges::any_of(text, is_lower) && std::ranges::any_of(text, is_upper) &&
                     std::ranges::count_if(text, is_digit) >= 4;
  return text.size() >= 32 && mixed && text.find('/') == std::string_view::npos &&
         std::ranges::all_of(text, is_of_names);
}

std::optional<std::string> Secrets::problem_with(const TenantId& tenant, std::string_view reference,
                                                 std::string_view url) const {
  try {
    resolve(tenant, reference, url);
    return {};
  } catch (const Error& error) {
    return error.detail;
  }
}

std::string SecretsFile::resolve(const TenantId& tenant, std::string_view reference, std::string_view url) const {
  name_in(reference);
  Value table;
  try {
    table = read();
  } catch (const Error& error) {
    if (error.slug == "secrets/missing") throw;
    try {
      refuse_missing(reference);
    } catch (Error& missing) {
      throw std::move(missing).because(error.detail);  // for the log; the tenant does not see the operator's file
    }
  }
  return look_up(table, tenant, reference, url);
}

void SecretsFile::check() const { read(); }

Value SecretsFile::read() const {
  struct stat about{};
  if (path_.empty() || ::stat(path_.c_str(), &about) != 0) return Value::object({});
  if (about.st_mode & (S_IRWXG | S_IRWXO)) {
    throw Error(Kind::forbidden, "secrets/file-open-to-others",
                fmt::format("{} can be read by others. Run: chmod 600 {}", path_, path_));
  }
  std::ifstream file(path_, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  Value table;
  try {
    table = json::parse(bytes, json::kForeign);
  } catch (const Error& error) {
    // What stands in the file is not repeated.
    throw Error(Kind::unavailable, "secrets/file-malformed", fmt::format("{} is not JSON ({}).", path_, error.pointer));
  }
  check_table(table, path_);
  return table;
}

std::unique_ptr<Secrets> fixed_secrets(Value table) { return std::make_unique<Fixed>(std::move(table)); }

}  // namespace frontdesk::platform
