// SPDX-License-Identifier: Apache-2.0
//
// Patients that never were, for the modules of tests/abi/neutral: known and unknown values, bounds,
// lists, absent findings, starts that nobody stated. The same seed gives the same patient
// everywhere. Pure.
#pragma once

#include <cstdint>

#include "check/case_reader.hpp"

namespace causa::abi_tests {

inline constexpr std::int64_t as_of_ms = 1'795'392'000'000;

enum class Ties : bool { none, some };  ///< two sodium values of one instant

cases::Case neutral_patient(std::uint64_t seed, Ties ties);

}  // namespace causa::abi_tests
