// SPDX-License-Identifier: Apache-2.0
//
// Worked examples as modules write them: `cases` of a manifest, a file cases.yaml beside it, and
// the `examples` of its derive steps. Plain data; what can't be read as written is noted with its
// place. Pure but for the reading of the file; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "record/record.hpp"

namespace causa::knowledge {

struct DeriveStep;

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
  std::vector<std::string> rules;   ///< all of the module that hold
  std::vector<std::string> alerts;  ///< all of the module that are raised
  std::vector<Stated> facts;        ///< derived ones
  bool facts_only = false;          ///< says nothing of rules and alerts
  double tolerance = 0;             ///< of facts, absolute
  double relative_tolerance = 0;    ///< of facts
};

/// A list of cases as JSON; `place` names it in errors.
Result<std::vector<Case>> read_cases(std::string_view json_text, std::string_view place);

/// A file that is a list of cases. Error: the first fault, with its line and column.
Result<std::vector<Case>> read_case_file(const std::string& path);

/// Example `example` of a derive step, as a case.
Result<Case> example_case(const DeriveStep& step, std::size_t example);

}  // namespace causa::knowledge
