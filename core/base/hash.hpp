// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 by libsodium. Pure but for the file; any thread.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa {

/// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

/// Of a file of any size, read in parts. Error: place is the path, message says what the system
/// said.
Result<std::string> sha256_of_file(const std::filesystem::path& path);

/// A random UUID, version 4, in its usual text form.
std::string random_uuid();

}  // namespace causa
