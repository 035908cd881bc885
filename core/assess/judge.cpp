// SPDX-License-Identifier: Apache-2.0

#include "assess/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace causa::assess {

namespace {

using knowledge::About;
using rules::Truth;

constexpr double millibans_per_logit = 1000 / std::numbers::ln10;

/// The side of a rule that speaks for this row.
struct Voice {
  const PreparedRule* rule = nullptr;
  Truth outcome = Truth::unknown;
  Weight weight;
  bool has_weight = false;
};

class Judge {
 public:
  Judge(Patient& patient, std::uint32_t cause, const std::vector<std::string>& classes)
      : patient_(patient),
        constants_(patient.prepared().constants),
        prepared_(patient.prepared().causes[cause]),
        classes_(classes) {
    judged_.cause = cause;
  }

  Judged run() {
    CauseResult& result = judged_.result;
    const knowledge::Cause& cause = *prepared_.cause;
    result.module = prepared_.module;
    result.id = cause.id;
    result.family = cause.family;
    result.name = cause.name;
    result.action = cause.action;
    result.role = cause.role;
    judged_.considered = patient_.holds(prepared_.requires_test);
    if (!judged_.considered) return std::move(judged_);
    choose_prior();
    const bool frequent = judged_.spoken_for;
    judged_.spoken_for = false;
    const bool decided = decide();
    listen();
    presence(decided);
    account();
    judged_.only_frequent = frequent && !decided && !judged_.spoken_for;
    judged_.spoken_for = judged_.spoken_for || frequent;
    judged_.refuted = is_refuted();
    result.present = with_range(judged_.p, judged_.variance_p);
    result.accounts_for = judged_.x > 0 ? with_range(judged_.x, judged_.variance_x) : Estimate{};
    return std::move(judged_);
  }

 private:
  void choose_prior() {
    for (const auto& prior : prepared_.priors) {
      if (!patient_.holds(prior.test)) continue;
      const auto& chosen = *prior.prior;
      judged_.has_evidence = judged_.spoken_for = prior.speaks;
      judged_.result.prior = {{chosen.p, chosen.low, chosen.high}, chosen.population, chosen.basis};
      return;
    }
  }

  bool decide() {
    for (const auto& decision : prepared_.decisions) {
      if (decision.column == no_index ? !patient_.holds(decision.test) : !measure(decision))
        continue;
      if (decision.column == no_index) {
        judged_.p = clamp_probability(decision.decision->p);
        judged_.variance_p =
            logit_variance({judged_.p, decision.decision->low, decision.decision->high});
        patient_.cite(decision.test, Truth::yes);
      }
      judged_.result.decided_by = decision.decision->id;
      judged_.has_evidence = true;
      judged_.spoken_for = judged_.p >= 0.5 || judged_.p > judged_.result.prior.estimate.p;
      return true;
    }
    return false;
  }

  /// A diagnosis that was stated to be absent; one that is over was not refuted.
  [[nodiscard]] bool is_refuted() const {
    return std::any_of(
        prepared_.decisions.begin(), prepared_.decisions.end(), [&](const auto& decision) {
          if (decision.diagnosis == no_index) return false;
          const std::uint32_t fact = patient_.batch().fact(decision.diagnosis, patient_.row());
          return fact != facts::no_fact &&
                 patient_.facts().facts[fact].state == record::State::absent;
        });
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
    judged_.variance_p = logit_variance({judged_.p, std::min(normal_cdf(z / 2), normal_cdf(2 * z)),
                                         std::max(normal_cdf(z / 2), normal_cdf(2 * z))});
    const std::uint32_t fact = patient_.batch().fact(decision.column, patient_.row());
    if (fact != facts::no_fact) patient_.show(fact);
    return true;
  }

  void listen() {
    for (const auto& rule : prepared_.rules) {
      Voice voice{&rule, patient_.outcome(rule.test), {}, false};
      const auto& side = voice.outcome == Truth::yes ? rule.holds : rule.fails;
      if (voice.outcome != Truth::unknown && side) {
        voice.weight = *side;
        voice.has_weight = true;
        if (voice.outcome == Truth::yes && rule.lr_column != no_index) take_derived(rule, voice);
      }
      voices_.push_back(voice);
    }
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
    std::vector<Voice*> counted = speak(About::present, decided);
    if (decided) return;
    double shift = 0;
    double variance = logit_variance(judged_.result.prior.estimate);
    bool all_expert = true;
    for (const Voice* voice : counted) {
      shift += voice->weight.millibans;
      variance += voice->weight.variance * std::numbers::ln10 * std::numbers::ln10;
      all_expert = all_expert && voice->rule->rule->basis == knowledge::Basis::expert;
    }
    shift = capped(shift, About::present);
    judged_.p = clamp_probability(
        from_logit(logit(judged_.result.prior.estimate.p) + shift / millibans_per_logit));
    judged_.variance_p = variance;
    judged_.result.judgement_only = all_expert;
    if (all_expert) judged_.p = std::min(judged_.p, constants_.judgement_only_cap);
  }

