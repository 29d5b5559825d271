#include "platform/config/packs.h"

#include <algorithm>
#include <span>

#include "base/embedded.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> packs();  // pack:NAME is NAME.yaml
}

namespace frontdesk::platform::config {
namespace {

constexpr std::string_view kPrefix = "pack:";
constexpr std::string_view kEnding = ".yaml";

std::string name_of(const base::EmbeddedFile& file) {
  return std::string(kPrefix) + std::string(file.name.substr(0, file.name.size() - kEnding.size()));
}

}  // namespace

bool names_a_pack(std::string_view name) { return name.starts_with(kPrefix); }

std::optional<Source> find_pack(std::string_view name) {
  const auto packs = embedded::packs();
  const auto found = std::ranges::find(packs, name, name_of);
  if (found == packs.end()) return std::nullopt;
  return Source{std::string(name), std::string(found->bytes)};
}

std::vector<std::string> names_of_packs() {
  std::vector<std::string> names;
  for (const auto& file : embedded::packs()) names.push_back(name_of(file));
  return names;
}

}  // namespace frontdesk::platform::config
