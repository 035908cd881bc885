// SPDX-License-Identifier: Apache-2.0
//
// The checks of `knowledge check`, each of which adds what it finds. Pure.
#pragma once

#include "cli/review/check.hpp"

namespace causa::cli::review {

/// Entries of which the first true one counts, behind others that hold whenever they do.
void check_entries(const assess::Prepared& prepared, const knowledge::Manifest& manifest,
                   Findings& findings);

/// Values between the bands of a cause's account that get nothing, if it has no last entry.
void check_account_bands(const assess::Prepared& prepared, const knowledge::Manifest& manifest,
                         Findings& findings);

/// Named bands that overlap or leave a gap, and names, bands and scores that nothing uses.
void check_terms(const assess::Prepared& prepared, const knowledge::Manifest& manifest,
                 Findings& findings);

/// Alerts of all modules that ask for one number only: values that alert twice, and values between
/// two bands that don't alert though no adult value lies there.
void check_alert_bands(const assess::Prepared& prepared, Findings& findings);

/// Rules of all modules about one cause with one condition, or with its opposite.
void check_rule_pairs(const assess::Prepared& prepared, Findings& findings);

/// "electrolytes/potassium_low".
std::string place_of(const knowledge::Manifest& manifest, const std::string& id);

}  // namespace causa::cli::review
