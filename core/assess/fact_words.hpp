// SPDX-License-Identifier: Apache-2.0
//
// A fact in the words of alerts and of texts: its value, and what makes it doubtful. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "assess/assessment.hpp"

namespace causa::assess {

/// True for "prednisolone (stopped)", whose name says itself that it is no more.
bool is_named_as_past(const ShownFact& fact);

/// "> 6 mmol/L", and in brackets what is to be known of the value. Only of facts with one.
std::string measured_words(const ShownFact& fact);

/// "Potassium 6.6 mmol/L (another value of the same time: 4.2 mmol/L), weakness": of several values
/// that contradict each other the first leads.
std::string words_of(std::span<const std::uint32_t> cited, const std::vector<ShownFact>& facts);

/// "30 hours old", "12 days old", of the values that raised it; empty if they are new or nobody
/// knows when they were measured.
std::string how_old(const RaisedAlert& alert);

}  // namespace causa::assess
