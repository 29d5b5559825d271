#include "platform/people/token.h"

#include "base/crypto.h"

namespace frontdesk::platform::people {

std::string make_token(std::string_view prefix, Random& random) {
  std::string bytes(32, '\0');
  random.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  return std::string(prefix) + crypto::base64url(bytes);
}

std::string digest_of(std::string_view token) { return crypto::sha256_hex(token); }

TokenFor split_token(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return {text, {}};
  return {text.substr(0, dot), text.substr(dot + 1)};
}

}  // namespace frontdesk::platform::people
