// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 by libsodium, and UUIDs. Pure but for random_uuid(); any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace causa {

/// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

/// A random UUID, version 4, in its usual text form.
std::string random_uuid();

/// The UUID, version 5, of a name within causa (RFC 4122, in the name space of URLs): the same name
/// has the same UUID on every machine and at every time.
std::string name_uuid(std::string_view name);

}  // namespace causa
