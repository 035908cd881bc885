// SPDX-License-Identifier: Apache-2.0
//
// Which files of a folder are inputs. The names of files say no more than that: what is in them is
// recognized by content.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace causa::intake {

/// By its ending alone, also packed.
bool is_input_name(const std::filesystem::path& path);

struct FolderFiles {
  std::vector<std::string> inputs;       ///< sorted by name
  std::vector<std::string> passed_over;  ///< files of other names, and folders within it; sorted
};

/// Pipes, devices and other hidden files are in neither. Error: it can't be read, or holds no
/// input.
Result<FolderFiles> list_folder(const std::string& folder);

}  // namespace causa::intake
