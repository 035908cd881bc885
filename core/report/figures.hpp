// SPDX-License-Identifier: Apache-2.0
//
// Sentences of an assessment for reports that other systems show: FHIR resources and cards. Their
// numbers need no escape in Markdown, HTML or JSON. Pure.
#pragma once

#include <string>

#include "assess/assessment.hpp"

namespace causa::report {

/// "32 %", "under 1 %", "over 99 %".
std::string figure(double p);

/// "32 % (range 24 to 42 %)".
std::string figure(const assess::Estimate& estimate);

/// What must not be missed, how likely it is if that was judged, and what to do.
std::string danger_text(const assess::MustNotMiss& danger);

/// What raised the alert, with its age: "Potassium 2.3 mmol/L (15 hours old)". May be empty.
std::string trigger_of(const assess::RaisedAlert& alert);

/// The text of advice with what has to be checked before.
std::string text_of(const assess::GivenAdvice& advice);

/// The evidence that counted for the cause (or against it), heaviest first: "a; not: b". May be
/// empty.
std::string evidence_text(const assess::CauseResult& cause, bool in_favor);

}  // namespace causa::report
