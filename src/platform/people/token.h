#pragma once

#include <string>
#include <string_view>

#include "base/random.h"

namespace frontdesk::platform::people {

inline constexpr std::string_view kSessionPrefix = "us_", kKeyPrefix = "ak_", kLinkPrefix = "li_";

// 256 bits that nobody can guess, of letters that stand in headers and addresses as they are.
std::string make_token(std::string_view prefix, Random& random);
// What is stored of a token: by it the token is known again, and cannot be made.
std::string digest_of(std::string_view token);

// A token may name the tenant that it is used for, behind a dot: "us_….bistro".
struct TokenFor {
  std::string_view token;
  std::string_view tenant;  // empty: none, what is asked is of the operator or of the user alone
};
TokenFor split_token(std::string_view text);

}  // namespace frontdesk::platform::people
