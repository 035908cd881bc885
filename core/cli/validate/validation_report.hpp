// SPDX-License-Identifier: Apache-2.0
//
// A validation as people read it, and as the JSON that other programs depend on
// (docs/validation.md): schema causa.validation/1. Pure.
#pragma once

#include <string>
#include <vector>

#include "assess/prepared.hpp"
#include "cli/validate/ablation.hpp"
#include "cli/validate/tally.hpp"
#include "cli/validate/validation.hpp"

namespace causa::cli::validate {

/// All that is told of a run; borrowed.
struct Told {
  const CaseSet& set;
  std::span<const Verdict> verdicts;
  const Tally& tally;
  const std::vector<Ablation>* ablations;  ///< null: not asked for
  const assess::Prepared& prepared;
  std::string config_sha256;
};

std::string validation_text(const Told& told);
std::string validation_json(const Told& told);

/// Ids of all causes, or alerts, of the loaded modules.
std::set<std::string> known_causes(const assess::Prepared& prepared);
std::set<std::string> known_alerts(const assess::Prepared& prepared);

/// Causes and alerts of labels that no loaded module has, each with who may have been meant.
std::vector<std::string> strangers(const Told& told);

/// What a diagram of so few cases can't show.
std::string calibration_caveat(const Tally& tally);

}  // namespace causa::cli::validate
