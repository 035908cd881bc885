// SPDX-License-Identifier: Apache-2.0
//
// Alerts and advice of one row. Alerts come first and are lowered by nothing; advice is given only
// where no fact forbids it.
#pragma once

#include "assess/patient.hpp"

namespace causa::assess {

/// Fills Assessment::alerts, by urgency, then module, then id. Needs no ranking and no age.
void raise_alerts(Patient& patient);

/// By urgency, then module, then id.
void sort_alerts(std::vector<RaisedAlert>& alerts);

/// Fills Assessment::advice; the ranking and the alerts must be there already.
void give_advice(Patient& patient);

}  // namespace causa::assess
