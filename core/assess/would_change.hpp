// SPDX-License-Identifier: Apache-2.0
//
// What the first place hangs on: the smallest sets of facts without which another cause would stand
// first. It is tried, not estimated: the patient is assessed again without them, with everything
// that libraries derive from them. A search over a Worker, on its thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assess/assessment.hpp"
#include "assess/worker.hpp"
#include "record/record.hpp"

namespace causa::assess {

struct WouldChange {
  std::vector<std::string> without;  ///< ids of concepts of which nothing would be known
  std::vector<std::string> names;    ///< parallel to `without`
  std::string first;                 ///< the cause that would stand first
  std::string first_name;
  friend bool operator==(const WouldChange&, const WouldChange&) = default;
};

/// All sets of the smallest size that has one, of one to three concepts; by id. Single concepts are
/// tried of every fact that was recorded and that the assessment shows, cited or not; larger sets
/// only of those on which evidence about the first two places rests. Empty: nothing is ranked, or
/// no such set is that small. Facts that make the complaint are left in place: without a complaint
/// nothing is ranked. Nothing: the record is so long (over 10,000 entries) that trying would take
/// longer than assessing many patients, or a module failed on the patient.
std::optional<std::vector<WouldChange>> would_change(Worker& worker, const record::Record& record,
                                                     const Assessment& assessment);

}  // namespace causa::assess
