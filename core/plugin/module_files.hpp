// SPDX-License-Identifier: Apache-2.0
//
// Which files of a folder may be modules, by their names. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace causa::plugin {

/// By its suffix: .so is a library, .yaml and .yml a manifest.
enum class FileKind : std::uint8_t { other = 1, library, yaml };
FileKind kind_of(const std::filesystem::path& path);

/// Files of the folder that aren't the lock, nor the manifest of a library beside it (NAME.yaml of
/// NAME.so is for people to read), sorted. Nothing if the folder can't be read.
std::vector<std::filesystem::path> module_files(const std::filesystem::path& folder);

}  // namespace causa::plugin
