// SPDX-License-Identifier: Apache-2.0
//
// Files of Ed25519 keys. NAME.pub in a folder of trusted keys says whose signatures count here, and
// is withdrawn by removing it; NAME.key is its secret half, for its owner alone:
//
//   causa.key/1 ed25519:<64 digits> NAME
//   causa.secret-key/1 ed25519:<128 digits> NAME
//
// `#` begins a comment line. Reads files; any thread.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace causa::plugin {

struct TrustedKey {
  std::string name;         ///< of the file, without .pub: what the administrator calls it
  std::string fingerprint;  ///< 16 digits, by which signatures name it
  std::string public_key;
  std::filesystem::path path;
};

struct KeyRing {
  std::vector<TrustedKey> keys;
  std::vector<std::string> faults;  ///< sentences: keys and folders that don't count, and why

  /// nullptr: not trusted.
  [[nodiscard]] const TrustedKey* find(std::string_view fingerprint) const;
};

/// All NAME.pub of the folders; one that isn't there holds none. What others may write doesn't
/// count.
KeyRing read_trusted_keys(std::span<const std::filesystem::path> folders);

struct SecretKeyFile {
  std::string name;
  std::string secret_key;
};

/// Refuses a file that anybody else may read. Error: place is the path; Fault::usage.
Result<SecretKeyFile> read_secret_key(const std::filesystem::path& path);

struct NewKey {
  std::filesystem::path secret, open;
  std::string fingerprint;
};

/// Makes `path` (0600, its folder 0700 if it has to be made) and NAME.pub beside it. Overwrites
/// nothing. Error: place is the path; Fault::usage.
Result<NewKey> make_key(const std::filesystem::path& path);

/// The fields of the one line that isn't a comment; for tests and fuzzers too. Error: place is
/// "place:line".
struct KeyLine {
  std::string digits, name;
};
Result<KeyLine> parse_key(std::string_view text, std::string_view format, std::size_t bytes,
                          std::string_view place);

inline constexpr std::string_view public_key_format = "causa.key/1";
inline constexpr std::string_view secret_key_format = "causa.secret-key/1";

}  // namespace causa::plugin
