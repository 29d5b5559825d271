#pragma once

#include <string>
#include <string_view>

namespace frontdesk::platform::pages {

// What `reference` leads to where it stands in something at `base` (RFC 3986, 5.2); `base` may be empty. Blanks around
// it, and line breaks in it, are left out, as browsers do.
std::string resolved(std::string_view base, std::string_view reference);

// Whether a browser may be given it: of a scheme that only leads somewhere (http, https, mailto, tel, …), or of none.
// What browsers overlook in a scheme (blanks, controls) is overlooked.
bool is_safe_link(std::string_view url);

// resolved(), where that is a safe link; empty where it is none. What has no place in an address is percent-encoded, so
// that it cannot end what it is put into.
std::string safe_link(std::string_view base, std::string_view reference);

}  // namespace frontdesk::platform::pages
