#include "app/cli_files.h"

#include <fstream>
#include <iterator>

#include "base/error.h"

namespace frontdesk::app {

std::string read_text_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (!file.is_open() || file.bad())
    throw Error(Kind::not_found, "cli/no-file", fmt::format("{} cannot be read.", path));
  return bytes;
}

platform::config::Upload upload_of(const std::string& path) {
  namespace config = platform::config;
  config::Upload upload;
  upload.file = {path, read_text_file(path)};
  const auto reading = config::read_document(upload.file, config::load_from_disk());
  if (reading.document) {
    const auto& sources = reading.document->sources();
    upload.bases.assign(sources.begin() + 1, sources.end());
  }
  return upload;
}

}  // namespace frontdesk::app
