// SPDX-License-Identifier: Apache-2.0
//
// What goes through the stages of `assess` together: read -> assess -> store -> print. Plain data;
// belongs to the stage that it is at.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "assess/assessment.hpp"
#include "base/error.hpp"
#include "cli/engine.hpp"
#include "intake/source.hpp"
#include "report/context.hpp"

namespace causa::cli::pipeline {

/// What one patient of the input gets: an assessment, or why there is none.
struct Answer {
  std::vector<Error> errors;  ///< they could not be read, or were refused
  std::optional<assess::Assessment> assessment;
  std::string record;               ///< for the store; empty: there is none
  std::optional<std::string> text;  ///< in the form of --to, if that can be told by itself; else
  report::Context context;          ///< what the form needs
  std::vector<std::uint32_t> receipts;
};

struct Batch {
  std::shared_ptr<const assess::Prepared> prepared;  ///< the modules that assess it
  /// The modules were read again before it: those, or why they could not be.
  std::optional<Engine::Modules> fresh;
  std::int64_t created_ms = 0;
  unsigned worker = 0;  ///< of the crew: who assesses it

  std::vector<Answer> answers;  ///< in the order of the input
  std::vector<record::Ignored> of_no_patient;
  intake::Progress at;  ///< of the input, when it was read
};

}  // namespace causa::cli::pipeline
