// SPDX-License-Identifier: Apache-2.0
//
// Ed25519 by libsodium: keys, signing, checking. Keys and signatures are hexadecimal text, as they
// stand in files. Pure but for make_key_pair(); any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa {

struct KeyPair {
  std::string public_key;  ///< 64 digits
  std::string secret_key;  ///< 128 digits; holds the public key too
};

KeyPair make_key_pair();

/// 128 digits. Error: the secret key isn't one; place is empty.
Result<std::string> sign(std::string_view message, std::string_view secret_key);

/// False also if the key or the signature is no such thing.
bool is_signed(std::string_view message, std::string_view signature, std::string_view public_key);

/// The public key of a secret one; empty if it isn't one.
std::string public_key_of(std::string_view secret_key);

/// A short name of a key: the first 16 digits of its SHA-256.
std::string fingerprint_of(std::string_view public_key);

/// Exactly `bytes` bytes as lower-case hexadecimal digits.
bool is_hex(std::string_view text, std::size_t bytes);

}  // namespace causa
