// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>

#include "cli/review/check_parts.hpp"
#include "cli/review/gaps.hpp"
#include "rules/certain.hpp"

namespace causa::cli::review {

namespace {

/// Every condition of a module that its definitions, bands and scores could stand in.
std::vector<std::string_view> conditions_of(const knowledge::Manifest& manifest) {
  std::vector<std::string_view> texts;
  const auto add = [&](const knowledge::ConditionText& one) { texts.push_back(one.text); };
  for (const auto& one : manifest.definitions) add(one.when);
  for (const auto& score : manifest.scores)
    for (const auto& item : score.items) add(item.when);
  for (const auto& cause : manifest.causes) {
    add(cause.requires_condition);
    add(cause.pattern);
    for (const auto& prior : cause.prior) add(prior.when);
    for (const auto& account : cause.accounts_for)
      for (const auto& band : account.bands) add(band.when);
    for (const auto& decision : cause.decided_by) add(decision.when);
  }
  for (const auto& one : manifest.rules) add(one.when);
  for (const auto& one : manifest.alerts) add(one.when);
  for (const auto& one : manifest.advice) add(one.when);
  for (const auto& one : manifest.withholds) add(one.when);
  return texts;
}

/// The word stands there, and not as a part of a longer one.
bool names(std::string_view text, std::string_view word) {
  const auto belongs = [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' ||
           byte == '.';
  };
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || !belongs(text[at - 1]);
    if (begins && (end == text.size() || !belongs(text[end]))) return true;
  }
  return false;
}

void check_bands(const assess::Prepared& prepared, const knowledge::Manifest& manifest,
                 const knowledge::BandedFact& banded, Findings& findings) {
  const auto fact = prepared.vocabulary.find(banded.fact);
  if (!fact) return;
  const auto& definition = prepared.vocabulary[*fact].definition;
  std::vector<Stated> bands;
  for (const auto& one : banded.bands) {
    const auto studied = rules::study(one.when.text, prepared.vocabulary, manifest);
    if (const auto band = studied ? rules::band_of(*studied) : std::nullopt)
      bands.push_back({*band, one.name, nullptr});
  }
  const std::string place = place_of(manifest, banded.fact);
  for (std::size_t i = 0; i < bands.size(); ++i)
    for (std::size_t j = i + 1; j < bands.size(); ++j) {
      const double low = std::max(bands[i].band.low, bands[j].band.low);
      const double high = std::min(bands[i].band.high, bands[j].band.high);
      if (low <= high)
        findings.faults.push_back(
            {place,
             fmt::format("{} {} {} lies in the bands {} and {}", banded.fact,
                         range_words(low, high), definition.unit, bands[i].place, bands[j].place)});
    }
  for (const auto& gap : gaps_of(bands)) {
    const bool normal = !holds_no_adult_value(gap, definition);
    (normal ? findings.notes : findings.faults)
        .push_back({place, fmt::format("{}, between {} and {}", gap_words(gap, definition),
                                       gap.below, gap.above)});
  }
}

}  // namespace

void check_terms(const assess::Prepared& prepared, const knowledge::Manifest& manifest,
                 Findings& findings) {
  for (const auto& banded : manifest.bands) check_bands(prepared, manifest, banded, findings);
  const auto texts = conditions_of(manifest);
  const auto check_used = [&](const std::string& id, const std::string& word, const char* what) {
    if (std::none_of(texts.begin(), texts.end(), [&](auto text) { return names(text, word); }))
      findings.notes.push_back(
          {place_of(manifest, id), fmt::format("is {} that no condition uses", what)});
  };
  for (const auto& one : manifest.definitions) check_used(one.id, one.id, "a definition");
  for (const auto& one : manifest.scores) check_used(one.id, one.id, "a score");
  for (const auto& banded : manifest.bands)
    for (const auto& band : banded.bands) check_used(banded.fact, band.name, "a fact with a band");
}

}  // namespace causa::cli::review
