// SPDX-License-Identifier: Apache-2.0

#include "assess/judge.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace causa::assess {

namespace {

using knowledge::About;
using rules::Truth;

constexpr double millibans_per_logit = 1000 / std::numbers::ln10;

Estimate prior_of(const Judged& judged) {
  return judged.prior ? Estimate{judged.prior->p, judged.prior->low, judged.prior->high}
                      : Estimate{};
}

class Judge {
 public:
  /// `judged` is what is found, within `judging`.
  Judge(Patient& patient, std::uint32_t cause, Judging& judging, Judged& judged)
      : patient_(patient),
        constants_(patient.prepared().constants),
        prepared_(patient.prepared().causes[cause]),
        it_(judging),
        judged_(judged) {
    judged_.cause = cause;
    judged_.first_voice = static_cast<std::uint32_t>(it_.voices.size());
  }

  void run() {
    judged_.considered = patient_.holds(prepared_.requires_test);
    if (!judged_.considered) return;
    choose_prior();
    const bool frequent = judged_.spoken_for;
    judged_.spoken_for = false;
    const bool decided = decide();
    listen();
    presence(decided);
    account();
    judged_.voices = static_cast<std::uint32_t>(it_.voices.size()) - judged_.first_voice;
    judged_.only_frequent = frequent && !decided && !judged_.spoken_for;
    judged_.spoken_for = judged_.spoken_for || frequent;
  }

 private:
  void choose_prior() {
    prior_ = &prior_for(patient_, prepared_);
    judged_.has_evidence = judged_.spoken_for = prior_->speaks;
    judged_.prior = prior_->prior;
  }

  bool decide() {
    for (const auto& decision : prepared_.decisions) {
      if (decision.column == no_index ? !patient_.holds(decision.test) : !measure(decision))
        continue;
      if (decision.column == no_index) {
        // What holds for want of something, or of everyone of an age, has nothing to go by: what is
        // missing is no evidence.
        if (patient_.cite(decision.test, Truth::yes).empty()) continue;
        judged_.p = clamp_probability(decision.decision->p);
        judged_.variance_p =
            logit_variance({judged_.p, decision.decision->low, decision.decision->high});
      }
      judged_.decided_by = decision.decision;
      judged_.has_evidence = true;
      judged_.spoken_for = judged_.p >= 0.5 || judged_.p > prior_of(judged_).p;
      return true;
    }
    return false;
  }

  /// P = Phi(distance to the threshold / sigma); its range is what a sigma of half or twice the
  /// size would give, since sigma is a judgement. A bound decides only on its own side of the
  /// threshold.
  bool measure(const PreparedDecision& decision) {
    const double low = patient_.batch().low(decision.column)[patient_.row()];
    const double high = patient_.batch().high(decision.column)[patient_.row()];
    if (std::isnan(low)) return false;
    const double sign = decision.below ? 1 : -1;
    const double z_low = sign * (decision.threshold - low) / decision.sigma;
    const double z_high = sign * (decision.threshold - high) / decision.sigma;
    if (z_low * z_high < 0) return false;
    const double z = std::abs(z_low) < std::abs(z_high) ? z_low : z_high;
    judged_.p = clamp_probability(normal_cdf(z));
    const auto [least, most] = std::minmax({normal_cdf(z / 2), normal_cdf(2 * z)});
    judged_.variance_p = logit_variance({judged_.p, least, most});
    const std::uint32_t fact = patient_.batch().fact(decision.column, patient_.row());
    if (fact != facts::no_fact) patient_.show(fact);
    return true;
  }

  /// Only what is decided says anything.
  void listen() {
    it_.heard.clear();
    hears_ = {};
    const CauseMasks& masks = patient_.prepared().cause_masks[judged_.cause];
    const std::uint32_t first = masks.first_rule;
    patient_.outcomes().each_decided(first, masks.end, [&](std::uint32_t mask) {
      const PreparedRule& rule = prepared_.rules[mask - first];
      const Truth outcome = patient_.outcomes().at(mask);
      Voice& voice = it_.heard.emplace_back();
      voice.rule = &rule;
      voice.outcome = outcome;
      hears_[rule.rule->about == About::present ? 0 : 1] = true;
      const auto& side = outcome == Truth::yes ? rule.holds : rule.fails;
      if (side) {
        voice.weight = *side;
        voice.has_weight = true;
        if (outcome == Truth::yes && rule.lr_column != no_index) take_derived(rule, voice);
      }
    });
  }

  /// A likelihood ratio that a library computed, held to the range that the manifest allows.
  void take_derived(const PreparedRule& rule, Voice& voice) {
    double lr = patient_.batch().low(rule.lr_column)[patient_.row()];
    voice.has_weight = std::isfinite(lr) && lr > 0;
    if (!voice.has_weight) return;
    const auto& stated = rule.rule->holds;
    if (stated && stated->lr_range)
      lr = std::clamp(lr, stated->lr_range->low, stated->lr_range->high);
    voice.weight = measured_weight(lr, std::nullopt, std::nullopt, constants_);
  }

