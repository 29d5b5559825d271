#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/config/section.h"

// What the classifier may learn from: examples of intents and questions of facts.
namespace frontdesk::dialog {

enum class ExampleFault { says_nothing, too_long, hidden_signs, has_holes, is_an_answer };

// Why a sentence teaches nothing, or the wrong thing; nothing where it is a good example.
std::optional<ExampleFault> fault_of_example(std::string_view text);

// What is said of it, behind the sentence itself, and how it is mended.
struct ExampleWords {
  std::string_view problem;
  std::string_view remedy;
};
ExampleWords words_for(ExampleFault fault);

// Looks at all examples of a file: each by itself, and whether two intents or facts have the same one.
void check_examples(const platform::config::Checked& document, platform::config::Findings& findings);

}  // namespace frontdesk::dialog
