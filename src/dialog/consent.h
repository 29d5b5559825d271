#pragma once

#include <string_view>

namespace frontdesk::dialog {

enum class Consent { yes, no, other };

// Reads the answer to a read-back. Only a short, clear yes is a yes: "yes, but at eight" is other, and "no" wins over
// everything that comes with it when nothing else is asked for. Where a cancellation was read back, "yes, cancel it" is
// a yes; elsewhere "cancel" is a no.
Consent read_consent(std::string_view text, bool cancelling = false);

}  // namespace frontdesk::dialog
