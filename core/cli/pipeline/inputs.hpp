// SPDX-License-Identifier: Apache-2.0
//
// What is read and assessed by one thread, without a parcel between.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/error.hpp"
#include "intake/patient_input.hpp"
#include "intake/reader.hpp"

namespace causa::cli::pipeline {

struct Inputs {
  std::vector<Result<intake::PatientInput>> patients;
  bool at_end = false;  ///< there are no more, or the reader was stopped
};

/// The next patients that are assessed together: at most so many, and fewer if their records are
/// long (a batch of whole histories is no larger in memory than one of visits with many more
/// patients), or the input was read up to `most_bytes`.
Inputs read_inputs(intake::Reader& reader, std::size_t most, std::uint64_t most_bytes);

}  // namespace causa::cli::pipeline
