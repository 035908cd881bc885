// SPDX-License-Identifier: Apache-2.0
//
// What became of the rows of the evidence that the project was given (carried.yaml beside each
// manifest): carried as what, or left out and why. Pure, but for reading the files.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/review/check.hpp"

namespace causa::cli::review {

struct LeftOut {
  std::string row, why, file;
};

struct CarriedCount {
  std::size_t carried = 0, left_out = 0;
};

struct Carried {
  std::map<std::string, CarriedCount> kinds;  ///< finding, cause, advice, ...
  std::vector<LeftOut> left_out;
  std::vector<Remark> faults;  ///< a row that stands twice, or says nothing or two things
};

/// Error: a file that can't be read, or isn't of the form; with its place. Fault::usage.
Result<Carried> read_carried(const std::vector<std::filesystem::path>& files);

}  // namespace causa::cli::review
