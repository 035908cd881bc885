// SPDX-License-Identifier: Apache-2.0
//
// The unit that stands beside a number of running text, and what a number without one could be in.
// Places are bytes of the text. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "facts/written_number.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

struct WrittenUnit {
  terminology::Conversion conversion;  ///< to the canonical unit
  std::size_t end = 0;                 ///< byte behind it
};

/// The words at `at` as a unit of what `match` names, the longest that is one.
std::optional<WrittenUnit> unit_at(std::string_view text, std::size_t at,
                                   const terminology::Vocabulary& vocabulary,
                                   const terminology::CodeMatch& match);

/// "(mmol/L)", as a table writes it between a name and its number; the end is behind the bracket.
std::optional<WrittenUnit> unit_in_brackets_at(std::string_view text, std::size_t at,
                                               const terminology::Vocabulary& vocabulary,
                                               const terminology::CodeMatch& match);

double in_canonical_unit(double value, const terminology::Conversion& conversion);

/// Whether a patient may have the value, which is in the canonical unit.
bool is_plausible(const terminology::Vocabulary& vocabulary, terminology::ConceptId id,
                  double value);

/// "CK 12.000": not where thousands are beyond what a living patient can have.
bool may_be_thousands(const terminology::Vocabulary& vocabulary, terminology::ConceptId id,
                      const Written& written, const terminology::Conversion& conversion);

/// The units that would make a number without one plausible, each scale once.
std::vector<terminology::Conversion> plausible_units(const terminology::Vocabulary& vocabulary,
                                                     const terminology::CodeMatch& match,
                                                     const Written& written);

}  // namespace causa::facts
