#include "base/signing_key.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "base/error.h"

namespace frontdesk::crypto {
namespace {

constexpr int kRsaBitsMin = 2048;

Error bad_key(std::string detail) { return {Kind::invalid, "crypto/bad-key", std::move(detail)}; }
Error failed() { return {Kind::internal, "crypto/failed", "OpenSSL could not sign."}; }

// Nobody is there to be asked.
int no_password(char*, int, int, void*) { return 0; }

EVP_PKEY* key_of(const std::shared_ptr<void>& key) { return static_cast<EVP_PKEY*>(key.get()); }

}  // namespace

SigningKey SigningKey::from_pem(std::string_view pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                      BIO_free);
  const std::shared_ptr<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr), EVP_PKEY_free);
  if (!key) throw bad_key("It is no private key in PEM, or one under a password.");
  const auto id = EVP_PKEY_get_base_id(key.get());
  if (id == EVP_PKEY_ED25519) return {key, Kind::ed25519};
  if (id != EVP_PKEY_RSA) throw bad_key("It is neither an RSA key nor an Ed25519 key.");
  if (EVP_PKEY_get_bits(key.get()) < kRsaBitsMin)
    throw bad_key(
        fmt::format("An RSA key has {} bits or more, and not {}.", kRsaBitsMin, EVP_PKEY_get_bits(key.get())));
  return {key, Kind::rsa};
}

std::string SigningKey::sign(std::string_view message) const {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const auto* const digest = kind_ == Kind::rsa ? EVP_sha256() : nullptr;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(message.data());
  std::size_t size = 0;
  if (EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_of(key_)) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes, message.size()) != 1)
    throw failed();
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, message.size()) !=
      1)
    throw failed();
  signature.resize(size);
  return signature;
}

std::string SigningKey::public_key() const {
  std::string bytes;
  if (kind_ == Kind::ed25519) {
    std::size_t size = 32;
    bytes.resize(size);
    if (EVP_PKEY_get_raw_public_key(key_of(key_), reinterpret_cast<unsigned char*>(bytes.data()), &size) != 1)
      throw failed();
    return bytes;
  }
  const auto size = i2d_PUBKEY(key_of(key_), nullptr);
  if (size <= 0) throw failed();
  bytes.resize(static_cast<std::size_t>(size));
  auto* out = reinterpret_cast<unsigned char*>(bytes.data());
  i2d_PUBKEY(key_of(key_), &out);
  return bytes;
}

}  // namespace frontdesk::crypto
