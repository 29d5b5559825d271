#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/config/document.h"

// What a trade's files have in common, as files that are part of the program: words, intents, answers. A tenant's file
// takes one over with `extends: pack:NAME`, wherever it is checked.
namespace frontdesk::platform::config {

// The pack that `extends` names ("pack:clinic"), or nothing.
std::optional<Source> find_pack(std::string_view name);

bool names_a_pack(std::string_view name);   // "pack:…", whether there is one or not
std::vector<std::string> names_of_packs();  // "pack:carrier", …

}  // namespace frontdesk::platform::config
