// SPDX-License-Identifier: Apache-2.0
//
// The body of a CDS Hooks 2.0 feedback request: {"feedback": [{card, outcome, outcomeTimestamp,
// acceptedSuggestions, overrideReason}]}. An entry that can't be read is an error with its JSON
// path, the others are read. Errors never repeat what the body says. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "store/feedback.hpp"

namespace causa::cli {

struct FeedbackEntry {
  std::string place;  ///< "$.feedback[2]"
  Result<store::Feedback> feedback;
};

/// Error: the whole body is no such request.
Result<std::vector<FeedbackEntry>> read_feedback_body(std::string_view body);

/// When an answer was given, as CDS Hooks writes it, RFC 3339: date, time and offset. The last
/// answer about a card counts by its own time, so none may be of the future, beyond what clocks
/// differ by: no answer of today would ever count again. Error: place empty.
Result<std::int64_t> read_answer_time(std::string_view text);

}  // namespace causa::cli
