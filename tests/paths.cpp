// SPDX-License-Identifier: Apache-2.0

#include "paths.hpp"

namespace causa::tests {

const std::string data_folder = DATA_FOLDER;
const std::string terminology_folder = TERMINOLOGY_FOLDER;
const std::string plugin_folder = PLUGIN_FOLDER;
const std::string docs_folder = DOCS_FOLDER;

}  // namespace causa::tests
