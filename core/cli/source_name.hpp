// SPDX-License-Identifier: Apache-2.0
//
// What names the input of a run in the store, so that a later run can go on with it: its files,
// each with size and time of change, so that a file that was changed is another input. A pipe has
// no name: one is taken for the other. Looks at the files; reads none.
#pragma once

#include <span>
#include <string>

namespace causa::cli {

struct SourceName {
  std::string sha256;
  bool tells_content = true;  ///< another content has another name
};

/// `inputs` are files, folders and "-", as intake takes them.
SourceName source_name(std::span<const std::string> inputs);

}  // namespace causa::cli
