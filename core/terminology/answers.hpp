// SPDX-License-Identifier: Apache-2.0
//
// What a coded answer to a yes-or-no question means, and which questions are about relatives.
// Immutable once loaded; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.hpp"

namespace causa::terminology {

enum class Answer : std::uint8_t { yes, no, unknown };

class AnswerCodes {
 public:
  /// Reads answers.json.
  static Result<AnswerCodes> load(const std::string& file);

  /// Nothing if the code is no answer that is known.
  [[nodiscard]] std::optional<Answer> find(std::string_view system_uri,
                                           std::string_view code) const;

  /// True if a question with this code asks about relatives, never about the patient.
  [[nodiscard]] bool is_about_relatives(std::string_view system_uri, std::string_view code) const;

 private:
  std::map<std::string, Answer, std::less<>> answers_;  ///< by system, a blank, code
  std::set<std::string, std::less<>> about_relatives_;
};

}  // namespace causa::terminology
