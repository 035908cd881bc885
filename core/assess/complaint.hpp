// SPDX-License-Identifier: Apache-2.0
//
// What the patient complains of: the classes that the recorded symptoms amount to, and whether
// causes can be ranked for that.
#pragma once

#include "assess/patient.hpp"

namespace causa::assess {

/// Index of the first fact that may be a complaint; how many there are if none is.
std::uint32_t first_complaint(const Prepared& prepared, const facts::PatientFacts& patient);

/// Fills complaint_present, complaint_classes (sorted) and complaint_text from present symptoms;
/// where a narrow and a broad one are recorded, the narrow one speaks. Facts before `from` are
/// none: of a long history none may be, which is known when its columns are filled.
void find_complaint(Patient& patient, std::uint32_t from);

/// Empty if the patient can be ranked.
SharedText why_not_ranked(const AgeRange& age, bool complaint_present);

}  // namespace causa::assess
