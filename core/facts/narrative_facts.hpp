// SPDX-License-Identifier: Apache-2.0
//
// Facts from running text, beside those from codes. Words never overrule a code: what a coded fact
// says of the same concept or of a narrower one stands, a concept whose broader one is coded as
// absent isn't made present, and a number is taken only where none was measured on the day of the
// text or later. Words may add since when a coded finding is there or a coded drug is taken, if the
// code doesn't say. Facts from words have the time of the text. Reentrant.
#pragma once

#include <cstddef>
#include <cstdint>

#include "facts/fact.hpp"
#include "facts/narrative.hpp"

namespace causa::facts {

enum class Told : std::uint8_t { nothing, nothing_new, facts };

/// Appends the facts of item `index` to `out`, and numbers that can't be used to its refusals. The
/// first `coded_facts` facts there came from codes.
Told add_narrative(const record::Record& record, std::uint32_t index,
                   const terminology::Vocabulary& vocabulary, NarrativeReader& reader,
                   std::int64_t as_of_ms, std::size_t coded_facts, PatientFacts& out);

}  // namespace causa::facts
