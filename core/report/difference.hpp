// SPDX-License-Identifier: Apache-2.0
//
// What differs between two assessments, thing by thing: alerts, places of the ranking, evidence,
// facts, modules. Compares what is said of the patient; not ids, times of creation and how long a
// module took. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "assess/assessment.hpp"

namespace causa::report {

enum class Section : std::uint8_t {
  patient = 1,
  alert,
  cause,
  state,
  must_not_miss,
  evidence,
  advice,
  fact,
  finding,
  ignored,
  module,
  assessment,
};

const char* word(Section section);

/// One field of one thing; or the whole thing, if `field` is empty: then `before` or `after` is
/// empty and the other one says what there is.
struct Change {
  Section section = Section::assessment;
  std::string id;     ///< "org.causa.electrolytes/potassium_low"
  std::string name;   ///< for people; may be empty
  std::string field;  ///< "rank"
  std::string before, after;
  friend bool operator==(const Change&, const Change&) = default;
};

/// In the order of sections, then of the assessments; none if both say the same.
std::vector<Change> changes_between(const assess::Assessment& before,
                                    const assess::Assessment& after);

/// At most 100 columns; empty if there are no changes.
std::string changes_text(const std::vector<Change>& changes);

}  // namespace causa::report
