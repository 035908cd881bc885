// SPDX-License-Identifier: Apache-2.0

#include "assess/safety.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "assess/fact_words.hpp"

namespace causa::assess {

namespace {

using knowledge::AdviceKind;
using knowledge::Urgency;
using rules::Truth;

constexpr double hours_per_day = 24;

/// How old the values are, the oldest first; without values the findings. Since when a drug is
/// taken is no age of what was found.
std::optional<double> age_of(const std::vector<std::uint32_t>& cited,
                             const std::vector<ShownFact>& facts) {
  std::optional<double> values, findings;
  for (const std::uint32_t index : cited) {
    const ShownFact& fact = facts[index];
    if (!fact.age_days) continue;
    auto& oldest = fact.value ? values : findings;
    if (fact.value || !fact.concept_id.starts_with("drug."))
      oldest = std::max(oldest.value_or(0), *fact.age_days * hours_per_day);
  }
  return values ? values : findings;
}

/// Of a bound that lies in the band of an alert only one end is certain: "> 6.0" may be more than
/// "6.0-6.4". Null: the value lies within as a whole.
const char* beyond_the_band(const Patient& patient) {
  const facts::Batch& batch = patient.batch();
  for (const rules::DecidingCell& cell : patient.cells()) {
    if (!cell.is_within || !batch.layout().is_number(cell.column)) continue;
    const bool tied = batch.tied(cell.column)[patient.row() / 64] >> (patient.row() % 64) & 1;
    if (tied) continue;  // the values stand side by side
    if (std::isinf(batch.high(cell.column)[patient.row()]) && std::isfinite(cell.high))
      return " (at least: only a bound is known)";
    if (std::isinf(batch.low(cell.column)[patient.row()]) && std::isfinite(cell.low))
      return " (or lower: only a bound is known)";
  }
  return nullptr;
}

RaisedAlert raise(Patient& patient, const PreparedAlert& prepared, const Test& test) {
  const knowledge::Alert& alert = *prepared.alert;
  RaisedAlert raised;
  raised.module = prepared.module;
  raised.id = alert.id;
  raised.cause = alert.cause;
  raised.urgency = alert.urgency;
  if (!patient.has_words()) return raised;
  raised.title = alert.title;
  raised.action = alert.action;
  raised.sources = alert.sources;
  raised.threshold = prepared.threshold;
  raised.facts = patient.cite(test, Truth::yes);
  const auto& facts = patient.assessment().facts;
  raised.value = words_of(raised.facts, facts);
  raised.from_text =
      std::any_of(raised.facts.begin(), raised.facts.end(),
                  [&](const std::uint32_t index) { return !facts[index].matched_text.empty(); });
  if (const char* beyond = beyond_the_band(patient)) raised.title = raised.title + beyond;
  raised.age_hours = age_of(raised.facts, patient.assessment().facts);
  return raised;
}

bool shares(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& entry) {
    return std::find(b.begin(), b.end(), entry) != b.end();
  });
}

class Adviser {
 public:
  explicit Adviser(Patient& patient) : patient_(patient), out_(patient.assessment()) {}

  void run() {
    const Constants& constants = patient_.prepared().constants;
    for (const auto& cause : out_.causes)
      if (cause.rank <= static_cast<std::uint32_t>(constants.leading_causes) &&
          cause.explains.p >= constants.advice_threshold)
        leading_.push_back(cause.id);
    for (const auto& alert : out_.alerts)
      if (!alert.cause.empty()) leading_.push_back(alert.cause);
    std::vector<std::uint32_t> places;
    if (out_.complaint_present) add_advice_for(nullptr, places);
    for (const SharedText id : leading_) add_advice_for(id.identity(), places);
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    out_.advice.reserve(places.size());
    for (const std::uint32_t place : places) consider(patient_.prepared().advice[place]);
  }

 private:
  void add_advice_for(const void* cause, std::vector<std::uint32_t>& places) const {
    const auto& advice_for = patient_.prepared().advice_for;
    if (const auto found = advice_for.find(cause); found != advice_for.end())
      places.insert(places.end(), found->second.begin(), found->second.end());
  }

  void consider(const PreparedAdvice& prepared) {
    const knowledge::Advice& advice = *prepared.advice;
    if (!patient_.holds(prepared.test)) return;
    if (!advice.complaint.empty() && !shares(advice.complaint, out_.complaint_classes)) return;
    GivenAdvice given;
    given.module = prepared.module;
    given.id = advice.id;
    given.kind = advice.kind;
    if (advice.text.find('{') == std::string::npos) {
      given.text = advice.text;
    } else {
      std::vector<std::uint32_t> cited = patient_.cite(prepared.test, Truth::yes);
      given.text = patient_.fill_slots(advice.text, cited);
    }
    given.sources = advice.sources;
    given.for_cause = for_cause(prepared.for_causes);
    withhold_for_alerts(given);
    for (const std::uint32_t place : prepared.withholds)
      apply(patient_.prepared().withholds[place], given);
    given.check = said_once(asked_);
    asked_.clear();
    if (given.withheld.empty()) tell_measured(given);
    measured_.clear();
    out_.advice.push_back(std::move(given));
  }

