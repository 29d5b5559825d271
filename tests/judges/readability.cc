// Judges what is taken for the text of a page by what Mozilla's Readability takes: judge_readability CORPORA [--each].
// F1 of words, as many times as they come, against the expected text of each page; the bar is their mean.
#include <cmath>
#include <map>

#include "judges/judge.h"
#include "platform/pages/main_text.h"

namespace {

using namespace frontdesk;

constexpr double kBar = 0.90;

std::map<std::string, int> words_of(std::string_view text) {
  std::map<std::string, int> words;
  std::string word;
  for (const char c : std::string(text) + ' ') {
    if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
      word += c;
    else if (!word.empty())
      ++words[std::exchange(word, {})];
  }
  return words;
}

double f1(const std::map<std::string, int>& got, const std::map<std::string, int>& expected) {
  int shared = 0, of_got = 0, of_expected = 0;
  for (const auto& [word, count] : got) {
    of_got += count;
    const auto other = expected.find(word);
    if (other != expected.end()) shared += std::min(count, other->second);
  }
  for (const auto& [word, count] : expected) of_expected += count;
  return of_got + of_expected == 0 ? 1 : 2.0 * shared / (of_got + of_expected);
}

// The negative control takes all that a page says.
std::string text_of(const platform::pages::Document& page, bool broken) {
  Effort effort;
  if (!broken) return platform::pages::main_text(page, effort).text();
  std::string all;
  for (platform::pages::NodeId id = 0; id < page.size(); ++id) all.append(page.at(id).text).append(" ");
  return all;
}

}  // namespace

int main(int count, char** values) {
  const auto arguments = judge::arguments_of(count, values);
  const bool each = std::find(values, values + count, std::string_view("--each")) != values + count;
  double sum = 0;
  int pages_read = 0;
  for (const auto& path : judge::files_below(arguments.corpora / "readability" / "pages", ".txt")) {
    Effort effort;
    const auto page = platform::pages::Document::parse(judge::read_file(path.parent_path() / "source.html"), effort);
    const auto expected = words_of(judge::read_file(path));
    const auto score = f1(words_of(text_of(page, arguments.broken)), expected);
    if (each) fmt::print("  {:.3f}  {}\n", score, path.parent_path().filename().string());
    sum += score;
    ++pages_read;
  }
  const auto mean = pages_read == 0 ? 0 : sum / pages_read;
  fmt::print("readability: F1 of words {:.3f} over {} pages (bar {:.2f})\n", mean, pages_read, kBar);
  return mean >= kBar ? 0 : 1;
}
