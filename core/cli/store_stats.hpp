// SPDX-License-Identifier: Apache-2.0
//
// What clinicians did with alerts, cards and rules, as text, JSON or CSV. Holds nothing of a
// patient, no comment and no user. Pure.
#pragma once

#include <string>

#include "store/feedback.hpp"

namespace causa::cli {

/// A table of at most 100 columns, with what the figures mean.
std::string stats_text(const store::FeedbackCounts& counts, const store::FeedbackFilter& filter);

/// One object, schema causa.store_stats/1.
std::string stats_json(const store::FeedbackCounts& counts, const store::FeedbackFilter& filter);

/// RFC 4180 with a header, one line an alert, card or rule.
std::string stats_csv(const store::FeedbackCounts& counts);

}  // namespace causa::cli
