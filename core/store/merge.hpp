// SPDX-License-Identifier: Apache-2.0
//
// Takes the assessments of another store into this one, with what was shown of them and answered.
// The same assessment twice is one. Each that is taken in gets a record of this store's audit that
// names the other store and its record there; the other audit is not copied, but its end is noted,
// so keep that store, or a copy of it, as long as its own history matters. Own connections; any
// thread. Errors: Fault::store, and nothing was merged; one that comes later stands in the report.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "store/how_far.hpp"
#include "store/store.hpp"

namespace causa::store {

struct MergeReport {
  std::uint64_t added = 0;            ///< versions of assessments
  std::uint64_t added_later = 0;      ///< of these: not the first of their assessments
  std::uint64_t known = 0;            ///< versions that were here already
  std::uint64_t known_later = 0;      ///< of these: so too
  std::uint64_t forgotten_here = 0;   ///< stay forgotten
  std::uint64_t forgotten_there = 0;  ///< are still here; of forgotten_elsewhere too
  std::uint64_t answers = 0;          ///< of clinicians, that were new here
  std::optional<Error> loss;          ///< what the other store lacks, or its audit can't prove
  OtherPeople other_people;           ///< among those that were added
  bool stopped = false;               ///< before all was looked at; the same call goes on
  std::optional<Error> failed;        ///< so too; what is counted here is on the disk
  std::vector<Error> refused;  ///< each says which and why; it was left out; at most most_refused
  std::uint64_t more_refused = 0;

  static constexpr std::size_t most_refused = 100;
};

/// Tells of each version of the other store. `stopped` is asked between transactions; empty: nobody
/// stops it. Who merges several stores gives each call the same `forgotten_elsewhere`: what one of
/// them forgot is then told, once, also if it comes with a later one.
Result<MergeReport> merge(const std::filesystem::path& into, const std::filesystem::path& from,
                          const OpenOptions& options, const HowFar& tell = {},
                          const std::function<bool()>& stopped = {},
                          std::set<Digest>* forgotten_elsewhere = nullptr);

}  // namespace causa::store
