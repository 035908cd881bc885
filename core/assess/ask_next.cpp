// SPDX-License-Identifier: Apache-2.0

#include "assess/ask_next.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "assess/arithmetic.hpp"
#include "assess/ask_knowledge.hpp"
#include "assess/ask_patient.hpp"
#include "assess/information.hpp"
#include "assess/prepared.hpp"

namespace causa::assess {

namespace {

using rules::Truth;

constexpr double steps_a_bit = 1000;  // finer differences are no reason to ask one before the other

QuestionKind kind_of(std::string_view concept_id) {
  if (concept_id.starts_with("lab.")) return QuestionKind::lab;
  if (concept_id.starts_with("imaging.")) return QuestionKind::imaging;
  if (concept_id.starts_with("sign.") || concept_id.starts_with("vital."))
    return QuestionKind::examination;
  return QuestionKind::history;
}

double odds(double p) { return p / (1 - p); }

}  // namespace

/// One assessment being asked about.
class Asker::Asking {
 public:
  Asking(Knowledge& knowledge, const Assessment& assessment)
      : knowledge_(knowledge), it_(assessment), patient_(knowledge, assessment) {}

  std::vector<Question> run() {
    if (it_.complaint_present) {
      for (const auto& cause : it_.causes)
        if (is_considered(cause)) consider(cause.id, cause.present.p, cause.accounts_for.p, &cause);
      for (const auto& cause : it_.must_not_miss)
        if (!is_listed(cause.id))
          consider(cause.id, cause.present.p, accounts_for(cause.id), nullptr);
    }
    for (const auto& alert : knowledge_.alerts)
      if (patient_.took_part(alert.module) && alert.alert->urgency >= knowledge::Urgency::urgent)
        consider_alert(alert);
    for (const auto concept_id : patient_.refused()) told_.try_emplace(Asked{concept_id, false});
    return questions();
  }

 private:
  struct Told {
    std::map<std::string, double> bits;  ///< by cause, so that their sum has one order
    knowledge::Urgency urgency{};        ///< of the worst alert that it could raise
    std::string alerted;                 ///< the cause that this alert is about
  };

  bool is_considered(const CauseResult& cause) const {
    if (cause.family == idiopathic_family) return false;
    return cause.role == knowledge::Role::dangerous ||
           cause.rank <= static_cast<std::uint32_t>(knowledge_.constants.leading_causes);
  }

  bool is_listed(const std::string& id) const {
    return std::any_of(it_.causes.begin(), it_.causes.end(),
                       [&](const auto& cause) { return cause.id == id; });
  }

  /// X of a cause that wasn't listed, since nothing was known of it.
  double accounts_for(const std::string& id) {
    double best = 0;
    const auto found = knowledge_.causes.find(id);
    if (found == knowledge_.causes.end()) return 0;
    for (const auto& account : found->second.accounts) {
      const auto& classes = it_.complaint_classes;
      if (std::find(classes.begin(), classes.end(), account.complaint) == classes.end()) continue;
      const auto band = std::find_if(
          account.bands.begin(), account.bands.end(),
          [&](const auto& entry) { return patient_.outcome(entry.first) == Truth::yes; });
      if (band != account.bands.end()) best = std::max(best, band->second);
    }
    return best;
  }

  /// `result`: null for a cause that wasn't listed.
  void consider(const std::string& id, double p, double x, const CauseResult* result) {
    considered_.insert(id);
    const auto found = knowledge_.causes.find(id);
    if (found == knowledge_.causes.end() || x <= 0) return;
    const AskedCause& cause = found->second;
    const bool decided = result && !result->decided_by.empty();
    const auto replaced = replaced_groups(cause);
    for (const auto& rule : cause.rules) {
      const bool present = rule.rule->about == knowledge::About::present;
      if (!patient_.took_part(rule.module) || (present && decided) || is_judged(rule, result) ||
          replaced.contains(rule.group) || patient_.outcome(rule.when) != Truth::unknown)
        continue;
      const auto holds = beyond_group(cause, rule, rule.holds, result);
      const auto fails = beyond_group(cause, rule, rule.fails, result);
      tell(id, patient_.missing(rule.when), [&](double false_positive) {
        const auto rates =
            rates_of(holds, fails, false_positive, knowledge_.constants.ask_most_sensitive);
        return !rates ? 0 : present ? bits_told(p, x, *rates) : bits_told(x, p, *rates);
      });
    }
    if (!decided)
      for (const auto& decision : cause.decisions)
        if (patient_.took_part(decision.module)) consider_decision(id, decision, p, x);
  }