  void presence(bool decided) {
    const auto& counted = speak(About::present, decided);
    if (decided) return;
    if (counted.empty()) {
      judged_.p = std::min(prior_->alone, constants_.judgement_only_cap);
      judged_.variance_p = prior_->variance;
      judged_.judgement_only = true;
      return;
    }
    double shift = 0;
    double variance = prior_->variance;
    bool all_expert = true;
    bool measured_for = false;
    for (const Voice* voice : counted) {
      shift += voice->weight.millibans;
      variance += voice->weight.variance * std::numbers::ln10 * std::numbers::ln10;
      const bool is_expert = voice->rule->rule->basis == knowledge::Basis::expert;
      all_expert = all_expert && is_expert;
      measured_for = measured_for || (!is_expert && voice->weight.millibans > 0);
    }
    shift = capped(shift, About::present);
    judged_.p = clamp_probability(from_logit(prior_->logit + shift / millibans_per_logit));
    judged_.variance_p = variance;
    judged_.judgement_only = all_expert;
    // What was measured and speaks against it makes judgement no surer.
    if (!measured_for) judged_.p = std::min(judged_.p, constants_.judgement_only_cap);
  }

  /// Holds the total within the cap, and says so in the evidence that it held back.
  double capped(double shift, About about) {
    const double cap = constants_.shift_cap_millibans;
    if (std::abs(shift) <= cap) return shift;
    for (std::size_t i = judged_.first_voice; i < it_.voices.size(); ++i)
      if (Voice& voice = it_.voices[i];
          voice.rule->rule->about == about && voice.counted == Counted::yes)
        voice.counted = Counted::capped;
    return std::clamp(shift, -cap, cap);
  }

  void account() {
    const Estimate* best = nullptr;
    for (const auto& prepared_account : prepared_.accounts) {
      if (std::find(it_.classes.begin(), it_.classes.end(), prepared_account.complaint) ==
          it_.classes.end())
        continue;
      for (const auto& band : prepared_account.bands) {
        if (!patient_.holds(band.test)) continue;
        if (!best || band.x.p > best->p) {
          best = &band.x;
          judged_.variance_x = band.variance;
          judged_.complaint_class = prepared_account.complaint;
        }
        break;
      }
    }
    const auto& counted = speak(About::explains, false);
    if (!best || best->p <= 0) return;
    double shift = 0;
    for (const Voice* voice : counted) {
      shift += voice->weight.millibans;
      judged_.variance_x += voice->weight.variance * std::numbers::ln10 * std::numbers::ln10;
    }
    shift = capped(shift, About::explains);
    judged_.x = counted.empty() ? best->p
                                : std::min(from_logit(logit(best->p) + shift / millibans_per_logit),
                                           std::max(best->p, constants_.accounts_for_cap));
  }

  /// Lays down the evidence of one question; gives back the voices that count: of one group only
  /// the strongest for and the strongest against, and none that a computed score replaces.
  const std::vector<Voice*>& speak(About about, bool decided) {
    it_.counted.clear();
    if (!hears_[about == About::present ? 0 : 1]) return it_.counted;
    find_replaced(about);
    it_.strongest.assign(prepared_.groups, {});
    for (auto& voice : it_.heard) {
      if (!voice.has_weight || voice.rule->rule->about != about || is_replaced(voice)) continue;
      auto& [for_it, against] = it_.strongest[voice.rule->group_place];
      Voice*& slot = voice.weight.millibans >= 0 ? for_it : against;
      if (!slot || std::abs(voice.weight.millibans) > std::abs(slot->weight.millibans))
        slot = &voice;
    }
    for (const auto& pair : it_.strongest)
      for (Voice* voice : {pair.first, pair.second})
        if (voice && voice->weight.millibans != 0 && !decided) it_.counted.push_back(voice);
    for (auto& voice : it_.heard)
      if (voice.rule->rule->about == about) lay_down(voice, decided);
    return it_.counted;
  }

  void find_replaced(About about) {
    it_.replaced.clear();
    for (const auto& voice : it_.heard)
      if (const auto& replaces = voice.rule->rule->replaces;
          !replaces.empty() && voice.rule->rule->about == about)
        it_.replaced.insert(it_.replaced.end(), replaces.begin(), replaces.end());
  }
  [[nodiscard]] bool is_replaced(const Voice& voice) const {
    return std::find(it_.replaced.begin(), it_.replaced.end(), voice.rule->group) !=
           it_.replaced.end();
  }

