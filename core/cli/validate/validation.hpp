// SPDX-License-Identifier: Apache-2.0
//
// One run of `causa validate`: the records of the cases, read once, and what the modules make of
// them. Cases of one day are assessed together. Nothing is stored. One thread.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "assess/prepared.hpp"
#include "cli/validate/case_file.hpp"
#include "cli/validate/verdict.hpp"
#include "intake/patient_input.hpp"

namespace causa::cli::validate {

/// Cases with their records, in one order.
struct CaseSet {
  std::vector<LabeledCase> cases;
  std::vector<record::Record> records;
  std::vector<Error> broken;  ///< each stands for one case
};

/// Reads the record of each case; one without exactly one patient, or of another age or sex than
/// the label says, is broken.
CaseSet read_records(LabeledCases labeled, const intake::Options& options);

/// One assessment a case, in order.
std::vector<assess::Assessment> assess_all(const CaseSet& set,
                                           std::shared_ptr<const assess::Prepared> prepared,
                                           const std::string& config_sha256);

/// Both outlive what is returned.
std::vector<Verdict> judge_all(const CaseSet& set, std::span<const assess::Assessment> assessments);

}  // namespace causa::cli::validate
