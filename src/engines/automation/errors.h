#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "dialog/example.h"

namespace frontdesk::engines::automation::errors {

Error nothing_live();
Error missing_parameter(std::string_view name);
// `live`: the tools that the live version has.
Error unknown_tool(std::string_view name, const std::vector<std::string>& live);

// `at`: where the sentence stands in the request.
Error no_example(dialog::ExampleFault fault, std::string_view at);
Error known_already(std::string_view text, std::string_view intent);
Error contradicts(std::string_view text, std::string_view intent);
Error unknown_intent(std::string_view intent);
Error inherited(std::string_view intent);
Error unseen_answer();
Error name_taken(std::string_view name);
Error not_said(std::string_view words);
Error unknown_name(std::string_view name);
Error known_word(std::string_view words, std::string_view name);
Error other_meaning(std::string_view words, std::string_view name);

}  // namespace frontdesk::engines::automation::errors
