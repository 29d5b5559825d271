#include "engines/automation/errors.h"

namespace frontdesk::engines::automation::errors {

Error nothing_live() {
  return {Kind::not_found, "config/none-live", "Nothing is deployed for this tenant yet; deploy a tenant file first."};
}

Error missing_parameter(std::string_view name) {
  return Error(Kind::invalid, "automation/missing-parameter",
               fmt::format("The query needs \"{}\": the hash of a version.", name))
      .at(std::string(name));
}

Error unknown_tool(std::string_view name, const std::vector<std::string>& live) {
  return Error(Kind::not_found, "automation/unknown-tool",
               fmt::format("No version of the tenant's file has a tool \"{}\", so nothing was stopped. {}", name,
                           live.empty() ? "The live version has no tool."
                                        : fmt::format("The live version has: {}.", fmt::join(live, ", "))))
      .at("/name");
}

Error no_example(dialog::ExampleFault fault, std::string_view at) {
  switch (fault) {
    case dialog::ExampleFault::says_nothing:
      break;
    case dialog::ExampleFault::too_long:
      return Error(Kind::invalid, "learning/too-long",
                   "The sentence is longer than 500 letters. Keep the part that says what is wanted.")
          .at(std::string(at));
    case dialog::ExampleFault::hidden_signs:
      return Error(Kind::invalid, "learning/hidden-signs",
                   "The sentence has signs that cannot be seen: line breaks, controls or marks of direction. Type it "
                   "anew, on one line.")
          .at(std::string(at));
    case dialog::ExampleFault::has_holes:
      return Error(Kind::invalid, "learning/has-holes",
                   "The sentence has \"{{\" or \"}}\", which nobody says. Write a value as a customer would say it.")
          .at(std::string(at));
    case dialog::ExampleFault::is_an_answer:
      return Error(Kind::invalid, "learning/is-an-answer",
                   "The sentence is a yes or a no, which answers what was asked before it; the same words cannot be an "
                   "answer and a wish. Choose a message that says what is wanted.")
          .at(std::string(at));
  }
  return Error(Kind::invalid, "learning/says-nothing", "The sentence has no words; there is nothing to learn from it.")
      .at(std::string(at));
}

Error known_already(std::string_view text, std::string_view intent) {
  return {
      Kind::conflict, "learning/known-already",
      fmt::format("\"{}\" is an example of {} already. Where it is misread all the same, other examples sound like it: "
                  "look at those of the intent that it is taken for.",
                  text, intent)};
}

Error contradicts(std::string_view text, std::string_view intent) {
  return {
      Kind::conflict, "learning/contradicts",
      fmt::format("\"{}\" is an example of {}. The same words cannot mean two things: take it out there first, in the "
                  "configuration's text.",
                  text, intent)};
}

Error unseen_answer() {
  return Error(Kind::invalid, "learning/unseen-answer",
               "The answer has no words, or signs that cannot be seen. Type it anew, as the guest shall read it.")
      .at("/answer/text");
}

Error unknown_intent(std::string_view intent) {
  return {Kind::not_found, "learning/unknown-intent",
          fmt::format("The draft has no intent {}, and no fact of this name.", intent)};
}

Error inherited(std::string_view intent) {
  return {Kind::conflict, "learning/inherited",
          fmt::format("{} stands in a file that this one extends. Add the word there.", intent)};
}

Error name_taken(std::string_view name) {
  return {Kind::conflict, "learning/name-taken", fmt::format("There is a {} already; choose another name.", name)};
}

Error not_said(std::string_view words) {
  return Error(Kind::invalid, "learning/not-said",
               fmt::format("\"{}\" does not stand in the message. Name words as the customer said them.", words))
      .at("/name/words");
}

Error unknown_name(std::string_view name) {
  return Error(Kind::not_found, "learning/unknown-name",
               fmt::format("The draft has nothing of this kind that is called \"{}\".", name))
      .at("/name/name");
}

Error known_word(std::string_view words, std::string_view name) {
  return {Kind::conflict, "learning/known-word",
          fmt::format("\"{}\" means {} already. Where it is misread all the same, the rest of the message is why.",
                      words, name)};
}

Error other_meaning(std::string_view words, std::string_view name) {
  return {
      Kind::conflict, "learning/other-meaning",
      fmt::format("\"{}\" means {}. The same words cannot mean two things of one list: take them out there first, in "
                  "the configuration's text.",
                  words, name)};
}

}  // namespace frontdesk::engines::automation::errors
