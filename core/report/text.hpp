// SPDX-License-Identifier: Apache-2.0
//
// An assessment as a clinician reads it: alerts on top with what to do, then the causes, then
// advice, then what was missing or ignored, then who took part. At most 100 columns. Pure.
#pragma once

#include <string>

#include "assess/assessment.hpp"
#include "report/context.hpp"

namespace causa::report {

struct TextOptions {
  bool color = false;      ///< never the only sign
  std::size_t causes = 7;  ///< how many causes are written out; the rest is counted
  bool stored = false;     ///< it can be answered, so the names of its alerts are told
};

std::string to_text(const assess::Assessment& assessment, const TextOptions& options = {},
                    const Context& context = {});

}  // namespace causa::report
