// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 and BLAKE2b by libsodium, and UUIDs. Pure but for files and random UUIDs; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace causa {

/// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

/// Of a file of any size, read in parts. Error: place is the path, message says what the system
/// said.
Result<std::string> sha256_of_file(const std::filesystem::path& path);

/// 256 bits.
using Digest = std::array<std::byte, 32>;

/// BLAKE2b (RFC 7693) with 32 bytes of output and no key, as `b2sum -l 256`.
Digest blake2b(std::string_view bytes);

/// 64 lower-case hexadecimal digits.
std::string to_hex(const Digest& digest);

/// A random UUID, version 4, in its usual text form.
std::string random_uuid();
/// Several, with one question to the system.
std::vector<std::string> random_uuids(std::size_t count);

/// The UUID, version 5, of a name within causa (RFC 4122, in the name space of URLs): the same name
/// has the same UUID on every machine and at every time.
std::string name_uuid(std::string_view name);

}  // namespace causa
