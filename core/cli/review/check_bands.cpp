// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "base/text.hpp"
#include "cli/review/check_parts.hpp"
#include "report/json.hpp"
#include "rules/certain.hpp"

namespace causa::cli::review {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A band and who states it.
struct Stated {
  rules::Band band;
  std::string place;
  const knowledge::Alert* alert = nullptr;
};

/// Values strictly between two bands: the first beyond the lower, the last before the upper.
struct Gap {
  double low = 0, high = 0;
  std::string below, above;
};

/// An open end is the next number; to people it is the limit that they wrote.
std::string written(double value) {
  const double rounded = std::round(value * 1e9) / 1e9;
  return format_number(rounded == 0 ? 0 : rounded);
}

std::string range_words(double low, double high) {
  if (low == -infinity) return fmt::format("up to {}", written(high));
  if (high == infinity) return fmt::format("from {}", written(low));
  return fmt::format("from {} to {}", written(low), written(high));
}

std::vector<Gap> gaps_of(std::vector<Stated> bands) {
  std::sort(bands.begin(), bands.end(),
            [](const auto& a, const auto& b) { return a.band.low < b.band.low; });
  std::vector<Gap> gaps;
  double end = -infinity;
  std::string last;
  for (const auto& one : bands) {
    const double next = std::nextafter(end, infinity);
    if (!last.empty() && one.band.low > next)
      gaps.push_back({next, std::nextafter(one.band.low, -infinity), last, one.place});
    if (last.empty() || one.band.high > end) {
      end = one.band.high;
      last = one.place;
    }
  }
  return gaps;
}

/// False if that isn't known: then nothing is certain.
bool holds_no_adult_value(const Gap& gap, const terminology::ConceptDefinition& definition) {
  if (!definition.typical) return false;
  return gap.high < definition.typical->first || gap.low > definition.typical->second;
}

std::string gap_words(const Gap& gap, const terminology::ConceptDefinition& definition) {
  return fmt::format("{} from {} to {} {} lies in no band", definition.id, written(gap.low),
                     written(gap.high), definition.unit);
}

void check_account(const assess::Prepared& prepared, const knowledge::Manifest& manifest,
                   const std::string& cause, const knowledge::AccountsFor& account,
                   Findings& findings) {
  std::vector<Stated> bands;
  for (const auto& entry : account.bands) {
    if (entry.when.text.empty()) return;  // the last entry catches what is left
    const auto studied = rules::study(entry.when.text, prepared.vocabulary, manifest.facts);
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
    const auto studied = rules::study(alert.alert->when.text, prepared.vocabulary, manifest.facts);
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
