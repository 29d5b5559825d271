#include "dialog/sentences.h"

#include <map>

#include "base/embedded.h"
#include "base/error.h"
#include "base/text.h"
#include "base/yaml.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> dialog_sentences();
}  // namespace frontdesk::embedded

namespace frontdesk::dialog {
namespace {

const std::map<std::string_view, Value>& tables() {
  static const auto all = [] {
    std::map<std::string_view, Value> read;
    for (const auto& file : embedded::dialog_sentences())
      read.emplace(file.name.substr(0, file.name.find('.')), yaml::parse(file.bytes).value);
    return read;
  }();
  return all;
}

const Value& entry(std::string_view language, std::string_view id) {
  if (const auto* value = sentences_of(language).find(id)) return *value;
  throw Error(Kind::internal, "dialog/no-sentence", fmt::format("The tables of sentences have no \"{}\".", id));
}

}  // namespace

const Value& sentences_of(std::string_view language) {
  const auto found = tables().find(language);
  return found == tables().end() ? tables().at(kFirstLanguage) : found->second;
}

std::string sentence(std::string_view language, std::string_view id, const Value& holes) {
  return text::fill(entry(language, id).text(), [&](std::string_view name) { return holes[name].text(); });
}

const Value& word_list(std::string_view language, std::string_view id) { return entry(language, id); }

std::string plain_words(std::string_view said) {
  std::string plain = " ";
  for (auto rest = text::head(said, 1000); !rest.empty();) {
    const bool is_apostrophe = rest.starts_with("\u2019");
    const char c = rest.front();
    rest.remove_prefix(is_apostrophe ? 3 : 1);
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80);
    if (is_apostrophe || c == '\'') continue;
    if (is_letter || !plain.ends_with(' ')) plain += is_letter ? c : ' ';
  }
  if (!plain.ends_with(' ')) plain += ' ';
  return text::lower_ascii(plain);
}

std::vector<std::string_view> spoken_languages() {
  std::vector<std::string_view> names;
  for (const auto& [name, table] : tables()) names.push_back(name);
  return names;
}

}  // namespace frontdesk::dialog
