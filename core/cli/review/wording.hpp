// SPDX-License-Identifier: Apache-2.0
//
// Parts of manifests in words, for the people who review them: conditions by the names of their
// concepts, strengths with what they count for, sources in full. Pure; borrows what it is given.
#pragma once

#include <string>
#include <vector>

#include "assess/prepared.hpp"
#include "knowledge/manifest.hpp"

namespace causa::cli::review {

/// A module among those that are loaded.
struct Place {
  const assess::Prepared& prepared;
  const knowledge::Manifest& manifest;
};

/// "potassium < 3.0 mmol/L"; "always" if there is no condition; as written if it isn't understood.
std::string condition_words(const Place& place, const knowledge::ConditionText& text);

/// At most three significant digits: "4.7", "0.385".
std::string short_number(double value);

/// "12 % (5 to 25 %)".
std::string percent(double p, double low, double high);

/// As published or judged: "LR 4.7 (2.2 to 9.9)", "moderate for".
std::string strength_words(const knowledge::Strength& strength);

/// What it counts for after shrinkage: "counts as LR 4.49 (+652)"; of a ratio that a library
/// computes "computed for each patient". `holds`: of the outcome that the condition holds.
std::string counts_words(const knowledge::Strength& strength, bool holds,
                         const assess::Constants& constants);

/// "12 % (5 to 25 %); adults with leg cramps".
std::string prior_words(const knowledge::Prior& prior);

/// What a cause accounts for: "strong, 80 % (50 to 95 %)", "ratio 1.47 (1.33 to 1.63), 32 % ...".
std::string account_words(const knowledge::Account& account, const assess::Constants& constants);

/// "if potassium is below 3.5 mmol/L (sigma 0.1 mmol/L): decided by the measurement", or the
/// condition with its probability.
std::string decision_words(const Place& place, const knowledge::Decision& decision);

/// "electrolytes.hypomagnesemia, ratio 2 (1.4 to 2.9)".
std::string edge_words(const knowledge::LeadsTo& edge);

/// "payne1973, judgement".
std::string source_ids(const std::vector<std::string>& ids);

/// Citation, identifiers and address, and what of it was seen.
std::string source_words(const knowledge::Source& source);

/// "nobody has seen it", "seen: abstract"; empty for judgement, which claims no page.
std::string seen_words(const knowledge::Source& source);

/// The source of this id; null if there is none.
const knowledge::Source* find_source(const knowledge::Manifest& manifest, const std::string& id);

/// Who reviewed the module, until when: "by no clinician yet".
std::string review_words(const knowledge::Attributes& attributes);

/// "present" or "explains".
const char* about_word(knowledge::About about);

}  // namespace causa::cli::review
