// SPDX-License-Identifier: Apache-2.0
//
// What a report may look up beside the assessment: codes and names of concepts, and the manifests
// of the modules that took part (for sources and for codes of causes), which are borrowed and
// outlive the report's making; what to ask next; what the first place hangs on; and where the model
// draws its lines.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assess/ask_next.hpp"
#include "assess/assessment.hpp"
#include "assess/constants.hpp"
#include "assess/would_change.hpp"
#include "knowledge/manifest.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::report {

struct Context {
  const terminology::Vocabulary* vocabulary = nullptr;
  /// Parallel to Assessment::modules; null for a module that was never read.
  std::vector<const knowledge::Manifest*> manifests;

  /// What to ask next, of the whole assessment; nothing if that wasn't asked.
  std::optional<std::vector<assess::Question>> ask_next = {};

  /// What the first place hangs on; nothing if that wasn't asked, or can't be tried any more.
  std::optional<std::vector<assess::WouldChange>> would_change = {};
  std::string not_tried = {};  ///< why not, in words, if it was asked: "module x 1.0.0 is no ..."

  assess::Constants constants = {};  ///< of the model that made the assessment

  /// The manifest of a module of the assessment, or null.
  [[nodiscard]] const knowledge::Manifest* manifest(std::uint32_t module) const {
    return module < manifests.size() ? manifests[module] : nullptr;
  }
};

}  // namespace causa::report
