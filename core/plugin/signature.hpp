// SPDX-License-Identifier: Apache-2.0
//
// FILE.sig: who signed that they reviewed FILE, one signature a line:
//
//   causa.signature/1 KEY 2026-11-26 <128 digits>
//
// KEY is the fingerprint of an Ed25519 key. What is signed is a statement of the module's id,
// version, the SHA-256 of its file, the key and the date, so that a signature of one file is none
// of another. Reads files; any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "plugin/keys.hpp"

namespace causa::plugin {

struct Signature {
  std::string fingerprint, date, digits;
};

/// What a signature says yes to.
struct Signed {
  std::string id, version, sha256;
};

std::string statement_of(const Signed& it, std::string_view fingerprint, std::string_view date);

/// Error: place is "place:line".
Result<std::vector<Signature>> parse_signatures(std::string_view text, std::string_view place);
std::string format_signatures(const std::vector<Signature>& signatures);

std::filesystem::path signature_path(const std::filesystem::path& file);

enum class SignatureState : std::uint8_t {
  none = 1,  ///< there is no FILE.sig
  good,      ///< a trusted key signed it
  unknown,   ///< only keys that aren't trusted
  wrong,     ///< a trusted key signed something else, or FILE.sig can't be used
};

struct SignatureCheck {
  SignatureState state = SignatureState::none;
  std::string by;         ///< good: names of the keys
  std::string why, cure;  ///< else: "has no signature beside it"
};

SignatureCheck check_signature(const std::filesystem::path& file, const Signed& it,
                               const KeyRing& ring);

/// Adds a signature to FILE.sig, in place of an earlier one of the same key. Signatures of other
/// keys that are of earlier bytes stay. Error: place is the path.
Result<void> add_signature(const std::filesystem::path& file, const Signed& it,
                           std::string_view secret_key, std::string_view date);

}  // namespace causa::plugin
