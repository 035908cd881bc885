// SPDX-License-Identifier: Apache-2.0

#include "assess/joining.hpp"

#include <algorithm>
#include <vector>

namespace causa::assess {

namespace {

void join_edges(Prepared& prepared, const std::unordered_map<std::string, std::uint32_t>& causes) {
  for (std::uint32_t place = 0; place < prepared.causes.size(); ++place) {
    PreparedCause& cause = prepared.causes[place];
    for (const auto& edge : cause.cause->leads_to)
      if (const auto found = causes.find(edge.cause); found != causes.end()) {
        cause.leads_to.push_back(
            {found->second, std::min(attributable_fraction(edge.ratio, edge.ci).p,
                                     prepared.constants.chain_fraction_cap)});
        prepared.causes[found->second].led_by.push_back(place);
      }
  }
}

/// What must be known of a cause, so that it is judged though no condition says anything of it.
void summarize(Prepared& prepared) {
  const Constants& constants = prepared.constants;
  const auto find_frequent = [&](PreparedPrior& prior) {
    const double alone = std::min(prior.alone, constants.judgement_only_cap);
    prior.frequent = with_range(alone, prior.variance).high >= constants.must_not_miss;
    return prior.frequent;
  };
  const bool frequent_without = find_frequent(prepared.no_prior);
  for (std::uint32_t place = 0; place < prepared.causes.size(); ++place) {
    PreparedCause& cause = prepared.causes[place];
    bool frequent = frequent_without;
    for (auto& prior : cause.priors) frequent |= find_frequent(prior);
    for (const auto& decision : cause.decisions)
      if (decision.column != no_index) cause.measured.push_back(decision.column);
    CauseMasks& masks = prepared.cause_masks.emplace_back();
    if (!cause.measured.empty()) prepared.measured_causes.push_back(place);
    masks.led_to = !cause.led_by.empty();
    masks.idiopathic = cause.cause->family == idiopathic_family;
    masks.dangerous = cause.cause->role == knowledge::Role::dangerous;
    masks.frequent_danger = frequent && masks.dangerous;
    prepared.may_matter.push_back(masks.led_to || masks.idiopathic || masks.frequent_danger);
  }
}

void join_withholds(Prepared& prepared) {
  const auto shares = [](const auto& a, const auto& b) {
    return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
  };
  for (auto& advice : prepared.advice)
    for (std::uint32_t place = 0; place < prepared.withholds.size(); ++place)
      if (shares(prepared.withholds[place].withhold->tags, advice.advice->tags))
        advice.withholds.push_back(place);
}

void join_advice(Prepared& prepared) {
  for (std::uint32_t place = 0; place < prepared.advice.size(); ++place) {
    const auto& causes = prepared.advice[place].for_causes;
    if (causes.empty()) prepared.advice_for[nullptr].push_back(place);
    for (const SharedText cause : causes) prepared.advice_for[cause.identity()].push_back(place);
  }
}

void join_alert_bands(Prepared& prepared) {
  std::vector<rules::Program*> programs;
  for (auto& alert : prepared.alerts) {
    programs.push_back(&alert.test.program);
    programs.push_back(&alert.any_age.program);
  }
  rules::join_bands(programs);
}

/// Of the masks from `first_speaking` to the last rule's.
void add_bits(std::uint32_t cause, std::uint32_t first_speaking, const CauseMasks& masks,
              std::vector<MaskBits>& bits) {
  for (std::uint32_t mask = first_speaking; mask < masks.end; ++mask) {
    if (bits.empty() || bits.back().cause != cause || bits.back().word != mask / 64)
      bits.push_back({cause, mask / 64});
    auto& side = mask < masks.first_rule ? bits.back().speaking : bits.back().rules;
    side |= std::uint64_t{1} << (mask % 64);
  }
}

void find_readers(Prepared& prepared) {
  prepared.masks_of.resize(prepared.layout.size());
  std::vector<std::uint32_t> columns;
  for (std::uint32_t mask = 0; mask < prepared.programs.size(); ++mask) {
    const rules::Program& program = *prepared.programs[mask];
    prepared.of_nothing.push_back(program.of_nothing());
    columns.clear();
    program.columns(columns);
    for (const std::uint32_t column : columns)
      if (auto& masks = prepared.masks_of[column]; masks.empty() || masks.back() != mask)
        masks.push_back(mask);
  }
}

}  // namespace

void join_modules(Prepared& prepared,
                  const std::unordered_map<std::string, std::uint32_t>& causes) {
  join_edges(prepared, causes);
  summarize(prepared);
  join_withholds(prepared);
  join_advice(prepared);
  join_alert_bands(prepared);
}

void number_masks(Prepared& prepared) {
  auto& programs = prepared.programs;
  const auto next = [&] { return static_cast<std::uint32_t>(programs.size()); };
  const auto number = [&](Test& one, bool even_if_always = false) {
    one.mask = no_index;
    if (one.program.always() && !even_if_always) return;
    one.mask = next();
    programs.push_back(&one.program);
  };
  for (std::uint32_t place = 0; place < prepared.causes.size(); ++place) {
    PreparedCause& cause = prepared.causes[place];
    CauseMasks& masks = prepared.cause_masks[place];
    number(cause.requires_test);
    number(cause.pattern);
    for (auto& prior : cause.priors)
      if (!prior.speaks) number(prior.test);
    for (auto& account : cause.accounts)
      for (auto& band : account.bands) number(band.test);
    const std::uint32_t first_speaking = next();
    for (auto& prior : cause.priors)
      if (prior.speaks) number(prior.test);
    for (auto& decision : cause.decisions) number(decision.test, decision.column == no_index);
    masks.first_rule = next();
    for (auto& rule : cause.rules) number(rule.test, true);
    masks.end = next();
    add_bits(place, first_speaking, masks, prepared.mask_bits);
  }
  prepared.first_alert_mask = next();
  for (auto& alert : prepared.alerts) {
    number(alert.test, true);
    number(alert.any_age, true);
  }
  prepared.first_advice_mask = next();
  for (auto& advice : prepared.advice) number(advice.test);
  for (auto& withhold : prepared.withholds) number(withhold.test);
  find_readers(prepared);
}

}  // namespace causa::assess
