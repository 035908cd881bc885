// SPDX-License-Identifier: Apache-2.0
//
// Facts from running text, beside those from codes. Words never overrule a code: what a coded fact
// says of the same concept or of a narrower one stands, and a concept whose broader one is coded as
// absent isn't made present. Facts from words have the time of the text and no start. Reentrant.
#pragma once

#include <cstddef>
#include <cstdint>

#include "facts/fact.hpp"
#include "facts/narrative.hpp"

namespace causa::facts {

enum class Told : std::uint8_t { nothing, nothing_new, facts };

/// Appends the facts of item `index` to `out`. The first `coded` facts there came from codes.
Told add_narrative(const record::Record& record, std::uint32_t index,
                   const terminology::Vocabulary& vocabulary, NarrativeReader& reader,
                   std::size_t coded, PatientFacts& out);

}  // namespace causa::facts
