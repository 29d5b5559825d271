#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// The one door to cryptography (OpenSSL behind it).
namespace frontdesk::crypto {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
// The same of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  void update(std::string_view bytes);
  Digest finish();  // once

 private:
  std::shared_ptr<void> context_;
};
Digest hmac_sha256(std::string_view key, std::string_view bytes);
// Takes the same time wherever two texts of one length differ.
bool equal_in_constant_time(std::string_view left, std::string_view right);

std::string hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);  // nothing where it is none
std::string sha256_hex(std::string_view bytes);
std::string base64(std::string_view bytes);     // RFC 4648 section 4, with padding
std::string base64url(std::string_view bytes);  // RFC 4648 section 5, without padding
// Strict: nothing where a byte is foreign, the length is impossible or a spare bit is set.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace frontdesk::crypto
