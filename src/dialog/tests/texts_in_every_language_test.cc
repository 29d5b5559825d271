// Whatever the product itself brings is there in each of the languages that it speaks: packs, and the demo.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/unicode.h"
#include "base/yaml.h"
#include "dialog/guest_texts.h"
#include "dialog/reading/spoken.h"
#include "dialog/reading/words.h"
#include "support/demo_document.h"

namespace frontdesk::dialog {
namespace {

const std::vector<std::string> kSpoken = {"de", "en", "es", "it"};

std::set<std::string> spoken_in(const Value& sentences) {
  std::set<std::string> all;
  for (const auto& sentence : sentences.items()) {
    for (const auto& before : kSpoken) {  // where its words are of several languages, it is of each of them
      const auto spoken = reading::spoken_in(reading::words_of(sentence.text()), kSpoken, before);
      all.insert(spoken.language->id);
    }
  }
  return all;
}

// Letters beside its holes.
bool has_words(std::string_view text) {
  int depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with("{{")) ++depth;
    if (text.substr(at).starts_with("}}")) --depth;
    if (depth == 0 && unicode::is_letter(unicode::next(text, at))) return true;
    if (depth != 0) unicode::next(text, at);
  }
  return false;
}

TEST(Packs, know_what_is_said_in_every_language) {
  int count = 0;
  for (const auto& file : std::filesystem::directory_iterator(std::string(FRONTDESK_SOURCE_DIR) + "/packs")) {
    std::ifstream in(file.path());
    std::stringstream text;
    text << in.rdbuf();
    const auto pack = yaml::parse(text.str()).value;
    EXPECT_GT(pack["words"]["records"].size(), kSpoken.size() - 1) << file.path();
    for (const auto& [section, sentences] : {std::pair("intents", "examples"), {"facts", "questions"}}) {
      for (const auto& one : pack[section].items()) {
        const auto spoken = spoken_in(one[sentences]);
        for (const auto& language : kSpoken)
          EXPECT_TRUE(spoken.contains(language))
              << file.path() << ": " << one["name"].text() << one["id"].text() << " in " << language;
        ++count;
      }
    }
  }
  EXPECT_GT(count, 40);
}

TEST(Demo, says_nothing_in_one_language_only) {
  const std::set<std::string, std::less<>> kNames = {"Trattoria Lume"};
  for_each_guest_text(support::demo_document(), [&](const Value& wording, const std::string& at) {
    if (!wording.is_text()) return;
    EXPECT_TRUE(!has_words(wording.text()) || kNames.contains(wording.text())) << at << ": " << wording.text();
  });
}

}  // namespace
}  // namespace frontdesk::dialog
