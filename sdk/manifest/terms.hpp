// SPDX-License-Identifier: Apache-2.0
//
// Checks of a manifest against the vocabulary: every concept and unit that it names must exist, and
// every condition must parse. What another module derives must stand under `facts` with its type.
#pragma once

#include <vector>

#include "knowledge/parse.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::manifest {

struct TermProblems {
  std::vector<knowledge::Problem> faults;
  std::vector<knowledge::Problem> notes;  ///< what may be meant, and is only told
};

/// `vocabulary` is that of the terminology tables; it is taken by value because the module's own
/// concepts are added to it.
TermProblems check_terms(const knowledge::Manifest& manifest, terminology::Vocabulary vocabulary);

}  // namespace causa::manifest
