// SPDX-License-Identifier: Apache-2.0
//
// What an assessment says that causes and advice of modules that come later may hang on: ids. Plain
// data.
#pragma once

#include <vector>

#include "assess/assessment.hpp"

namespace causa::assess {

/// A cause that is at least so likely may open a chain.
inline constexpr double likely_p = 0.5;

struct SaidBefore {
  std::vector<SharedText> likely;  ///< causes
  std::vector<SharedText> advice;  ///< withheld or not
};

SaidBefore said_before(const Assessment& assessment);

}  // namespace causa::assess
