#include "base/password.h"

#include <sodium.h>

#include <array>

#include "base/error.h"

namespace frontdesk::password {
namespace {

void demand_library() {
  static const bool kIsReady = ::sodium_init() >= 0;
  if (!kIsReady)
    throw Error(Kind::internal, "password/no-library", "The library for passwords could not be made ready.");
}

// As the text of a hash has it: the usual letters, without padding.
std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL_NO_PADDING), '\0');
  ::sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  text.resize(text.find('\0'));
  return text;
}

std::string some(Random& random, std::size_t count) {
  std::string bytes(count, '\0');
  random.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  return bytes;
}

}  // namespace

std::string hash(std::string_view password, Cost cost) {
  demand_library();
  std::array<char, crypto_pwhash_STRBYTES> text{};
  const auto failed = ::crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost.passes,
                                              cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
  if (failed != 0) {
    throw Error(Kind::unavailable, "password/no-memory",
                "There is not enough memory to look at a password now; try again in a moment.");
  }
  return text.data();
}

bool matches(const std::string& hash, std::string_view password) {
  demand_library();
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (hash.size() >= text.size()) return false;
  hash.copy(text.data(), hash.size());
  return ::crypto_pwhash_str_verify(text.data(), password.data(), password.size()) == 0;
}

std::string of_nobody(Random& random, Cost cost) {
  constexpr std::size_t kSaltBytes = 16, kHashBytes = 32;
  return fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", cost.memory_bytes / 1024, cost.passes,
                     base64(some(random, kSaltBytes)), base64(some(random, kHashBytes)));
}

}  // namespace frontdesk::password
