// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "cli/review/check_parts.hpp"
#include "cli/review/gaps.hpp"
#include "report/json.hpp"
#include "rules/certain.hpp"

namespace causa::cli::review {

namespace {

void check_account(const assess::Prepared& prepared, const knowledge::Manifest& manifest,
                   const std::string& cause, const knowledge::AccountsFor& account,
                   Findings& findings) {
  std::vector<Stated> bands;
  for (const auto& entry : account.bands) {
    if (entry.when.text.empty()) return;  // the last entry catches what is left
    const auto studied = rules::study(entry.when.text, prepared.vocabulary, manifest);
    const auto band = studied ? rules::band_of(*studied) : std::nullopt;
    if (!band || (!bands.empty() && band->concept_id != bands.front().band.concept_id)) return;
    bands.push_back({*band, cause, nullptr});
  }
  if (bands.empty()) return;
  const auto& definition = prepared.vocabulary[bands.front().band.concept_id].definition;
  for (const auto& gap : gaps_of(bands))
    findings.faults.push_back(
        {place_of(manifest, cause),
         fmt::format("accounts_for {}: {}", account.complaint, gap_words(gap, definition))});
}

/// Alerts that ask for one number and nothing else, by that number.
std::map<terminology::ConceptId, std::vector<Stated>> alert_bands(
    const assess::Prepared& prepared) {
  std::map<terminology::ConceptId, std::vector<Stated>> bands;
  const auto modules = prepared.registry.modules();
  for (const auto& alert : prepared.alerts) {
    const auto& manifest = modules[alert.module].manifest;
    const auto studied = rules::study(alert.alert->when.text, prepared.vocabulary, manifest);
    if (const auto band = studied ? rules::band_of(*studied) : std::nullopt)
      bands[band->concept_id].push_back({*band, place_of(manifest, alert.alert->id), alert.alert});
  }
  return bands;
}

void check_overlaps(const std::vector<Stated>& bands,
                    const terminology::ConceptDefinition& definition, Findings& findings) {
  for (std::size_t i = 0; i < bands.size(); ++i)
    for (std::size_t j = i + 1; j < bands.size(); ++j) {
      const double low = std::max(bands[i].band.low, bands[j].band.low);
      const double high = std::min(bands[i].band.high, bands[j].band.high);
      if (low > high) continue;
      const std::string words = fmt::format("{} {} {} alerts twice, as {} here and as {} in {}",
                                            definition.id, range_words(low, high), definition.unit,
                                            report::word(bands[i].alert->urgency),
                                            report::word(bands[j].alert->urgency), bands[j].place);
      // Two alerts about two causes may both be meant.
      const bool about_the_same = bands[i].alert->cause == bands[j].alert->cause;
      (about_the_same ? findings.faults : findings.notes).push_back({bands[i].place, words});
    }
}

}  // namespace

void check_account_bands(const assess::Prepared& prepared, const knowledge::Manifest& manifest,
                         Findings& findings) {
  for (const auto& cause : manifest.causes)
    for (const auto& account : cause.accounts_for)
      check_account(prepared, manifest, cause.id, account, findings);
}

void check_alert_bands(const assess::Prepared& prepared, Findings& findings) {
  for (const auto& [concept_id, bands] : alert_bands(prepared)) {
    const auto& definition = prepared.vocabulary[concept_id].definition;
    check_overlaps(bands, definition, findings);
    for (const auto& gap : gaps_of(bands))
      if (holds_no_adult_value(gap, definition))
        findings.faults.push_back(
            {gap.below, fmt::format("{}: it is between this alert and {}, and not normal",
                                    gap_words(gap, definition), gap.above)});
  }
}

}  // namespace causa::cli::review
