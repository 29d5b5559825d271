#pragma once

#include <functional>
#include <string>

#include "platform/config/section.h"

namespace frontdesk::dialog {

// Visits every wording of a tenant's file that customers read, with its place. Whatever has another type is passed
// over.
using VisitWording = std::function<void(const Value& wording, const std::string& pointer)>;
void for_each_guest_text(const Value& document, const VisitWording& visit);

// Warns where a language that the file serves has no text of its own: at each wording that is written by language, and
// once for all that are written only once.
void check_guest_texts(const platform::config::Checked& document, platform::config::Findings& findings);

}  // namespace frontdesk::dialog
