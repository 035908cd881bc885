// SPDX-License-Identifier: Apache-2.0
//
// A module that comes later: an assessment that is there is made again with it, without running the
// libraries of the modules that took part before. What they computed then is taken from the
// assessment, what they state from their manifests; no alert is lost or lowered. Pure.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>

#include "assess/patient.hpp"

namespace causa::assess {

/// Derive steps by the id of their module.
using Steps = std::map<std::string, std::set<std::string>>;

/// Every id of a concept that a module may read, in any of its parts; others may be among them.
std::set<std::string> read_by(const knowledge::Manifest& manifest);

/// The steps of earlier modules that a new one can't do without: what they compute is read by it,
/// or is computed from what it recognizes or computes itself, directly or by way of other steps, or
/// is named by a text of an earlier module and kept nowhere.
/// `vocabulary` is the installed terminology, without the modules' own.
Steps steps_to_run(std::span<const knowledge::Manifest* const> earlier,
                   std::span<const knowledge::Manifest* const> added,
                   const terminology::Vocabulary& vocabulary);

/// All steps of the modules.
Steps steps_of(std::span<const knowledge::Manifest* const> modules);

/// Puts modules that come to an assessment into its list: where it says that one took no part, else
/// at the end.
void put_modules(std::span<const ModuleUsed> came, std::vector<ModuleUsed>& modules);

/// The next version of an assessment to which the modules have nothing to say but that they looked;
/// `modules` as they stand in assessments that they took part in.
Assessment unchanged_version(const Assessment& before, std::span<const ModuleUsed> modules);

/// Gives a row of the batch what was computed for the patient before, by steps that don't run now.
void recall_derived(const Assessment& before, const Prepared& prepared, facts::Batch& batch,
                    std::uint32_t row, facts::PatientFacts& facts);

/// After the alerts were raised: puts those of before back that aren't there, or are less urgent.
void keep_alerts(const Assessment& before, Patient& patient);

/// The next version of `before`: `made` with the modules and facts of `before` in their old places,
/// those that are new after them. Of a module that isn't among the `heard` (ids) it says what it
/// said then, unless it failed now. `same_facts`: the record was read as it was then.
Assessment next_version(const Assessment& before, const std::set<std::string>& heard,
                        bool same_facts, Assessment made);

/// Modules of the version before that failed then, and all of whose steps run now: ids.
std::set<std::string> tried_again(const Assessment& before, const Prepared& prepared);

}  // namespace causa::assess
