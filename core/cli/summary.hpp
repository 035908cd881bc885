// SPDX-License-Identifier: Apache-2.0
//
// How a run of `assess` ended, as JSON in the file of --summary: for the program that started it.
#pragma once

#include <cstdint>
#include <vector>

#include "base/stop.hpp"
#include "cli/outcome.hpp"
#include "cli/settings.hpp"
#include "record/record.hpp"

namespace causa::cli {

/// Patients of one run.
struct Counts {
  std::uint64_t assessed = 0, failed = 0;
  std::uint64_t stored_before = 0;             ///< of those assessed: by the run that was cut off
  std::uint64_t alerted = 0;                   ///< with an alert at or above --fail-on
  std::vector<record::Ignored> of_no_patient;  ///< read, and nobody's
};

/// Writes the file, if the settings name one; a file that can't be written is reported. `stop` ends
/// the wait for who reads a pipe.
void write_summary(const Settings& settings, const Counts& counts, Outcome& outcome,
                   const Stop* stop = nullptr);

}  // namespace causa::cli
