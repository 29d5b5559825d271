#include "support/corpora.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace frontdesk::support {

std::optional<std::string> corpus(const std::string& name) {
  const char* given = std::getenv("FRONTDESK_CORPORA");
  const auto folder = std::filesystem::path(given ? given : FRONTDESK_SOURCE_DIR "/../shared/corpora") / name;
  if (std::filesystem::is_directory(folder)) return folder.string();
  if (given) throw std::runtime_error("FRONTDESK_CORPORA names no folder with " + name + ": " + folder.string());
  return std::nullopt;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace frontdesk::support
