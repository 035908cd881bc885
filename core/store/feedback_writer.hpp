// SPDX-License-Identifier: Apache-2.0
//
// Notes what was shown and keeps what clinicians answered, inside a transaction that the caller
// holds. False: see error(). Belongs to its connection's thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/connection.hpp"
#include "store/feedback.hpp"
#include "store/statement.hpp"

namespace causa::store {

class FeedbackWriter {
 public:
  explicit FeedbackWriter(Connection& connection);

  bool note_shown(std::span<const Showing> shown);

  /// One result for each; false only if the file failed.
  bool add(std::span<const Feedback> feedback, std::vector<Result<FeedbackKept>>& kept);

  /// What failed last: a fault of what was shown, else of the file.
  [[nodiscard]] Error error() const;

 private:
  /// What an answer is about.
  struct Target {
    std::int64_t assessment = 0;  ///< row; 0: nothing was found
    std::string about;
    std::optional<std::uint32_t> alert;
  };

  bool note(const Showing& showing);
  bool note(std::int64_t row, const Showing& showing, std::size_t position);
  bool find_assessment(std::string_view id, std::uint32_t version, std::int64_t& row);
  bool resolve(const Feedback& feedback, Target& target, std::optional<Error>& wrong);
  bool resolve_card(const Feedback& feedback, Target& target, std::optional<Error>& wrong);
  bool resolve_alert(const Feedback& feedback, Target& target, std::optional<Error>& wrong);
  bool explain_no_card(const Feedback& feedback, std::optional<Error>& wrong);
  bool explain_no_alert(const Feedback& feedback, std::optional<Error>& wrong);
  bool add(const Feedback& feedback, const Target& target, FeedbackKept& kept);
  bool compare(const Feedback& feedback, const Target& target, FeedbackKept& kept);

  Connection& connection_;
  std::optional<Error> refusal_;
  Statement find_assessment_, insert_shown_, has_alert_, insert_card_;
  Statement find_card_, find_alerts_, find_alert_anywhere_, alert_names_;
  Statement insert_feedback_, find_feedback_;
};

}  // namespace causa::store
