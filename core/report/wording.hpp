// SPDX-License-Identifier: Apache-2.0
//
// How a person reads what an assessment holds: rounded numbers, short names, which causes are
// written out, which evidence is named first. Shared by the reports that people read, so that they
// say the same. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "assess/ask_next.hpp"
#include "assess/assessment.hpp"
#include "assess/would_change.hpp"
#include "plugin/called.hpp"

namespace causa::report {

/// Programs' words for facts::Quality: "hemolyzed", "stale".
std::vector<std::string_view> qualities(std::uint16_t bits);

/// Whether it could be said how likely it is; if not, an alert names it.
bool is_judged(const assess::MustNotMiss& danger);

/// "42 %", "<1 %", ">99 %": a second digit would only pretend.
std::string percent(double p);

/// "80 % (range 48 % to 95 %)"; without the range if that is said by the middle.
std::string range_words(const assess::Estimate& estimate);

/// Six significant digits, for programs that read on.
double six_digits(double p);

/// The id of a module of the assessment; empty if it has none of this index.
std::string module_of(const assess::Assessment& assessment, std::uint32_t index);

using plugin::short_name;

/// "67 years", "age unknown".
std::string age_words(const assess::Assessment& assessment);

/// "30 hours old", "12 days old"; of several things "found up to 12 days ago", after the oldest.
/// Empty if it is new or not known.
std::string age_words(const assess::RaisedAlert& alert);

/// "EMERGENCY", "SAME-DAY".
std::string loud(knowledge::Urgency urgency);

/// Which modules took no part, so that what follows lacks what they know, a sentence; empty if all
/// did.
std::string missing_words(const assess::Assessment& assessment);

/// By what names `causa feedback` takes the alerts: "electrolytes/potassium_critical_low"; each
/// once.
std::vector<std::string> alert_names(const assess::Assessment& assessment);

/// "decided: measured", "no measurement decides it".
std::string decided_words(const assess::CauseResult& cause);

/// Values of hemolyzed samples by which alerts or evidence of this cause came out so; indexes into
/// Assessment::facts.
std::vector<std::uint32_t> hemolyzed_facts(const assess::Assessment& assessment,
                                           const assess::CauseResult& cause);

/// "Goes by Potassium 2.9 mmol/L (hemolyzed sample)": the same in words; empty if there are none.
std::string hemolyzed_words(const assess::Assessment& assessment, const assess::CauseResult& cause);

/// The name of a cause of this assessment, else its id.
std::string name_of(const assess::Assessment& assessment, const std::string& cause);

/// The finding; "not: ..." if it is known to be absent.
std::string finding(const assess::Evidence& evidence);

/// "< 2.5 mmol/L", with what was written if that was in another unit; "present" without a value.
std::string value_words(const assess::ShownFact& fact);

/// Where it stands, what is wrong and what to do: "Observation/k1: ...; check the unit".
std::string finding_words(const lint::Finding& finding);

/// The entry that was left out, by name if it has one, else its type.
const std::string& place_of(const record::Ignored& ignored);

/// What was left out and why: "Observation/x: no unit"; of a group how many, "9 Claim: type not
/// used".
std::string ignored_words(const record::Ignored& ignored);

/// Of what was left out in groups, a sentence about whole entries and one about parts of entries
/// that are counted otherwise; as far as there are any.
std::vector<std::string> grouped_words(const assess::Assessment& assessment);

/// The reasons for which advice is withheld, each once, in order: one alert often withholds a dozen
/// pieces.
std::vector<std::string> withheld_reasons(const assess::Assessment& assessment);

/// Counted evidence on one side, the heaviest first.
std::vector<const assess::Evidence*> heaviest(const assess::CauseResult& cause, bool in_favor);

/// True if a report that people read writes this cause out: the first place whatever it explains,
/// then those that explain something, and one of the first that is placed by rule; of a chain's
/// members only those that explain something. `most`: places.
bool is_written(const assess::CauseResult& cause, std::size_t most);

/// What the line of a cause that is placed by rule, not by numbers, says after its name.
std::string idiopathic_words(const assess::Assessment& assessment,
                             const assess::CauseResult& cause);
bool is_placed_by_rule(const assess::CauseResult& cause);

/// "Measure potassium.", "Ask: numbness." without saying why.
std::string question_words(const assess::Question& question);

/// Why it is asked: " It could raise an alert.", or nothing.
std::string told_words(const assess::Question& question);

/// As many questions as anybody asks: the first of those that could raise an alert, then those that
/// tell most.
std::vector<assess::Question> first_questions(const std::vector<assess::Question>& questions);

/// What the first place hangs on, a sentence; empty if nothing is known of it.
std::string hangs_on_words(const std::vector<assess::WouldChange>& changes);

/// Days since the newest finding if an assessment of a later day looks as if nothing had been
/// measured; else 0.
double days_without_news(const assess::Assessment& assessment);

}  // namespace causa::report
