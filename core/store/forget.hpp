// SPDX-License-Identifier: Apache-2.0
//
// Takes assessments out of a store for good: rows, record, patient, answers, cards, and what only
// they said. The audit keeps the number and the digest of each, and a record of its own for its
// being forgotten, so that the chain still verifies. Then the file is written anew, so that nothing
// of it is left in free pages. Own connection; any thread. Errors: Fault::store, without the
// patient's identifier; then nothing was forgotten.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "store/connection.hpp"
#include "store/how_far.hpp"
#include "store/store.hpp"

namespace causa::store {

/// One of both. An assessment goes with all its versions.
struct ForgetFilter {
  std::optional<std::string> patient_id;
  std::optional<std::int64_t> before_ms;  ///< no version was made at or after this
};

struct Forgotten {
  std::uint64_t versions = 0;  ///< of assessments; 0: nothing fits, and nothing was written
  std::uint64_t assessments = 0;
  std::optional<Error> unscrubbed;  ///< forgotten, but traces may be left in the file: why
  bool traces_gone = false;         ///< an earlier call had left traces, and they are gone now
  bool strange_schema = false;      ///< tables or triggers that aren't causa's may keep it
};

/// True if there may be traces of what was forgotten.
bool traces_left(Connection& connection);

/// How many it would be.
Result<Forgotten> count_to_forget(const std::filesystem::path& store, const ForgetFilter& filter);

/// How many assessments were assessed at this time or later and are forgotten already.
Result<std::uint64_t> count_forgotten(const std::filesystem::path& store,
                                      std::int64_t made_since_ms);

/// `tell` counts steps: one for each version that is noted and taken out, then few long ones.
Result<Forgotten> forget(const std::filesystem::path& store, const ForgetFilter& filter,
                         const OpenOptions& options, const HowFar& tell = {});

}  // namespace causa::store
