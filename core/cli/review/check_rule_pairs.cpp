// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "cli/review/check_parts.hpp"
#include "rules/certain.hpp"

namespace causa::cli::review {

namespace {

/// A rule by what it says of a condition: when that is true, and when it is false.
struct Said {
  std::string place, group, meaning;
  rules::Studied condition;
  std::vector<std::string> replaces;
  std::array<int, 2> direction{};  ///< 1 for, -1 against, 0 nothing or not known beforehand
};

int direction_of(const std::optional<assess::Weight>& weight) {
  if (!weight) return 0;
  return weight->millibans > 0 ? 1 : weight->millibans < 0 ? -1 : 0;
}

bool replaces(const Said& one, const Said& other) {
  return std::find(one.replaces.begin(), one.replaces.end(), other.group) != one.replaces.end();
}

using Topic = std::tuple<std::string, knowledge::About, std::string>;  // cause, about, condition

void compare(const Said& one, const Said& other, const std::string& cause, Findings& findings) {
  if (replaces(one, other) || replaces(other, one)) return;
  for (std::size_t side = 0; side < 2; ++side) {
    const int product = one.direction[side] * other.direction[side];
    if (product < 0) {
      findings.faults.push_back(
          {one.place, fmt::format("contradicts {}: of the same condition one speaks for {} and the "
                                  "other against it",
                                  other.place, cause)});
      return;
    }
    if (product == 0) continue;
    const bool apart = one.group.empty() || one.group != other.group;
    (apart ? findings.faults : findings.notes)
        .push_back({one.place, fmt::format("says of {} what {} says of the same condition; {}",
                                           cause, other.place,
                                           apart ? "they share no group, so it counts twice"
                                                 : "they share a group, so the stronger counts")});
    return;
  }
}

/// Two rules of different conditions that speak the same way, of which one holds whenever the other
/// does: "> 3 L" beside "> 2.5 L".
void compare_reach(const Said& one, const Said& other, const assess::Prepared& prepared,
                   Findings& findings) {
  if (one.direction[0] * other.direction[0] <= 0 || one.meaning == other.meaning) return;
  if (!one.group.empty() && one.group == other.group) return;
  if (replaces(one, other) || replaces(other, one)) return;
  const auto implies = [&](const Said& narrow, const Said& wide) {
    return rules::never_reached(narrow.condition, {&wide.condition, 1}, prepared.vocabulary);
  };
  const bool first_is_narrow = implies(one, other);
  if (!first_is_narrow && !implies(other, one)) return;
  const Said& narrow = first_is_narrow ? one : other;
  const Said& wide = first_is_narrow ? other : one;
  findings.notes.push_back(
      {narrow.place, fmt::format("holds only where {} holds too, and they share no group, so both "
                                 "count",
                                 wide.place)});
}

}  // namespace

void check_rule_pairs(const assess::Prepared& prepared, Findings& findings) {
  std::map<Topic, std::vector<Said>> said;
  std::map<std::pair<std::string, knowledge::About>, std::vector<Said>> reach;
  const auto modules = prepared.registry.modules();
  const auto add = [&](const assess::PreparedRule& rule) {
    const auto& manifest = modules[rule.module].manifest;
    const auto studied = rules::study(rule.rule->when.text, prepared.vocabulary, manifest);
    if (!studied) return;
    const auto meaning = rules::meaning_of(*studied);
    Said one{place_of(manifest, rule.rule->id),
             rule.rule->group,
             meaning.text,
             *studied,
             rule.rule->replaces,
             {direction_of(rule.holds), direction_of(rule.fails)}};
    reach[{rule.rule->cause, rule.rule->about}].push_back(one);
    if (meaning.negated) std::swap(one.direction[0], one.direction[1]);
    said[{rule.rule->cause, rule.rule->about, meaning.text}].push_back(std::move(one));
  };
  for (const auto& cause : prepared.causes)
    for (const auto& rule : cause.rules) add(rule);
  for (const auto& rule : prepared.orphan_rules) add(rule);
  for (const auto& [topic, rules] : said)
    for (std::size_t i = 0; i < rules.size(); ++i)
      for (std::size_t j = i + 1; j < rules.size(); ++j)
        compare(rules[i], rules[j], std::get<0>(topic), findings);
  for (const auto& [topic, rules] : reach)
    for (std::size_t i = 0; i < rules.size(); ++i)
      for (std::size_t j = i + 1; j < rules.size(); ++j)
        compare_reach(rules[i], rules[j], prepared, findings);
}

}  // namespace causa::cli::review
