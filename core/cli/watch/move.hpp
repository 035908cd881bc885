// SPDX-License-Identifier: Apache-2.0
//
// Files are moved, never copied, and never over another: at every instant a file is whole in
// exactly one place. Any thread. Errors: Fault::usage with what the system said; the place is the
// folder, since names of files may hold identifiers of patients.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa::cli::watch {

enum class Moved : std::uint8_t {
  yes = 1,
  taken,  ///< there is another file of this name
  gone,   ///< there is nothing to move
};

/// Both within one file system.
Result<Moved> move_new(const std::filesystem::path& from, const std::filesystem::path& to);

/// What was moved into or out of the folder stays so after a loss of power.
Result<void> sync(const std::filesystem::path& folder);

/// A small file of the watch itself: whole on the disk, or as it was before.
Result<void> write_own(const std::filesystem::path& file, std::string_view text);

/// What the system said of a folder or of a file in it.
Error system_error(const std::filesystem::path& folder, std::string_view action, int code);

/// A name in two parts: "adt.hl7" is "adt" and ".hl7"; a dot at the start or far from the end
/// begins no extension.
struct NameParts {
  std::string_view stem, extension;
};
NameParts parts_of(std::string_view name);

/// "adt.hl7", "adt.2.hl7", "adt.3.hl7" for the numbers 1, 2, 3. A stem too long for a file system
/// is cut.
std::string numbered(std::string_view stem, std::string_view extension, unsigned number);

}  // namespace causa::cli::watch
