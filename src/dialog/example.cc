#include "dialog/example.h"

#include <map>
#include <set>

#include "ai/features.h"
#include "base/text.h"
#include "base/unicode.h"
#include "dialog/consent.h"
#include "dialog/reading/language.h"

namespace frontdesk::dialog {
namespace {

using platform::config::Checked;
using platform::config::Findings;
using platform::config::join;

constexpr std::size_t kLetters = 500;  // more is no sentence but a letter, and has words for everything
// What looking at one example costs, in steps of an effort.
constexpr std::uint64_t kStepsAnExample = 100;

// Where it stands that says what an example is of.
struct Learned {
  std::string_view section;   // "intents"
  std::string_view examples;  // the member with the sentences
  std::string_view name;      // the member with the name
};
constexpr Learned kLearned[] = {{"intents", "examples", "name"}, {"facts", "questions", "id"}};

std::set<reading::List> lists_in(std::string_view text) {
  std::set<reading::List> lists;
  const auto words = reading::words_of(text);
  for (const auto& language : reading::languages()) {
    for (const auto& phrase : language.phrases(language.tokens(words))) lists.insert(phrase.list);
  }
  return lists;
}

// "Cancel" and "great, thank you" answer a read-back too, and where nothing is open they are something that one wants
// or says by itself; "yes" and "no, thanks" are nothing without the question.
bool is_answer(std::string_view text) {
  const auto answer = read_answer(text);
  if (answer != Answer::yes && answer != Answer::no) return false;
  const auto said = lists_in(text);
  if (said.contains(reading::List::assent) || said.contains(reading::List::refusal)) return true;
  return !said.contains(reading::List::stop) && !said.contains(reading::List::thanks);
}

class ExampleCheck {
 public:
  ExampleCheck(const Checked& document, Findings& findings) : document_(document), findings_(findings) {}

  void run() {
    for (const auto& learned : kLearned) {
      const auto& entries = document_[learned.section];
      for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto here = join("/" + std::string(learned.section), i);
        if (!document_.is_sound(here)) continue;
        const auto& sentences = entries[i][learned.examples];
        for (std::size_t j = 0; j < sentences.size(); ++j)
          check(sentences[j].text(), entries[i][learned.name].text(), join(join(here, learned.examples), j));
      }
    }
  }

 private:
  struct Seen {
    std::string_view of;
    std::string at;
  };

  void check(std::string_view text, std::string_view of, std::string at) {
    document_.spend(kStepsAnExample);
    if (const auto fault = fault_of_example(text)) {
      const auto words = words_for(*fault);
      return findings_.error(at, fmt::format("This example {}.", words.problem), std::string(words.remedy));
    }
    const auto [known, is_new] = seen_.try_emplace(ai::words_of(text), Seen{of, at});
    if (is_new || known->second.of == of) return;
    findings_.warning(
        at, fmt::format("The same words are an example of \"{}\", at {}.", known->second.of, known->second.at),
        "Keep them where they are meant, and take them out of the other.");
  }

  const Checked& document_;
  Findings& findings_;
  std::map<std::vector<std::u32string>, Seen> seen_;
};

}  // namespace

std::optional<ExampleFault> fault_of_example(std::string_view text) {
  if (ai::words_of(text).empty()) return ExampleFault::says_nothing;
  if (text::count_code_points(text) > kLetters) return ExampleFault::too_long;
  if (unicode::has_hidden(text)) return ExampleFault::hidden_signs;
  if (text.find("{{") != std::string_view::npos || text.find("}}") != std::string_view::npos)
    return ExampleFault::has_holes;
  return is_answer(unicode::plain(text)) ? std::optional(ExampleFault::is_an_answer) : std::nullopt;
}

ExampleWords words_for(ExampleFault fault) {
  switch (fault) {
    case ExampleFault::says_nothing:
      return {"has no words", "Write it as a customer would say it, or remove it."};
    case ExampleFault::too_long:
      return {"is longer than 500 letters", "Keep the sentence in which it is said what is wanted."};
    case ExampleFault::hidden_signs:
      return {"has signs that cannot be seen: line breaks, controls or marks of direction",
              "Type it anew, on one line."};
    case ExampleFault::has_holes:
      return {"has \"{{\" or \"}}\", which nobody says", "Write a value as a customer would say it."};
    case ExampleFault::is_an_answer:
      return {"is a yes or a no, which answers what was asked before it",
              "Remove it, or write what is wanted beside it; the same words cannot be an answer and a wish."};
  }
  return {};
}

void check_examples(const Checked& document, Findings& findings) { ExampleCheck(document, findings).run(); }

}  // namespace frontdesk::dialog
