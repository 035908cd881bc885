// SPDX-License-Identifier: Apache-2.0
//
// What a report may look up beside the assessment: codes and names of concepts, and the manifests
// of the modules that took part (for sources and for codes of causes). Borrowed; outlives the
// report's making.
#pragma once

#include <vector>

#include "assess/assessment.hpp"
#include "knowledge/manifest.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::report {

struct Context {
  const terminology::Vocabulary* vocabulary = nullptr;
  /// Parallel to Assessment::modules; null for a module that was never read.
  std::vector<const knowledge::Manifest*> manifests;

  /// The manifest of a module of the assessment, or null.
  [[nodiscard]] const knowledge::Manifest* manifest(std::uint32_t module) const {
    return module < manifests.size() ? manifests[module] : nullptr;
  }
};

}  // namespace causa::report
