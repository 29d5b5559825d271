#include "base/signing_key.h"

#include <gtest/gtest.h>

#include "base/crypto.h"
#include "base/error.h"

namespace frontdesk::crypto {
namespace {

// RFC 8032, section 7.1, test 2; as PKCS #8 (RFC 8410).
std::string ed25519_pem() {
  const auto der =
      from_hex("302e020100300506032b6570042204204ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  return "-----BEGIN PRIVATE KEY-----\n" + base64(*der) + "\n-----END PRIVATE KEY-----\n";
}

std::string slug_of(const std::string& pem) {
  try {
    SigningKey::from_pem(pem);
  } catch (const Error& error) {
    return error.slug;
  }
  return "";
}

TEST(SigningKey, signs_with_ed25519_as_the_rfc_does) {
  const auto key = SigningKey::from_pem(ed25519_pem());
  EXPECT_EQ(key.kind(), SigningKey::Kind::ed25519);
  EXPECT_EQ(hex(key.public_key()), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  EXPECT_EQ(
      hex(key.sign("\x72")),
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
      "b00d291612bb0c00");
}

TEST(SigningKey, refuses_what_is_no_private_key) {
  EXPECT_EQ(slug_of(""), "crypto/bad-key");
  EXPECT_EQ(slug_of("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"), "crypto/bad-key");
  EXPECT_EQ(slug_of("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n"
                    "-----END PUBLIC KEY-----\n"),
            "crypto/bad-key");
}

}  // namespace
}  // namespace frontdesk::crypto
