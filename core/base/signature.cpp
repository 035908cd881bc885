// SPDX-License-Identifier: Apache-2.0

#include "base/signature.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/hash.hpp"

namespace causa {

namespace {

using PublicKey = std::array<unsigned char, crypto_sign_PUBLICKEYBYTES>;
using Signature = std::array<unsigned char, crypto_sign_BYTES>;

/// Wiped when it goes.
struct SecretKey {
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> bytes{};
  SecretKey() = default;
  SecretKey(const SecretKey&) = delete;
  SecretKey& operator=(const SecretKey&) = delete;
  ~SecretKey() { sodium_memzero(bytes.data(), bytes.size()); }
};

template <class Bytes>
std::string to_hex(const Bytes& bytes) {
  std::string hex(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  hex.pop_back();
  return hex;
}

template <class Bytes>
bool from_hex(std::string_view hex, Bytes& bytes) {
  std::size_t size = 0;
  return is_hex(hex, bytes.size()) &&
         sodium_hex2bin(bytes.data(), bytes.size(), hex.data(), hex.size(), nullptr, &size,
                        nullptr) == 0 &&
         size == bytes.size();
}

const unsigned char* raw(std::string_view text) {
  return static_cast<const unsigned char*>(static_cast<const void*>(text.data()));
}

}  // namespace

KeyPair make_key_pair() {
  PublicKey open{};
  SecretKey secret;
  crypto_sign_keypair(open.data(), secret.bytes.data());
  return {to_hex(open), to_hex(secret.bytes)};
}

Result<std::string> sign(std::string_view message, std::string_view secret_key) {
  SecretKey secret;
  if (!from_hex(secret_key, secret.bytes))
    return Error{
        Fault::usage, {}, "is no Ed25519 secret key", "make one with causa plugins keys new"};
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, raw(message), message.size(),
                       secret.bytes.data());
  return to_hex(signature);
}

bool is_signed(std::string_view message, std::string_view signature, std::string_view public_key) {
  PublicKey open{};
  Signature bytes{};
  return from_hex(public_key, open) && from_hex(signature, bytes) &&
         crypto_sign_verify_detached(bytes.data(), raw(message), message.size(), open.data()) == 0;
}

std::string public_key_of(std::string_view secret_key) {
  SecretKey secret;
  if (!from_hex(secret_key, secret.bytes)) return {};
  PublicKey open{};
  crypto_sign_ed25519_sk_to_pk(open.data(), secret.bytes.data());
  return to_hex(open);
}

std::string fingerprint_of(std::string_view public_key) {
  return sha256_hex(public_key).substr(0, 16);
}

bool is_hex(std::string_view text, std::size_t bytes) {
  return text.size() == bytes * 2 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace causa
