#include "app/options.h"

#include <fstream>
#include <sstream>

#include "base/describe.h"
#include "base/yaml.h"

namespace frontdesk::app {

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
    return document.value.is_null() ? Options{} : from_value<Options>(document.value);
  } catch (const Error& error) {
    const bool is_name = error.slug == "value/unknown-member";
    const auto mark = is_name ? document.key_mark_of(error.pointer) : document.mark_of(error.pointer);
    throw Error(error.kind, error.slug, fmt::format("{}:{}:{}: {}", path, mark.line, mark.column, error.detail))
        .at(error.pointer);
  }
}

}  // namespace frontdesk::app
