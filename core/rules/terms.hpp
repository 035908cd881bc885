// SPDX-License-Identifier: Apache-2.0
//
// What must be true of the words that a module adds to its conditions: they are nothing else's
// name, what they mean is understood, a band is one comparison of its fact. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "rules/condition.hpp"

namespace causa::rules {

struct TermFault {
  std::string pointer;     ///< JSON pointer in the manifest
  std::size_t offset = 0;  ///< byte of the text there, if it is a condition
  std::string message, hint;
};

std::vector<TermFault> faults_of_terms(const knowledge::Manifest& manifest,
                                       const terminology::Vocabulary& vocabulary);

}  // namespace causa::rules
