// SPDX-License-Identifier: Apache-2.0
//
// Assessments in which every field holds something of its own, so that a field that the store
// forgets, swaps or rounds can't come back right by luck. The same seed gives the same assessment,
// in this process or another.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "assess/assessment.hpp"
#include "store/store.hpp"

namespace causa::store_test {

/// Everything filled; modules carry a status for which a manifest must be known.
assess::Assessment random_assessment(std::uint64_t seed);

/// Bytes that stand for the coded record of random_assessment(seed).
std::string random_record(std::uint64_t seed);

/// As many rows as a usual patient has: 21 evidence, 10 facts, 10 causes, 8 modules; texts and
/// statements shared by all patients as modules share them.
assess::Assessment usual_assessment(std::uint64_t patient);

/// Manifests for the modules of an assessment, invented.
class Manifests {
 public:
  explicit Manifests(const assess::Assessment& assessment);
  [[nodiscard]] const std::vector<store::ModuleSource>& sources() const { return sources_; }

 private:
  std::vector<std::string> texts_;
  std::vector<store::ModuleSource> sources_;
};

/// Keeps the manifests, then saves; throws, which fails a test, if either fails.
void save(store::Store& store, const assess::Assessment& assessment, std::uint64_t record_seed = 1);

}  // namespace causa::store_test
