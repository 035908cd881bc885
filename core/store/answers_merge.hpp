// SPDX-License-Identifier: Apache-2.0
//
// What was shown of an assessment and what clinicians answered, from one store to another, inside
// a transaction that the caller holds. What is there already stays. Belongs to the connections'
// thread.
#pragma once

#include <cstdint>
#include <optional>

#include "store/connection.hpp"
#include "store/statement.hpp"

namespace causa::store {

class AnswersMerge {
 public:
  AnswersMerge(Connection& from, Connection& into);

  /// Between rows of the same assessment; `answers`: how many were new.
  std::optional<Error> copy(std::int64_t from_row, std::int64_t into_row, std::uint64_t& answers);

 private:
  std::optional<Error> copy_cards(std::int64_t from_row, std::int64_t into_row,
                                  std::int64_t channel);

  Connection& from_;
  Connection& into_;
  Statement shown_, cards_, feedback_;
  Statement add_shown_, add_card_, add_feedback_;
};

}  // namespace causa::store
