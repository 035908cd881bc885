// SPDX-License-Identifier: Apache-2.0
//
// What the patient complains of: the classes that the recorded symptoms amount to.
#pragma once

#include "assess/patient.hpp"

namespace causa::assess {

/// Fills complaint_present, complaint_classes (sorted) and complaint_text from present symptoms;
/// where a narrow and a broad one are recorded, the narrow one speaks.
void find_complaint(Patient& patient);

}  // namespace causa::assess