  /// "Only after checking kidney function", though the rate is on record: what is known of it
  /// stands beside it. It alone didn't forbid the advice; what else would isn't known.
  void tell_measured(GivenAdvice& given) {
    std::vector<std::uint32_t> shown;
    const facts::Batch& batch = patient_.batch();
    for (const std::uint32_t column : measured_) {
      if (column <= facts::female_column || !batch.layout().is_number(column) ||
          batch.layout().keys()[column].aspect != facts::Aspect::value)
        continue;
      const std::uint32_t fact = batch.fact(column, patient_.row());
      if (fact == facts::no_fact) continue;
      const std::string& id =
          patient_.prepared().vocabulary[patient_.facts().facts[fact].concept_id].definition.id;
      if (!id.starts_with("lab.") && !id.starts_with("vital.")) continue;  // no scores
      const std::uint32_t index = patient_.show(fact);
      if (std::find(shown.begin(), shown.end(), index) == shown.end()) shown.push_back(index);
    }
    if (shown.empty()) return;
    given.text += fmt::format(" On record: {}.", words_of(shown, patient_.assessment().facts));
  }

  SharedText for_cause(const std::vector<SharedText>& causes) const {
    static const SharedText any = "any";
    const auto first =
        std::find_first_of(leading_.begin(), leading_.end(), causes.begin(), causes.end());
    return first == leading_.end() ? any : *first;
  }

  /// An emergency, a same-day alert or one of a dangerous cause: no self-care for that limb. In an
  /// emergency no prevention either: "exercise regularly" isn't for a leg without blood.
  void withhold_for_alerts(GivenAdvice& given) const {
    const bool prevention = given.kind == AdviceKind::prevention;
    if (given.kind != AdviceKind::self_care && !prevention) return;
    for (const auto& alert : out_.alerts) {
      const bool dangerous =
          std::any_of(out_.must_not_miss.begin(), out_.must_not_miss.end(),
                      [&](const MustNotMiss& cause) { return cause.id == alert.cause; });
      if (prevention && urgency_if_new(alert) < Urgency::emergency) continue;
      if (alert.urgency < Urgency::same_day && !(dangerous && alert.urgency >= Urgency::urgent))
        continue;
      // How old the value is decides whether somebody heeds this.
      const std::string age = alert.repeat_now ? how_old(alert) : std::string();
      given.withheld = fmt::format("not before the alert \"{}\" is dealt with{}", alert.title,
                                   age.empty()               ? ""
                                   : alert.facts.size() == 1 ? "; its value is " + age
                                                             : "; its findings are up to " + age);
      given.withheld_by = alert.module;
      return;
    }
  }

  /// An old value is less urgent to act on, but makes nothing safe that a new one forbids.
  [[nodiscard]] Urgency urgency_if_new(const RaisedAlert& raised) const {
    if (!raised.repeat_now) return raised.urgency;
    for (const PreparedAlert& prepared : patient_.prepared().alerts)
      if (prepared.module == raised.module && prepared.alert->id == raised.id)
        return prepared.alert->urgency;
    return raised.urgency;
  }

  void apply(const PreparedWithhold& prepared, GivenAdvice& given) {
    switch (patient_.outcome(prepared.test)) {
      case Truth::yes:
        patient_.cite(prepared.test, Truth::yes);
        if (!given.withheld.empty()) return;
        given.withheld = prepared.withhold->reason;
        given.withheld_by = prepared.module;
        return;
      case Truth::unknown:
        ask(prepared, given);
        return;
      case Truth::no:
        return;
    }
  }

  void ask(const PreparedWithhold& prepared, const GivenAdvice& given) {
    const Check& check = prepared.check;
    if (check.text.empty()) return;
    if (std::none_of(asked_.begin(), asked_.end(),
                     [&](const Check* other) { return other->text == check.text; }))
      asked_.push_back(&check);
    if (given.withheld.empty() && patient_.has_words())
      prepared.test.program.deciding_columns(patient_.batch(), patient_.row(), Truth::no,
                                             measured_);
  }

  Patient& patient_;
  Assessment& out_;
  std::vector<const Check*> asked_;      ///< of the advice at hand
  std::vector<std::uint32_t> measured_;  ///< columns that did not forbid the advice at hand
  std::vector<SharedText> leading_;      ///< ids of causes that advice may be for
};

}  // namespace

void raise_alerts(Patient& patient) {
  auto& alerts = patient.assessment().alerts;
  const Prepared& all = patient.prepared();
  const std::uint32_t first = all.first_alert_mask;
  const auto end = first + 2 * static_cast<std::uint32_t>(all.alerts.size());
  patient.outcomes().each_yes(first, end, [&](std::uint32_t mask) {
    const PreparedAlert& prepared = all.alerts[(mask - first) / 2];
    if (mask == prepared.test.mask) {
      alerts.push_back(raise(patient, prepared, prepared.test));
    } else if (patient.outcome(prepared.test) == Truth::unknown) {
      // An old critical value that nobody has repeated, or one of which nobody knows when it was
      // measured: it can't be called an emergency any more, and it can't be called normal.
      RaisedAlert raised = raise(patient, prepared, prepared.any_age);
      raised.urgency = std::min(raised.urgency, Urgency::same_day);
      raised.repeat_now = true;
      if (patient.has_words())
        raised.title = raised.title + (raised.age_hours ? " (old value, repeat now)"
                                                        : " (time not known, repeat now)");
      alerts.push_back(std::move(raised));
    }
  });
  sort_alerts(alerts);
}

void sort_alerts(std::vector<RaisedAlert>& alerts) {
  std::stable_sort(alerts.begin(), alerts.end(), [](const RaisedAlert& a, const RaisedAlert& b) {
    if (a.urgency != b.urgency) return a.urgency > b.urgency;
    return a.module != b.module ? a.module < b.module : a.id < b.id;
  });
}

void give_advice(Patient& patient) { Adviser(patient).run(); }

}  // namespace causa::assess
