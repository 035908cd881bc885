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

}  // namespace causa::assess