  /// Holds the total within the cap, and says so in the evidence that it held back.
  double capped(double shift, About about) {
    const double cap = constants_.shift_cap_millibans;
    if (std::abs(shift) <= cap) return shift;
    for (auto& evidence : judged_.result.evidence)
      if (evidence.about == about && evidence.counted == Counted::yes)
        evidence.counted = Counted::capped;
    return std::clamp(shift, -cap, cap);
  }

  void account() {
    const Estimate* best = nullptr;
    for (const auto& prepared_account : prepared_.accounts) {
      if (std::find(classes_.begin(), classes_.end(), prepared_account.complaint) == classes_.end())
        continue;
      for (const auto& band : prepared_account.bands) {
        if (!patient_.holds(band.test)) continue;
        if (!best || band.x.p > best->p) {
          best = &band.x;
          judged_.variance_x = band.variance;
          judged_.result.complaint_class = prepared_account.complaint;
        }
        break;
      }
    }
    std::vector<Voice*> counted = speak(About::explains, false);
    if (!best || best->p <= 0) return;
    double shift = 0;
    for (const Voice* voice : counted) {
      shift += voice->weight.millibans;
      judged_.variance_x += voice->weight.variance * std::numbers::ln10 * std::numbers::ln10;
    }
    shift = capped(shift, About::explains);
    judged_.x = counted.empty() ? best->p
                                : std::min(from_logit(logit(best->p) + shift / millibans_per_logit),
                                           constants_.accounts_for_cap);
  }

  /// Writes the evidence of one question; gives back the voices that count: of one group only the
  /// strongest for and the strongest against, and none that a computed score replaces.
  std::vector<Voice*> speak(About about, bool decided) {
    std::map<std::string, std::pair<Voice*, Voice*>> strongest;
    std::vector<std::string_view> replaced;
    for (const auto& voice : voices_)
      if (voice.outcome != Truth::unknown && voice.rule->rule->about == about)
        replaced.insert(replaced.end(), voice.rule->rule->replaces.begin(),
                        voice.rule->rule->replaces.end());
    const auto is_replaced = [&](const Voice& voice) {
      return std::find(replaced.begin(), replaced.end(), voice.rule->group) != replaced.end();
    };
    for (auto& voice : voices_) {
      if (!voice.has_weight || voice.rule->rule->about != about || is_replaced(voice)) continue;
      auto& [for_it, against] = strongest[voice.rule->group];
      Voice*& slot = voice.weight.millibans >= 0 ? for_it : against;
      if (!slot || std::abs(voice.weight.millibans) > std::abs(slot->weight.millibans))
        slot = &voice;
    }
    std::vector<Voice*> counted;
    for (auto& [group, pair] : strongest)
      for (Voice* voice : {pair.first, pair.second})
        if (voice && voice->weight.millibans != 0 && !decided) counted.push_back(voice);
    for (auto& voice : voices_)
      if (voice.rule->rule->about == about && voice.outcome != Truth::unknown)
        write_evidence(voice, counted, decided);
    return counted;
  }

  void write_evidence(const Voice& voice, const std::vector<Voice*>& counted, bool decided) {
    const knowledge::Rule& rule = *voice.rule->rule;
    Evidence evidence;
    evidence.module = voice.rule->module;
    evidence.rule = rule.id;
    evidence.about = rule.about;
    evidence.outcome = voice.outcome == Truth::yes ? Outcome::present : Outcome::absent;
    evidence.basis = rule.basis;
    evidence.grade = rule.evidence_grade;
    evidence.sources = rule.sources;
    evidence.facts = patient_.cite(voice.rule->test, voice.outcome);
    evidence.text = patient_.fill_slots(rule.text, evidence.facts);
    if (!rule.adjusted.empty()) evidence.text += fmt::format(" ({})", rule.adjusted);
    const bool counts = std::any_of(counted.begin(), counted.end(),
                                    [&](const Voice* other) { return other->rule == voice.rule; });
    if (voice.has_weight) {
      evidence.weight_millibans = voice.weight.millibans;
      evidence.lr = voice.weight.lr;
      evidence.lr_published = voice.weight.published;
      evidence.ci = voice.weight.ci;
    }
    evidence.counted = counts                        ? Counted::yes
                       : !voice.has_weight           ? Counted::no
                       : decided                     ? Counted::no
                       : voice.weight.millibans == 0 ? Counted::zero
                                                     : Counted::grouped;
    // Age and sex alone weigh, but they are nothing that is known of this cause.
    const bool cites = !evidence.facts.empty();
    judged_.has_evidence = judged_.has_evidence || (voice.has_weight && cites);
    judged_.spoken_for = judged_.spoken_for || (counts && cites && voice.weight.millibans > 0);
    judged_.result.evidence.push_back(std::move(evidence));
  }

  Patient& patient_;
  const Constants& constants_;
  const PreparedCause& prepared_;
  const std::vector<std::string>& classes_;
  std::vector<Voice> voices_;
  Judged judged_;
};

}  // namespace

Judged judge(Patient& patient, std::uint32_t cause, const std::vector<std::string>& classes) {
  return Judge(patient, cause, classes).run();
}

}  // namespace causa::assess
