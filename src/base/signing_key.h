#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace frontdesk::crypto {

// A private key that signs, RSA (of 2048 bits or more) or Ed25519 (OpenSSL behind it). Safe from any thread.
class SigningKey {
 public:
  enum class Kind { rsa, ed25519 };

  // From PEM (PKCS #8, or PKCS #1 for RSA), without a password. Throws Error{invalid, "crypto/bad-key"}.
  static SigningKey from_pem(std::string_view pem);

  Kind kind() const { return kind_; }
  // RSA: PKCS #1 v1.5 with SHA-256 (RFC 8017). Ed25519: of the message as it is (RFC 8032).
  std::string sign(std::string_view message) const;
  // RSA: SubjectPublicKeyInfo in DER; Ed25519: its 32 bytes. As DNS has them for DKIM.
  std::string public_key() const;

 private:
  SigningKey(std::shared_ptr<void> key, Kind kind) : key_(std::move(key)), kind_(kind) {}

  std::shared_ptr<void> key_;
  Kind kind_;
};

}  // namespace frontdesk::crypto
