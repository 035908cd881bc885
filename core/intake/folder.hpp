// SPDX-License-Identifier: Apache-2.0
//
// Which files of a folder are inputs. The names of files say no more than that: what is in them is
// recognized by content.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"

namespace causa::intake {

/// The inputs of a folder, sorted by name; folders within it, pipes and devices are passed over.
/// Error: it can't be read, or holds none.
Result<std::vector<std::string>> list_folder(const std::string& folder);

}  // namespace causa::intake
