#include "platform/secrets.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace frontdesk::platform {
namespace {

constexpr std::string_view kPrefix = "secret:";

bool is_capital_or_digit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_of_keys(char c) {
  return is_lower(c) || is_upper(c) || is_digit(c) || c == '_' || c == '-' || c == '+' || c == '/' || c == '=';
}

std::string_view name_in(std::string_view reference) {
  if (!is_secret_reference(reference)) {
    throw Error(Kind::invalid, "secrets/not-a-reference",
                "A secret is named as secret:NAME, with capital letters, digits and \"_\".");
  }
  return reference.substr(kPrefix.size());
}

[[noreturn]] void refuse_missing(std::string_view reference) {
  throw Error(
      Kind::unavailable, "secrets/missing",
      fmt::format(
          "There is no secret behind {0}. Set FRONTDESK_SECRET_{1}, or add \"{1}\" to secrets.json in the data folder.",
          reference, name_in(reference)));
}

class EnvironmentAndFile final : public Secrets {
 public:
  explicit EnvironmentAndFile(std::string folder) : path_(folder.empty() ? "" : folder + "/secrets.json") {}

  std::string resolve(const TenantId& tenant, std::string_view reference) const override {
    const auto name = std::string(name_in(reference));
    if (const char* value = std::getenv(("FRONTDESK_SECRET_" + name).c_str()); value && *value) return value;
    const auto file = read_file();
    for (const auto* place : {&file[tenant.text()], &file}) {
      if ((*place)[name].is_text() && !(*place)[name].text().empty()) return std::string((*place)[name].text());
    }
    refuse_missing(reference);
  }

 private:
  Value read_file() const {
    struct stat about{};
    if (path_.empty() || ::stat(path_.c_str(), &about) != 0) return {};
    if (about.st_mode & (S_IRWXG | S_IRWXO)) {
      throw Error(Kind::forbidden, "secrets/file-open-to-others",
                  fmt::format("{} can be read by others. Run: chmod 600 {}", path_, path_));
    }
    std::ifstream file(path_, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    try {
      return json::parse(bytes, json::kForeign);
    } catch (const Error& error) {
      // What stands in the file is not repeated.
      throw Error(Kind::unavailable, "secrets/file-malformed",
                  fmt::format("{} is not JSON ({}).", path_, error.pointer));
    }
  }

  std::string path_;
};

class Fixed final : public Secrets {
 public:
  explicit Fixed(std::map<std::string, std::string, std::less<>> values) : values_(std::move(values)) {}
  std::string resolve(const TenantId&, std::string_view reference) const override {
    const auto found = values_.find(name_in(reference));
    if (found == values_.end()) refuse_missing(reference);
    return found->second;
  }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

// What keys of well-known services begin with, and how long they are at least.
constexpr std::pair<std::string_view, std::size_t> kKnownKeys[] = {
    {"sk-", 20},         {"sk_live_", 16}, {"sk_test_", 16}, {"rk_live_", 16}, {"ghp_", 20}, {"gho_", 20},
    {"github_pat_", 20}, {"glpat-", 16},   {"xoxb-", 16},    {"xoxp-", 16},    {"AKIA", 20}, {"AIza", 30},
    {"whsec_", 16},      {"SG.", 30},      {"shpat_", 16},   {"npm_", 20},     {"ok_", 20},  {"st_", 20},
    {"vt_", 20},         {"ya29.", 20},    {"Bearer ", 20},  {"Basic ", 16}};

}  // namespace

bool is_secret_reference(std::string_view text) {
  if (!text.starts_with(kPrefix)) return false;
  const auto name = text.substr(kPrefix.size());
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
         std::ranges::all_of(text, is_of_keys);
}

std::optional<std::string> Secrets::problem_with(const TenantId& tenant, std::string_view reference) const {
  try {
    resolve(tenant, reference);
    return {};
  } catch (const Error& error) {
    return error.detail;
  }
}

std::unique_ptr<Secrets> environment_and_file_secrets(std::string folder) {
  return std::make_unique<EnvironmentAndFile>(std::move(folder));
}

std::unique_ptr<Secrets> fixed_secrets(std::map<std::string, std::string, std::less<>> values) {
  return std::make_unique<Fixed>(std::move(values));
}

}  // namespace frontdesk::platform