  void lay_down(Voice& voice, bool decided) {
    voice.first_cited = static_cast<std::uint32_t>(it_.cited.size());
    patient_.cite(voice.rule->test, voice.outcome, it_.cited);
    voice.cited = static_cast<std::uint32_t>(it_.cited.size()) - voice.first_cited;
    const bool counts =
        std::find(it_.counted.begin(), it_.counted.end(), &voice) != it_.counted.end();
    voice.counted = counts                        ? Counted::yes
                    : !voice.has_weight           ? Counted::no
                    : decided                     ? Counted::no
                    : voice.weight.millibans == 0 ? Counted::zero
                                                  : Counted::grouped;
    // Age and sex alone weigh, but they are nothing that is known of this cause.
    const bool cites = voice.cited > 0;
    judged_.has_evidence = judged_.has_evidence || (voice.has_weight && cites);
    judged_.spoken_for = judged_.spoken_for || (counts && cites && voice.weight.millibans > 0);
    it_.voices.push_back(voice);
  }

  Patient& patient_;
  const Constants& constants_;
  const PreparedCause& prepared_;
  const PreparedPrior* prior_ = nullptr;
  Judging& it_;
  Judged& judged_;
  std::array<bool, 2> hears_{};  ///< something about its presence, about the complaint
};

Evidence evidence_of(Patient& patient, const Voice& voice, const Judging& judging) {
  const knowledge::Rule& rule = *voice.rule->rule;
  Evidence evidence;
  evidence.module = voice.rule->module;
  evidence.rule = rule.id;
  evidence.about = rule.about;
  evidence.outcome = voice.outcome == Truth::yes ? Outcome::present : Outcome::absent;
  evidence.counted = voice.counted;
  evidence.basis = rule.basis;
  evidence.grade = rule.evidence_grade;
  evidence.sources = rule.sources;
  if (patient.has_words()) {
    const auto first = judging.cited.begin() + voice.first_cited;
    evidence.facts.assign(first, first + voice.cited);
    evidence.text = patient.fill_slots(rule.text, evidence.facts);
    if (!rule.adjusted.empty()) evidence.text += fmt::format(" ({})", rule.adjusted);
  }
  if (!voice.has_weight) return evidence;
  evidence.weight_millibans = voice.weight.millibans;
  evidence.lr = voice.weight.lr;
  evidence.lr_published = voice.weight.published;
  evidence.ci = voice.weight.ci;
  return evidence;
}

}  // namespace

void judge_causes(Patient& patient, bool ranked, Judging& judging) {
  judge_causes(patient, judging.reasons.find(patient, ranked), judging);
}

void judge_causes(Patient& patient, const std::vector<std::uint32_t>& causes, Judging& judging) {
  judging.clear(patient.prepared().causes.size());
  judging.choose_classes(patient.assessment().complaint_classes);
  for (const std::uint32_t cause : causes) {
    judging.place[cause] = static_cast<std::uint32_t>(judging.judged.size());
    Judge(patient, cause, judging, judging.judged.emplace_back()).run();
  }
}

bool is_refuted(const Patient& patient, const PreparedCause& cause) {
  return std::any_of(cause.decisions.begin(), cause.decisions.end(), [&](const auto& decision) {
    if (decision.diagnosis == no_index) return false;
    const std::uint32_t fact = patient.batch().fact(decision.diagnosis, patient.row());
    return fact != facts::no_fact && patient.facts().facts[fact].state == record::State::absent;
  });
}

/// A diagnosis that was refuted isn't possible just because it is frequent.
bool is_possible_danger(const Patient& patient, const Judged& judged) {
  const Prepared& prepared = patient.prepared();
  return prepared.cause_masks[judged.cause].dangerous && judged.considered &&
         present(judged).high >= prepared.constants.must_not_miss &&
         (judged.spoken_for || !is_refuted(patient, prepared.causes[judged.cause]));
}

Estimate present(const Judged& judged) { return with_range(judged.p, judged.variance_p); }

CauseResult result_of(Patient& patient, const Judged& judged, const Judging& judging) {
  const PreparedCause& prepared = patient.prepared().causes[judged.cause];
  const knowledge::Cause& cause = *prepared.cause;
  CauseResult result;
  result.module = prepared.module;
  result.id = cause.id;
  result.family = cause.family;
  result.name = cause.name;
  result.action = cause.action;
  result.role = cause.role;
  const auto told = [&](double p, double variance) {
    return patient.has_words() ? with_range(p, variance) : Estimate{p, p, p};
  };
  if (judged.considered) result.present = told(judged.p, judged.variance_p);
  if (judged.x > 0) result.accounts_for = told(judged.x, judged.variance_x);
  result.complaint_class = judged.complaint_class;
  if (judged.prior)
    result.prior = {prior_of(judged), judged.prior->population, judged.prior->basis};
  if (judged.decided_by) result.decided_by = judged.decided_by->id;
  result.judgement_only = judged.judgement_only;
  result.evidence.reserve(judged.voices);
  for (std::uint32_t i = 0; i < judged.voices; ++i)
    result.evidence.push_back(
        evidence_of(patient, judging.voices[judged.first_voice + i], judging));
  return result;
}

}  // namespace causa::assess
