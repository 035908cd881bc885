// SPDX-License-Identifier: Apache-2.0
//
// The ELF note that carries a manifest inside a library (docs/abi.md): its bytes, to be embedded.
// image.hpp reads it. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace causa::plugin {

inline constexpr std::string_view note_owner{"CAUSA\0", 6};
inline constexpr std::uint32_t note_type = 1;
inline constexpr std::size_t note_header_size = 16;  ///< of the description: causa_note_header

/// namesz, descsz, type, owner padded to 4, description {abi_major, abi_minor_needed,
/// manifest_length, manifest} padded to 4; all little-endian.
std::string make_note(std::uint32_t abi_major, std::uint32_t abi_minor_needed,
                      std::string_view manifest);

}  // namespace causa::plugin
