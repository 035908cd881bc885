// SPDX-License-Identifier: Apache-2.0
//
// What a version of an assessment has in common with the one before it, so that it is kept once
// (schema/007_places.sql). Compares what they say; belongs to its connection's thread. False: the
// file failed, see Connection::error().
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "assess/assessment.hpp"
#include "store/connection.hpp"
#include "store/statement.hpp"

namespace causa::store {

/// Of one list: the rows of the base before position `below` are those of the version too, but for
/// those in whose place it has rows of its own.
struct SharedRows {
  std::uint64_t below = 0;
  std::vector<bool> own;  ///< as many as `below`

  [[nodiscard]] bool contains(std::size_t position) const {
    return position < below && !own[position];
  }
};

struct SharedLists {
  SharedRows modules, facts, causes, advice, states, must_not_miss, ignored, findings;
};

struct Common {
  std::int64_t base = 0;  ///< row of the version that the rows belong to; 0: nothing is shared
  SharedLists rows;
  /// By cause: the one of the base whose evidence it has, or nothing.
  std::vector<std::optional<std::uint32_t>> evidence;
};

class Sharing {
 public:
  explicit Sharing(Connection& connection);

  /// `before` must be the version before `now`, as it is stored.
  bool find(const assess::Assessment& before, const assess::Assessment& now, Common& common);

 private:
  /// Finds the base, and the rows of the version before that are its own, if it has a base itself.
  bool find_base(const assess::Assessment& before, Common& common);
  template <class List>
  void compare(const List& before, const List& now, const std::vector<bool>& own,
               SharedRows& shared) const;
  bool find_evidence(const assess::Assessment& before, const assess::Assessment& now,
                     std::int64_t row, Common& common);

  Statement find_, own_rows_, evidence_;
  std::int64_t row_ = 0;  ///< of the version before
  /// By list and position: the version before has a row of its own there.
  std::array<std::vector<bool>, 8> own_;
};

}  // namespace causa::store
