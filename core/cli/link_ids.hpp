// SPDX-License-Identifier: Apache-2.0
//
// The section [questionnaire.link_ids] of causa.toml: which concept each question of a clinic's own
// questionnaire asks for. Pure.
#pragma once

#include <toml++/toml.h>

#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "intake/patient_input.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::cli {

/// Reads [questionnaire]. Error: file, line and column.
Result<intake::LinkIds> read_link_ids(const toml::table& section,
                                      const std::filesystem::path& file);

/// Error: a concept that isn't known, with the one that may have been meant.
Result<void> check_link_ids(const intake::LinkIds& link_ids,
                            const terminology::Vocabulary& vocabulary);

}  // namespace causa::cli
