// SPDX-License-Identifier: Apache-2.0
//
// The file of `causa validate` (docs/validation.md) -> cases with labels. A case that can't be read
// is an Error in its place, and the others are read. Records aren't read here. Any thread.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/validate/labeled_case.hpp"

namespace causa::cli::validate {

struct LabeledCases {
  std::vector<LabeledCase> cases;
  std::vector<Error> broken;  ///< each stands for one case
};

/// `families`: what a label may say. Error: the file can't be read, is no JSON, or has no list of
/// cases; Fault::usage.
Result<LabeledCases> read_cases(const std::filesystem::path& file,
                                const std::set<std::string>& families);

/// Adds the causes and alerts that a second file names, by id, to the cases that name none. Error:
/// the file can't be read, or a label in it is wrong; Fault::usage.
Result<void> add_labels(const std::filesystem::path& file, std::vector<LabeledCase>& cases);

}  // namespace causa::cli::validate
