// SPDX-License-Identifier: Apache-2.0
//
// Where the tests find files. Set in one source, so that no other depends on where the tree lies.
#pragma once

#include <string>

namespace causa::tests {

extern const std::string data_folder;         ///< tests/data
extern const std::string terminology_folder;  ///< configs/terminology
extern const std::string plugin_folder;       ///< the built modules
extern const std::string docs_folder;         ///< docs

}  // namespace causa::tests
