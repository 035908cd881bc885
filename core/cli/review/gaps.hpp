// SPDX-License-Identifier: Apache-2.0
//
// Bands of one number: the values between them, in words. Pure.
#pragma once

#include <string>
#include <vector>

#include "knowledge/manifest.hpp"
#include "rules/certain.hpp"

namespace causa::cli::review {

/// A band and who states it.
struct Stated {
  rules::Band band;
  std::string place;
  const knowledge::Alert* alert = nullptr;
};

/// Values strictly between two bands: the first beyond the lower, the last before the upper.
struct Gap {
  double low = 0, high = 0;
  std::string below, above;
};

std::vector<Gap> gaps_of(std::vector<Stated> bands);

/// False if that isn't known: then nothing is certain.
bool holds_no_adult_value(const Gap& gap, const terminology::ConceptDefinition& definition);

/// "from 2.5 to 3.5"
std::string range_words(double low, double high);

/// "lab.potassium from 2.5 to 3 mmol/L lies in no band"
std::string gap_words(const Gap& gap, const terminology::ConceptDefinition& definition);

}  // namespace causa::cli::review
