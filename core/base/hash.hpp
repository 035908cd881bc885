// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 by libsodium. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace causa {

/// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

/// A random UUID, version 4, in its usual text form.
std::string random_uuid();

}  // namespace causa