  /// Groups whose items a score replaces that is known.
  std::set<std::string> replaced_groups(const AskedCause& cause) {
    std::set<std::string> groups;
    for (const auto& rule : cause.rules)
      if (!rule.rule->replaces.empty() && patient_.outcome(rule.when) != Truth::unknown)
        groups.insert(rule.rule->replaces.begin(), rule.rule->replaces.end());
    return groups;
  }

  static bool is_judged(const AskedRule& rule, const CauseResult* result) {
    return result && std::any_of(result->evidence.begin(), result->evidence.end(),
                                 [&](const Evidence& evidence) {
                                   return evidence.module == rule.module &&
                                          evidence.rule == rule.rule->id &&
                                          evidence.outcome != Outcome::unknown;
                                 });
  }

  /// The likelihood ratio of one side that would count beside what counts of its group already.
  static std::optional<double> beyond_group(const AskedCause& cause, const AskedRule& rule,
                                            const std::optional<Weight>& side,
                                            const CauseResult* result) {
    if (!side || side->millibans == 0) return std::nullopt;
    std::int32_t counted = 0;
    if (result)
      for (const auto& evidence : result->evidence) {
        const bool counts = evidence.counted == Counted::yes || evidence.counted == Counted::capped;
        const bool same_side = (evidence.weight_millibans > 0) == (side->millibans > 0);
        if (counts && same_side && evidence.about == rule.rule->about &&
            group_of(cause, evidence) == rule.group)
          counted = evidence.weight_millibans;
      }
    if (std::abs(counted) >= std::abs(side->millibans)) return std::nullopt;
    return std::pow(10.0, (side->millibans - counted) / 1000.0);
  }

  static std::string_view group_of(const AskedCause& cause, const Evidence& evidence) {
    for (const auto& rule : cause.rules)
      if (rule.module == evidence.module && rule.rule->id == evidence.rule) return rule.group;
    return {};
  }

  void consider_decision(const std::string& cause, const AskedDecision& decision, double p,
                         double x) {
    if (decision.column != facts::age_column) {
      if (!patient_.is_known(decision.column))
        tell(cause, patient_.asked_for(decision.column),
             [&](double) { return bits_told(p, x, {}); });
      return;
    }
    if (decision.when.always() || decision.p <= p ||
        patient_.outcome(decision.when) != Truth::unknown)
      return;
    std::vector<Asked> asked = patient_.missing(decision.when);
    // That a diagnosis isn't on the list is no test of it.
    std::erase_if(asked, [&](const Asked& one) { return is_diagnosis(one); });
    tell(cause, asked, [&](double false_positive) {
      const auto rates = rates_of(odds(clamp_probability(decision.p)) / odds(p), std::nullopt,
                                  false_positive, knowledge_.constants.ask_most_sensitive);
      return rates ? bits_told(p, x, *rates) : 0;
    });
  }

  /// Several missing facts share what they would tell together.
  template <class Bits>
  void tell(const std::string& cause, const std::vector<Asked>& asked, Bits bits) {
    for (const Asked& one : asked) {
      const double told = bits(false_positive_of(one)) / static_cast<double>(asked.size());
      double& most = told_[one].bits[cause];
      most = std::max(most, told);
    }
  }

