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

Error says_nothing() {
  return {Kind::invalid, "learning/says-nothing", "The sentence has no words; there is nothing to learn from it."};
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

Error unknown_intent(std::string_view intent) {
  return {Kind::not_found, "learning/unknown-intent",
          fmt::format("The draft has no intent {}, and no fact of this name.", intent)};
}

Error inherited(std::string_view intent) {
  return {Kind::conflict, "learning/inherited",
          fmt::format("{} stands in a file that this one extends. Add the example there.", intent)};
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
