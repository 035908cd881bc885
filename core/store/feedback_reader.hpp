// SPDX-License-Identifier: Apache-2.0
//
// What was shown and answered, read back and counted. Errors are results; belongs to its
// connection's thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "store/connection.hpp"
#include "store/feedback.hpp"
#include "store/statement.hpp"

namespace causa::store {

class FeedbackReader {
 public:
  explicit FeedbackReader(Connection& connection);

  /// Nothing: none was given out, or which was the last isn't certain, since the order of the rows
  /// and that of their times differ.
  Result<std::optional<LastShown>> last_shown(std::string_view patient_id, Channel channel);
  Result<FeedbackCounts> counts(const FeedbackFilter& filter);

 private:
  using Key = std::tuple<FeedbackCount::Kind, std::string, std::string>;  // kind, module, id

  /// The last answer about one thing of one assessment.
  struct Answer {
    std::int64_t assessment = 0;
    std::string about;
    bool about_alert = false;
    FeedbackOutcome outcome = FeedbackOutcome::accepted;
    ReasonCount reason;
  };

  bool choose_assessments(const FeedbackFilter& filter);
  bool count_alerts(const FeedbackFilter& filter);
  bool count_rules();
  bool count_cards(const FeedbackFilter& filter);
  bool count_answers(const FeedbackFilter& filter);
  bool count_for_rules(const Answer& answer);
  bool ended(const Cursor& cursor);  ///< notes what was strange; false if the file failed
  FeedbackCount& entry(FeedbackCount::Kind kind, std::string module, std::string id,
                       const std::string& version = {});
  static void count(const Answer& answer, FeedbackCount& entry);

  Connection& connection_;
  Statement last_, cards_, choose_, alerts_, rules_, shown_cards_, answers_, rules_of_first_;
  std::uint64_t assessments_ = 0;  ///< of the count that is being made
  std::map<Key, FeedbackCount> entries_;
  bool strange_ = false;
};

}  // namespace causa::store
