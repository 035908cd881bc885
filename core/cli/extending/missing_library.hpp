// SPDX-License-Identifier: Apache-2.0
//
// What is lost if modules come to assessments while the library of an earlier module isn't there as
// it was. What was kept of what it computed is known all the same: all that the modules of then
// read. What nobody read then is known to nobody now, and a version that lacks it would look whole.
// Pure.
#pragma once

#include <set>
#include <span>
#include <string>

#include "assess/arithmetic.hpp"
#include "base/error.hpp"
#include "plugin/registry.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::cli::extending {

struct MissingLibrary {
  const plugin::Module* module = nullptr;  ///< an earlier one; must be there
  std::set<std::string> steps;             ///< ids of those that would run again
};

/// Why modules can't come to any patient: they read what one of the libraries computes and nobody
/// kept, or change by what they compute what it computes from. A sentence with its cure, or empty.
/// `earlier` are all modules of before, `vocabulary` the installed terminology without their own.
Result<std::string> why_missed(std::span<const MissingLibrary> missing,
                               std::span<const plugin::Module> earlier,
                               std::span<const knowledge::Manifest* const> added,
                               const terminology::Vocabulary& vocabulary,
                               const assess::Constants& constants);

/// Why they can't come to a patient whose record they make read otherwise.
std::string why_missed_if_read_otherwise(const MissingLibrary& missing);

/// What is told where they come all the same.
std::string kept_only(const MissingLibrary& missing);

}  // namespace causa::cli::extending
