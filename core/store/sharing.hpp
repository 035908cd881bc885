// SPDX-License-Identifier: Apache-2.0
//
// What a version of an assessment has in common with the one before it, so that it is kept once
// (schema/006_shared.sql). Compares what they say; belongs to its connection's thread. False: the
// file failed, see Connection::error().
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "assess/assessment.hpp"
#include "store/connection.hpp"
#include "store/statement.hpp"

namespace causa::store {

/// How many rows of each list, from the first one on, are those of the base.
struct SharedRows {
  std::uint64_t modules = 0, facts = 0, causes = 0, advice = 0, states = 0, must_not_miss = 0,
                ignored = 0, findings = 0;
};

struct Common {
  std::int64_t base = 0;  ///< row of the version that the rows belong to; 0: nothing is shared
  SharedRows rows;
  /// By cause: the one of the base whose evidence it has, or nothing.
  std::vector<std::optional<std::uint32_t>> evidence;
};

class Sharing {
 public:
  explicit Sharing(Connection& connection);

  /// `before` must be the version before `now`, as it is stored.
  bool find(const assess::Assessment& before, const assess::Assessment& now, Common& common);

 private:
  /// What of the rows of the version before belongs to its own base; all, if it has none.
  bool find_base(const assess::Assessment& before, Common& common, SharedRows& limits);
  bool find_evidence(const assess::Assessment& before, const assess::Assessment& now,
                     std::int64_t row, Common& common);

  Statement find_, own_rows_, evidence_;
  std::int64_t row_ = 0;  ///< of the version before
};

}  // namespace causa::store
