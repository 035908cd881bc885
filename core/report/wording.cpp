// SPDX-License-Identifier: Apache-2.0

#include "report/wording.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "assess/fact_words.hpp"
#include "assess/prepared.hpp"
#include "base/text.hpp"
#include "facts/fact.hpp"
#include "report/json.hpp"
#include "terminology/unit_words.hpp"

namespace causa::report {

namespace {

using assess::CauseResult;
using assess::Counted;
using assess::Evidence;

constexpr std::uint32_t always_written = 1;   // places, however little they explain
constexpr std::uint32_t written_by_rule = 3;  // places of causes that have no E
constexpr double smallest_written = 0.01;     // E of the others
constexpr double old_days = 30;
constexpr std::size_t most_questions = 5;
constexpr std::size_t most_alert_questions = 3;

}  // namespace

std::string percent(double p) {
  const double rounded = std::round(100 * p);
  if (rounded < 1) return "<1 %";
  if (rounded > 99) return ">99 %";
  return fmt::format("{:.0f} %", rounded);
}

std::string range_words(const assess::Estimate& estimate) {
  const std::string p = percent(estimate.p);
  const std::string low = percent(estimate.low), high = percent(estimate.high);
  if (low == p && high == p) return p;
  return fmt::format("{} (range {} to {})", p, low, high);
}

double six_digits(double p) {
  if (p <= 0) return 0;
  const double scale = std::pow(10.0, 5 - std::floor(std::log10(p)));
  return std::round(p * scale) / scale;
}

std::string module_of(const assess::Assessment& assessment, std::uint32_t index) {
  return index < assessment.modules.size() ? assessment.modules[index].id.text() : std::string();
}

std::string age_words(const assess::Assessment& assessment) {
  const double years = assessment.age.low_years;
  if (std::isnan(years)) return "age unknown";
  return fmt::format("{:.0f} {}", years, years == 1 ? "year" : "years");
}

std::string age_words(const assess::RaisedAlert& alert) {
  const std::string old = assess::how_old(alert);
  // Behind a list "2 days old" would speak of the last thing in it alone.
  if (alert.facts.size() < 2 || !old.ends_with(" old")) return old;
  return fmt::format("found up to {} ago", old.substr(0, old.size() - 4));
}

std::string loud(knowledge::Urgency urgency) {
  std::string text = word(urgency);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return text;
}

std::vector<std::string_view> qualities(std::uint16_t bits) {
  constexpr std::pair<std::uint16_t, std::string_view> names[] = {
      {facts::Quality::implausible, "implausible"},
      {facts::Quality::unit_doubted, "unit_doubted"},
      {facts::Quality::stale, "stale"},
      {facts::Quality::hemolyzed, "hemolyzed"},
      {facts::Quality::tied, "tied"},
      {facts::Quality::unit_assumed, "unit_assumed"},
      {facts::Quality::preliminary, "preliminary"},
      {facts::Quality::true_value_below, "true_value_below"},
      {facts::Quality::true_value_above, "true_value_above"}};
  std::vector<std::string_view> found;
  for (const auto& [bit, name] : names)
    if (bits & bit) found.push_back(name);
  return found;
}

bool is_judged(const assess::MustNotMiss& danger) { return danger.present.high > 0; }

std::string missing_words(const assess::Assessment& assessment) {
  std::vector<std::string> missing;
  for (const auto& module : assessment.modules)
    if (module.status != assess::ModuleStatus::ok)
      missing.push_back(fmt::format("{} ({})", short_name(module.id), word(module.status)));
  if (missing.empty()) return {};
  return fmt::format("What {} {} is in none of what follows: {}.",
                     missing.size() == 1 ? "this module" : "these modules",
                     missing.size() == 1 ? "knows" : "know", fmt::join(missing, ", "));
}

std::vector<std::string> alert_names(const assess::Assessment& assessment) {
  std::vector<std::string> names;
  for (const auto& alert : assessment.alerts) {
    const std::string module = short_name(module_of(assessment, alert.module));
    std::string name = module.empty() ? alert.id.text() : fmt::format("{}/{}", module, alert.id);
    if (std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(std::move(name));
  }
  return names;
}

std::string decided_words(const CauseResult& cause) {
  if (cause.decided_by.empty()) return "no measurement decides it";
  std::string by = cause.decided_by;
  std::replace(by.begin(), by.end(), '_', ' ');
  return fmt::format("decided: {}", by);
}

std::vector<std::uint32_t> hemolyzed_facts(const assess::Assessment& assessment,
                                           const CauseResult& cause) {
  std::vector<std::uint32_t> hemolyzed;
  const auto look_at = [&](const std::vector<std::uint32_t>& cited) {
    for (const std::uint32_t index : cited)
      if ((assessment.facts[index].quality & facts::Quality::hemolyzed) &&
          std::find(hemolyzed.begin(), hemolyzed.end(), index) == hemolyzed.end())
        hemolyzed.push_back(index);
  };
  for (const auto& alert : assessment.alerts)
    if (alert.cause == cause.id) look_at(alert.facts);
  for (const auto& evidence : cause.evidence) look_at(evidence.facts);
  return hemolyzed;
}

std::string hemolyzed_words(const assess::Assessment& assessment, const CauseResult& cause) {
  const auto hemolyzed = hemolyzed_facts(assessment, cause);
  if (hemolyzed.empty()) return {};
  return fmt::format("Goes by {}.", assess::words_of(hemolyzed, assessment.facts));
}

std::string name_of(const assess::Assessment& assessment, const std::string& cause) {
  for (const auto& entry : assessment.causes)
    if (entry.id == cause) return entry.name;
  return cause;
}

std::string finding(const Evidence& evidence) {
  return (evidence.outcome == assess::Outcome::absent ? "not: " : "") + evidence.text;
}

std::string value_words(const assess::ShownFact& fact) {
  if (!fact.value) return word(fact.state);
  const bool is_bound = fact.comparator != record::Comparator::none;
  const std::string bound = is_bound ? fmt::format("{} ", sign(fact.comparator)) : std::string();
  std::string text = bound + format_number(std::round(*fact.value * 1000) / 1000);
  text += terminology::unit_words(fact.unit.text());
  if (fact.original_value && fact.original_unit != fact.unit)
    text += fmt::format(" (written {}{} {})", bound, format_number(*fact.original_value),
                        fact.original_unit);
  return text;
}

std::string finding_words(const lint::Finding& finding) {
  return fmt::format("{}{}{}{}{}", finding.place, finding.place.empty() ? "" : ": ",
                     finding.message, finding.cure.empty() ? "" : "; ", finding.cure);
}

const std::string& place_of(const record::Ignored& ignored) {
  const bool named = !ignored.examples.empty() && !ignored.examples.front().empty();
  return named ? ignored.examples.front() : ignored.source;
}

std::string ignored_words(const record::Ignored& ignored) {
  if (!ignored.grouped) return fmt::format("{}: {}", place_of(ignored), ignored.reason);
  const bool is_plural =
      ignored.count != 1 && (ignored.source == "cell" || ignored.source == "line");
  return fmt::format("{} {}{}: {}", ignored.count, ignored.source, is_plural ? "s" : "",
                     ignored.reason);
}

std::vector<std::string> grouped_words(const assess::Assessment& assessment) {
  std::uint64_t entries = 0;
  std::vector<std::string> whole, parts, sentences;
  for (const auto& entry : assessment.ignored) {
    if (!entry.grouped) continue;
    (entry.is_of_part() ? parts : whole).push_back(ignored_words(entry));
    if (!entry.is_of_part()) entries += entry.count;
  }
  if (!whole.empty())
    sentences.push_back(fmt::format("{} of {} entries: {}.", entries, assessment.resources_read,
                                    fmt::join(whole, "; ")));
  if (!parts.empty())
    sentences.push_back(fmt::format("Of entries that were read: {}.", fmt::join(parts, "; ")));
  return sentences;
}

std::vector<std::string> withheld_reasons(const assess::Assessment& assessment) {
  std::vector<std::string> reasons;
  for (const auto& given : assessment.advice)
    if (!given.withheld.empty() &&
        std::find(reasons.begin(), reasons.end(), given.withheld) == reasons.end())
      reasons.push_back(given.withheld);
  return reasons;
}

std::vector<const Evidence*> heaviest(const CauseResult& cause, bool in_favor) {
  std::vector<const Evidence*> found;
  for (const auto& evidence : cause.evidence)
    if ((evidence.counted == Counted::yes || evidence.counted == Counted::capped) &&
        (evidence.weight_millibans > 0) == in_favor)
      found.push_back(&evidence);
  std::stable_sort(found.begin(), found.end(), [](const auto* a, const auto* b) {
    return std::abs(a->weight_millibans) > std::abs(b->weight_millibans);
  });
  return found;
}

bool is_written(const CauseResult& cause, std::size_t most) {
  if (cause.rank > most) return false;
  const bool member = !cause.chain_head.empty();
  const std::uint32_t places = is_placed_by_rule(cause) ? written_by_rule : always_written;
  return cause.explains.p >= smallest_written || (!member && cause.rank <= places);
}

bool is_placed_by_rule(const CauseResult& cause) {
  return cause.family == assess::idiopathic_family;
}

std::string idiopathic_words(const assess::Assessment& assessment, const CauseResult& cause) {
  if (cause.rank != 1) return "the pattern fits, but another cause or an open alert comes first";
  return missing_words(assessment).empty()
             ? "the pattern fits and no other cause explains it well"
             : "the pattern fits, and no cause that was looked at explains it well; some were not, "
               "since modules are missing";
}

std::string question_words(const assess::Question& question) {
  using assess::QuestionKind;
  if (question.start) return fmt::format("Ask when it began: {}.", question.name);
  switch (question.kind) {
    case QuestionKind::lab:
    case QuestionKind::imaging:
      return fmt::format("{}: {}.", question.again ? "Measure again" : "Measure", question.name);
    case QuestionKind::examination:
      return fmt::format("Examine: {}.", question.name);
    case QuestionKind::history:
      break;
  }
  return fmt::format("Ask: {}.", question.name);
}

std::string told_words(const assess::Question& question) {
  return question.could_alert ? " It could raise an alert." : "";
}

std::vector<assess::Question> first_questions(const std::vector<assess::Question>& questions) {
  std::vector<assess::Question> first;
  std::vector<assess::Question> others;
  for (const auto& question : questions)
    ((question.could_alert || question.again) && first.size() < most_alert_questions ? first
                                                                                     : others)
        .push_back(question);
  std::stable_sort(others.begin(), others.end(),
                   [](const auto& a, const auto& b) { return a.bits > b.bits; });
  for (const auto& question : others)
    if (first.size() < most_questions) first.push_back(question);
  return first;
}

std::string hangs_on_words(const std::vector<assess::WouldChange>& changes) {
  constexpr std::size_t most_told = 3;
  if (changes.empty()) return {};
  std::vector<std::string> parts;
  for (const auto& change : changes)
    if (parts.size() < most_told)
      parts.push_back(fmt::format("without \"{}\", {} would stand first",
                                  fmt::join(change.names, "\" and \""), change.first_name));
  const std::size_t left = changes.size() - parts.size();
  return fmt::format("The first place hangs on what is known: {}{}.", fmt::join(parts, "; "),
                     left == 0 ? "" : fmt::format("; and {} more", left));
}

double days_without_news(const assess::Assessment& assessment) {
  double newest_days = std::numeric_limits<double>::infinity();
  for (const auto& fact : assessment.facts)
    if (fact.age_days) newest_days = std::min(newest_days, *fact.age_days);
  return newest_days > old_days && std::isfinite(newest_days) ? newest_days : 0;
}

}  // namespace causa::report
