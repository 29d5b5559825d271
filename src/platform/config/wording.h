#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/value.h"

// What customers read may be written once, or once for each language: a text, or {en: …, de: …}.
namespace frontdesk::platform::config {

// `length_max`: of each text; 0: any.
Value wording_schema(std::string_view says, std::int64_t length_max = 0);

// The text for a language; where there is none in it, in `first`, else the one that is written first. Empty where
// nothing is written.
std::string_view in_language(const Value& wording, std::string_view language, std::string_view first = {});

// Each text with its place: one at the pointer itself, or one for each language below it.
using VisitText = std::function<void(std::string_view text, const std::string& pointer)>;
void for_each_text(const Value& wording, const std::string& pointer, const VisitText& visit);

}  // namespace frontdesk::platform::config
