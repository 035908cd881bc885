// SPDX-License-Identifier: Apache-2.0

#include "cli/review/wording.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "report/json.hpp"

namespace causa::cli::review {

namespace {

constexpr const char* grade_names[] = {"none", "minimal", "weak", "moderate", "strong"};

/// The id that manifests give to what has no source (docs/manifest.md).
constexpr std::string_view judgement = "judgement";

const char* grade_name(knowledge::Grade grade) {
  return grade_names[static_cast<std::size_t>(grade)];
}

std::string interval(const std::optional<knowledge::Interval>& ci) {
  if (!ci) return {};
  return fmt::format(" ({} to {})", format_number(ci->low), format_number(ci->high));
}

std::string percent_number(double p) { return short_number(100 * p); }

}  // namespace

std::string condition_words(const Place& place, const knowledge::ConditionText& text) {
  if (text.text.empty()) return "always";
  const auto parsed = rules::Condition::parse(text.text, place.prepared.vocabulary, place.manifest);
  if (const auto* condition = std::get_if<rules::Condition>(&parsed))
    return condition->words(place.prepared.vocabulary);
  return text.text;
}

std::string short_number(double value) {
  if (value == 0 || !std::isfinite(value)) return format_number(value);
  const double scale = std::pow(10.0, 2 - std::floor(std::log10(std::abs(value))));
  return format_number(std::round(value * scale) / scale);
}

std::string percent(double p, double low, double high) {
  return fmt::format("{} % ({} to {} %)", percent_number(p), percent_number(low),
                     percent_number(high));
}

std::string strength_words(const knowledge::Strength& it) {
  if (it.grade) return fmt::format("{} {}", grade_name(*it.grade), it.in_favor ? "for" : "against");
  if (!it.lr_from.empty())
    return fmt::format("LR from {}{}", it.lr_from,
                       it.lr_range
                           ? fmt::format(", held to {} to {}", short_number(it.lr_range->low),
                                         short_number(it.lr_range->high))
                           : "");
  std::string text = it.lr ? fmt::format("LR {}", format_number(*it.lr))
                           : fmt::format("odds ratio {}", format_number(it.odds_ratio.value_or(1)));
  text += interval(it.ci);
  if (it.exposure)
    text += fmt::format(", exposure {} % among those without", percent_number(*it.exposure));
  if (it.n) text += fmt::format(", n = {}", *it.n);
  if (!it.ci) text += ", no interval published";
  return text;
}

std::string counts_words(const knowledge::Strength& strength, bool holds,
                         const assess::Constants& constants) {
  if (!strength.lr_from.empty()) return "computed for each patient";
  const auto weight = assess::weight_of(strength, holds, constants);
  return fmt::format("counts as LR {} ({:+})", short_number(weight.lr), weight.millibans);
}

std::string prior_words(const knowledge::Prior& prior) {
  return fmt::format("{}; {}", percent(prior.p, prior.low, prior.high), prior.population);
}

std::string account_words(const knowledge::Account& account, const assess::Constants& constants) {
  if (account.grade) {
    const auto x = assess::estimate_of(*account.grade, constants);
    return fmt::format("{}, {}", grade_name(*account.grade), percent(x.p, x.low, x.high));
  }
  if (account.ratio) {
    const auto x = assess::attributable_fraction(*account.ratio, account.ci);
    return fmt::format("ratio {}{}, {}", format_number(*account.ratio), interval(account.ci),
                       percent(x.p, x.low, x.high));
  }
  const double p = account.p.value_or(0);
  return percent(p, account.range ? account.range->low : p,
                 account.range ? account.range->high : p);
}

std::string decision_words(const Place& place, const knowledge::Decision& it) {
  if (it.fact.empty())
    return fmt::format("{}: {}", condition_words(place, it.when), percent(it.p, it.low, it.high));
  const auto& vocabulary = place.prepared.vocabulary;
  const auto measured = vocabulary.find(it.fact);
  const bool below = it.below.has_value();
  return fmt::format("measured: {} {} {} {}, sigma {}",
                     measured ? vocabulary[*measured].definition.name : it.fact,
                     below ? "below" : "above", format_number(below ? *it.below : *it.above),
                     it.unit, format_number(it.sigma));
}

std::string edge_words(const knowledge::LeadsTo& edge) {
  return fmt::format("{}, ratio {}{}", edge.cause, format_number(edge.ratio), interval(edge.ci));
}

std::string source_ids(const std::vector<std::string>& ids) {
  return fmt::format("{}", fmt::join(ids, ", "));
}

std::string seen_words(const knowledge::Source& source) {
  if (!source.verified) return source.id == judgement ? "" : "nobody has seen it";
  return source.seen.empty() ? "the page was seen" : "seen: " + source.seen;
}

std::string source_words(const knowledge::Source& source) {
  std::string text = source.citation;
  if (!source.doi.empty()) text += fmt::format("; doi {}", source.doi);
  if (!source.pmid.empty()) text += fmt::format("; PMID {}", source.pmid);
  if (!source.url.empty()) text += fmt::format("; {}", source.url);
  const std::string seen = seen_words(source);
  return seen.empty() ? text : fmt::format("{} ({})", text, seen);
}

const knowledge::Source* find_source(const knowledge::Manifest& manifest, const std::string& id) {
  const auto found = std::find_if(manifest.sources.begin(), manifest.sources.end(),
                                  [&](const auto& source) { return source.id == id; });
  return found == manifest.sources.end() ? nullptr : &*found;
}

std::string review_words(const knowledge::Attributes& it) {
  if (!it.reviewed_by) return "by no clinician yet";
  return fmt::format("by {} on {}, until {}", *it.reviewed_by, it.reviewed_on.value_or("?"),
                     it.reviewed_until.value_or("?"));
}

const char* about_word(knowledge::About about) {
  return about == knowledge::About::present ? "present" : "explains";
}

}  // namespace causa::cli::review
