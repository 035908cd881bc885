// SPDX-License-Identifier: Apache-2.0
//
// What a sender may have meant by a value or a reference range that can't be right: the units that
// the analyte is also reported in, and a lost decimal point. Only ever told, never applied. Pure;
// any thread; nothing here can fail.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "terminology/vocabulary.hpp"

namespace causa::terminology {

/// "looks like mg/dL: 18 mg/dL would be 4.6 mmol/L", for `written` in the unit `stated` (UCUM) that
/// lies outside the plausible range; empty if no unit of the analyte makes it a usual value.
std::string likely_unit(const ConceptDefinition& definition, double written,
                        std::string_view stated);

/// "mg/dL", if only case or blanks of `written` keep it from being a unit of the analyte; or empty.
std::string similar_unit(const ConceptDefinition& definition, std::string_view written);

/// Why a sender's reference interval can't be one of this analyte in the unit that it is stated in.
struct RangeDoubt {
  double factor = 1;  ///< how many times too high (or, below 1, too low) it stands
  std::string unit;   ///< the unit that fits best; empty: none does
};

/// Compares with the analyte's typical interval. Conservative: laboratories, sexes and ages differ,
/// so it is doubted only if another unit of the analyte fits and this one is off at both ends by a
/// factor that no two laboratories differ by, or if it is off by more than any mix-up of methods.
/// `low` and `high` as written; both must be there and above 0.
std::optional<RangeDoubt> doubt_range(const ConceptDefinition& definition, const Conversion& stated,
                                      double low, double high);

}  // namespace causa::terminology
