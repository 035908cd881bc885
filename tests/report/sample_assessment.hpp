// SPDX-License-Identifier: Apache-2.0
//
// An invented assessment with one of everything, and the manifests that it speaks of: an emergency,
// a drug with the state that it leads to, withheld advice, refused input, a refused module,
// findings of the linter, questions.
#pragma once

#include "report/context.hpp"

namespace causa::tests {

struct Sample {
  Sample();

  [[nodiscard]] report::Context context() const;

  assess::Assessment assessment;
  std::vector<assess::Question> ask_next;  ///< one that could raise an alert, one without codes
  knowledge::Manifest electrolytes, medication;
  terminology::Vocabulary vocabulary;
};

}  // namespace causa::tests
