// SPDX-License-Identifier: Apache-2.0
//
// `rules`: evidence and its strength.

#include <fmt/core.h>

#include <cmath>

#include "knowledge/parts.hpp"

namespace causa::knowledge {

namespace {

constexpr std::string_view words_hint =
    "strong for, moderate for, weak for, minimal for, or the same with against";

/// "strong for", "weak against".
void read_words(Reader& outcomes, std::string_view key, std::string_view words,
                Strength& strength) {
  const std::size_t space = words.find(' ');
  const std::string_view direction =
      space == std::string_view::npos ? std::string_view() : words.substr(space + 1);
  for (const auto& [name, grade] : grades)
    if (name == words.substr(0, space) && grade != Grade::none) strength.grade = grade;
  strength.in_favor = direction == "for";
  if (strength.grade && (direction == "for" || direction == "against")) return;
  outcomes.wrong(key, fmt::format("\"{}\" is not a strength", words), std::string(words_hint));
}

void check_ratio(Reader& part, std::string_view key, std::optional<double> ratio,
                 const std::optional<Interval>& ci) {
  if (!ratio) return;
  if (*ratio <= 0) part.wrong(key, "must be greater than 0");
  if (ci && (ci->low > *ratio || *ratio > ci->high))
    part.wrong("ci", fmt::format("doesn't contain {}", *ratio));
  if (ci && ci->low < 0) part.wrong("ci", "must not be negative");
}

void read_numbers(Reader& part, Strength& strength) {
  strength.lr = part.number("lr");
  strength.odds_ratio = part.number("or");
  strength.exposure = part.number("exposure");
  strength.ci = part.interval("ci");
  if (const auto size = part.integer("n")) {
    strength.n = static_cast<int>(std::min<std::int64_t>(*size, 2'000'000'000));
    if (*size < 1) part.wrong("n", "must be at least 1");
  }
  strength.lr_from = part.text("lr_from");
  strength.lr_range = part.interval("range");
  const int given = static_cast<int>(strength.lr.has_value()) +
                    static_cast<int>(strength.odds_ratio.has_value()) +
                    static_cast<int>(!strength.lr_from.empty());
  if (given != 1) {
    part.wrong_here("needs exactly one of lr, or, and lr_from");
    return;
  }
  check_ratio(part, "lr", strength.lr, strength.ci);
  check_ratio(part, "or", strength.odds_ratio, strength.ci);
  if (strength.lr && !strength.ci && !strength.n)
    part.wrong_here("a likelihood ratio needs its interval or the size of its study",
                    "add ci: [low, high], or n");
  if (strength.odds_ratio && (!strength.ci || !strength.exposure))
    part.wrong_here("an odds ratio needs ci and exposure",
                    "exposure is the prevalence among those without the state");
  if (strength.exposure && (*strength.exposure < 0 || *strength.exposure >= 1))
    part.wrong("exposure", "is a proportion, from 0 to below 1");
  if (!strength.lr_from.empty() && (!strength.lr_range || strength.lr_range->low <= 0))
    part.wrong_here("lr_from needs range: [low, high] above 0", "the host clamps to it");
}

std::optional<Strength> read_strength(Reader& outcomes, std::string_view key) {
  const JsonValue value = outcomes.find(key);
  if (!value) return std::nullopt;
  Strength strength;
  if (value.is_text()) {
    read_words(outcomes, key, value.text(), strength);
    return strength;
  }
  Reader part(value, outcomes.at(key), outcomes.problems());
  read_numbers(part, strength);
  part.finish();
  return strength;
}

/// For a cause or against it, as far as that can be told; an odds ratio turns round by itself.
int direction_of(const Strength& strength) {
  if (strength.grade) return strength.in_favor ? 1 : -1;
  if (!strength.lr || *strength.lr == 1) return 0;
  return *strength.lr > 1 ? 1 : -1;
}

/// What speaks for a cause by being there speaks against it by not being there, or says nothing.
void check_directions(Reader& part, const Rule& rule) {
  if (!rule.holds || !rule.fails) return;
  const int product = direction_of(*rule.holds) * direction_of(*rule.fails);
  if (product <= 0) return;
  const bool in_favor = direction_of(*rule.holds) > 0;
  part.wrong("strength",
             fmt::format("speaks {0} the cause if the condition holds and {0} it if it fails",
                         in_favor ? "for" : "against"),
             fmt::format("let fails be {}, or leave it out",
                         in_favor ? "against, or a ratio below 1" : "for, or a ratio above 1"));
}

void check_basis(Reader& part, const Rule& rule) {
  for (const auto* strength : {&rule.holds, &rule.fails}) {
    if (!*strength) continue;
    const bool words = (*strength)->grade.has_value();
    if (rule.basis == Basis::measured && words)
      part.wrong("basis", "is measured, but the strength is a judgement in words",
                 "give numbers with their source, or write basis: expert");
    if (rule.basis == Basis::expert && !words && (*strength)->lr_from.empty())
      part.wrong("basis", "is expert, but the strength is a number",
                 fmt::format("use words: {}", words_hint));
  }
}

void read_rule(Reader& part, Rule& rule) {
  static constexpr std::array<std::pair<std::string_view, About>, 2> abouts{
      {{"present", About::present}, {"explains", About::explains}}};
  rule.id = read_id(part, "id", Dots::allowed);
  rule.cause = read_id(part, "cause", Dots::required);
  rule.about = part.choice<About>("about", abouts, About::present, Need::required);
  rule.when = part.condition("when", Need::required);
  rule.group = part.text("group");
  rule.replaces = part.texts("replaces");
  rule.evidence_grade = part.text("grade");
  rule.population = part.text("population");
  rule.text = part.text("text", Need::required);
  rule.basis = read_basis(part, Bases::numbers_or_judgement);
  rule.sources = read_sources(part, Need::required);
  if (const JsonValue value = part.find("strength", Need::required)) {
    Reader outcomes(value, part.at("strength"), part.problems());
    rule.holds = read_strength(outcomes, "holds");
    rule.fails = read_strength(outcomes, "fails");
    outcomes.finish();
    if (value.is_mapping() && !rule.holds && !rule.fails)
      part.wrong("strength", "needs at least one of holds and fails");
  }
  check_directions(part, rule);
  check_basis(part, rule);
  check_measured(part, rule.basis, rule.sources);
}

}  // namespace

void read_rules(Reader& top, Manifest& manifest) {
  manifest.rules.reserve(top.length("rules"));
  top.list("rules", Need::optional,
           [&](Reader& part) { read_rule(part, manifest.rules.emplace_back()); });
}

}  // namespace causa::knowledge
