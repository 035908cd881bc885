// SPDX-License-Identifier: Apache-2.0

#include "cli/validate/labeled_case.hpp"

namespace causa::cli::validate {

Level level_of(std::optional<knowledge::Urgency> urgency) {
  if (!urgency || *urgency == knowledge::Urgency::routine) return Level::none;
  return *urgency == knowledge::Urgency::emergency ? Level::emergency : Level::urgent;
}

const char* word(Level level) {
  static constexpr const char* words[] = {"none", "urgent", "emergency"};
  return words[static_cast<std::size_t>(level)];
}

}  // namespace causa::cli::validate
