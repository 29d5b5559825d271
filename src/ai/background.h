#pragma once

#include <span>
#include <string_view>

namespace frontdesk::ai {

// What people also say to a bot and hardly any business is there for. The intent classifier learns from these sentences
// what "none of ours" sounds like (words/background/LANGUAGE.txt); those that resemble an example of the tenant are
// left out when it is trained.
std::span<const std::string_view> background_sentences();

}  // namespace frontdesk::ai
