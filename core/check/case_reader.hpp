// SPDX-License-Identifier: Apache-2.0
//
// Worked examples as modules write them: cases.yaml and the `examples` of a manifest's derive
// steps, as plain data. Pure but for the reading of the file. Error: says what can't be read as
// written and where.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "knowledge/manifest.hpp"
#include "record/record.hpp"

namespace causa::cases {

/// "present", {state: present, started: 4 days, stopped: 2 days}, 8, "> 100000 U/L" or
/// {value: 90 umol/L, measured: 40 days}; a list of these for one concept of several times.
struct Stated {
  std::string concept_id;
  record::State state = record::State::present;
  std::optional<double> started_days;
  std::optional<double> stopped_days;   ///< present until then
  std::optional<double> measured_days;  ///< of a number; empty: just now
  std::optional<double> number;         ///< empty: a truth
  record::Comparator comparator = record::Comparator::none;
  std::string unit;  ///< as written
};

struct Case {
  std::string name;
  std::vector<Stated> given;
  std::optional<double> age_years;
  record::Sex sex = record::Sex::unknown;
  std::vector<std::string> rules;
  std::vector<std::string> alerts;
  std::vector<Stated> facts;
  bool facts_only = false;        ///< says nothing of rules and alerts
  double tolerance = 0;           ///< of facts, absolute
  double relative_tolerance = 0;  ///< of facts
};

/// A list of cases as JSON; `place` names it in errors.
Result<std::vector<Case>> read_cases(std::string_view json_text, std::string_view place);

/// A file of cases in YAML.
Result<std::vector<Case>> read_case_file(const std::filesystem::path& path);

Result<Case> read_example(const knowledge::DeriveStep& step, std::size_t example);

}  // namespace causa::cases