  /// A fact could raise an alert if it is all that is missing. It is asked for if the rest of the
  /// alert is there, or if the alert is about a cause that is considered here; else every patient
  /// would be asked for the oxygen saturation.
  void consider_alert(const AskedAlert& alert) {
    const bool about_these = considered_.contains(alert.alert->cause);
    const bool has_begun =
        std::any_of(alert.columns.begin(), alert.columns.end(),
                    [&](std::uint32_t column) { return patient_.is_known(column); });
    const bool lacks_refused =
        std::any_of(alert.columns.begin(), alert.columns.end(), [&](std::uint32_t column) {
          return patient_.is_refused(knowledge_.layout.keys()[column].concept_id);
        });
    if ((!about_these && !has_begun && !lacks_refused) ||
        patient_.outcome(alert.when) != Truth::unknown)
      return;
    std::map<Asked, std::vector<std::uint32_t>> alone;
    for (const std::uint32_t column : patient_.missing_columns(alert.when))
      if (const auto& asked = patient_.asked_for(column); asked.size() == 1)
        alone[asked.front()].push_back(column);
    for (const auto& [asked, own] : alone) {
      if (!patient_.could_hold(alert.when, own)) continue;
      const bool rest_is_there = !alert.when.could_hold(*knowledge_.nothing, 0, own);
      // A value that was refused may stand for any other. That a diagnosis isn't on the list is no
      // reason to ask for it.
      if (!rest_is_there && !patient_.is_refused(asked.concept_id) &&
          (!about_these || is_diagnosis(asked)))
        continue;
      Told& told = told_[asked];
      if (alert.alert->urgency <= told.urgency) continue;
      told.urgency = alert.alert->urgency;
      told.alerted = alert.alert->cause;
    }
  }

  bool is_diagnosis(const Asked& asked) const {
    return id_of(asked).starts_with("condition.") || id_of(asked).starts_with("suspected.");
  }

  double false_positive_of(const Asked& asked) const {
    return asked.start || id_of(asked).starts_with("symptom.")
               ? knowledge_.constants.ask_false_positive_symptom
               : knowledge_.constants.ask_false_positive_other;
  }

  const std::string& id_of(const Asked& asked) const {
    return knowledge_.vocabulary[asked.concept_id].definition.id;
  }

  std::vector<Question> questions() const {
    std::vector<Question> list;
    for (const auto& [asked, told] : told_) {
      const auto& definition = knowledge_.vocabulary[asked.concept_id].definition;
      Question question;
      question.concept_id = definition.id;
      question.name = definition.name;
      question.kind = kind_of(definition.id);
      for (const auto& [cause, bits] : told.bits) question.bits += bits;
      question.bits = std::round(question.bits * steps_a_bit) / steps_a_bit;
      question.urgency = told.urgency;
      question.could_alert = told.urgency != knowledge::Urgency{};
      question.start = asked.start;
      question.again = patient_.was_measured(asked.concept_id);
      question.causes = causes_of(told);
      if (question.could_alert || question.bits > 0 || patient_.is_refused(asked.concept_id))
        list.push_back(std::move(question));
    }
    std::sort(list.begin(), list.end(), [](const Question& a, const Question& b) {
      return std::tuple(!a.could_alert, -a.bits, b.urgency, a.kind, a.concept_id, a.start) <
             std::tuple(!b.could_alert, -b.bits, a.urgency, b.kind, b.concept_id, b.start);
    });
    // What was refused before may have been anything.
    std::stable_partition(list.begin(), list.end(), [&](const Question& question) {
      return patient_.is_refused(*knowledge_.vocabulary.find(question.concept_id));
    });
    return list;
  }

  static std::vector<std::string> causes_of(const Told& told) {
    std::vector<std::string> causes;
    for (const auto& [cause, bits] : told.bits)
      if (bits > 0 && cause != told.alerted) causes.push_back(cause);
    std::stable_sort(causes.begin(), causes.end(), [&](const auto& a, const auto& b) {
      return told.bits.at(a) > told.bits.at(b);
    });
    if (!told.alerted.empty()) causes.insert(causes.begin(), told.alerted);
    return causes;
  }

  const Knowledge& knowledge_;
  const Assessment& it_;
  AskedPatient patient_;
  std::map<Asked, Told> told_;
  std::set<std::string> considered_;
};

Asker::Asker(std::vector<const knowledge::Manifest*> manifests,
             const terminology::Vocabulary& vocabulary, const Constants& constants,
             const Conditions* conditions)
    : knowledge_(
          std::make_unique<Knowledge>(std::move(manifests), vocabulary, constants, conditions)) {}
Asker::Asker(Asker&&) noexcept = default;
Asker::~Asker() = default;

std::vector<Question> Asker::ask(const Assessment& assessment) {
  return Asking(*knowledge_, assessment).run();
}

}  // namespace causa::assess
