// SPDX-License-Identifier: Apache-2.0
//
// A case with its label: a record, and what somebody thinks is right to say about it. Plain data.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/manifest.hpp"

namespace causa::cli::validate {

/// How urgent a label calls a case; same-day counts as urgent, routine as none.
enum class Level : std::uint8_t { none, urgent, emergency };

Level level_of(std::optional<knowledge::Urgency> urgency);
const char* word(Level level);

/// Labels that are no family: a cause of role mimic, a cause of no family, no cause at all.
inline constexpr std::string_view mimic = "mimic", other = "other", none = "none";

struct LabeledCase {
  std::string id;
  std::string place;           ///< "cases.json: /cases/3"
  std::filesystem::path file;  ///< of the record
  std::int64_t as_of_ms = 0;   ///< the end of the day of the encounter
  std::optional<double> age_years;
  std::string sex;  ///< as written; empty: not stated
  std::string complaint_class = "not stated";
  std::string expected_family;
  std::vector<std::string> accepted_families;  ///< with the expected one
  std::string expected_cause;                  ///< in words
  std::vector<std::string> expected_causes;    ///< ids; empty: the label names none
  Level expected_level = Level::none;
  std::vector<Level> accepted_levels;  ///< with the expected one
  std::vector<std::string> expected_alerts;
  std::string difficulty;
  std::string certainty = "stated";

  /// Whoever wrote the label was not sure of the diagnosis.
  [[nodiscard]] bool is_uncertain() const { return certainty == "low" || certainty == "inferred"; }
};

}  // namespace causa::cli::validate
