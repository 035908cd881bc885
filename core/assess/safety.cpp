// SPDX-License-Identifier: Apache-2.0

#include "assess/safety.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"

namespace causa::assess {

namespace {

using knowledge::AdviceKind;
using knowledge::Urgency;
using rules::Truth;

constexpr double hours_per_day = 24;

const char* sign_of(record::Comparator comparator) {
  switch (comparator) {
    case record::Comparator::less:
      return "< ";
    case record::Comparator::less_equal:
      return "<= ";
    case record::Comparator::greater_equal:
      return ">= ";
    case record::Comparator::greater:
      return "> ";
    case record::Comparator::none:
      break;
  }
  return "";
}

std::string words_of(const ShownFact& fact) {
  if (!fact.value) return fact.name + (fact.state == record::State::present ? "" : ": absent");
  const bool unit_for_machines = fact.unit == "1" || fact.unit.starts_with("{");
  return fmt::format("{} {}{}{}{}{}", fact.name, sign_of(fact.comparator),
                     format_number(std::round(*fact.value * 1000) / 1000),
                     unit_for_machines ? "" : " ", unit_for_machines ? "" : fact.unit,
                     fact.quality & facts::Quality::unit_doubted ? " (unit in doubt)" : "");
}

RaisedAlert raise(Patient& patient, const PreparedAlert& prepared, const Test& test) {
  const knowledge::Alert& alert = *prepared.alert;
  RaisedAlert raised;
  if (!patient.has_words()) {
    raised.cause = alert.cause;
    raised.urgency = alert.urgency;
    return raised;
  }
  raised.module = prepared.module;
  raised.id = alert.id;
  raised.cause = alert.cause;
  raised.title = alert.title;
  raised.action = alert.action;
  raised.urgency = alert.urgency;
  raised.sources = alert.sources;
  raised.threshold = prepared.threshold;
  if (test.mask != no_index) raised.facts = patient.cite(test, Truth::yes);
  for (const std::uint32_t index : raised.facts) {
    const ShownFact& fact = patient.assessment().facts[index];
    if (!raised.value.empty()) raised.value += ", ";
    raised.value += words_of(fact);
    raised.from_text = raised.from_text || !fact.matched_text.empty();
    if (fact.age_days) {
      const double hours = *fact.age_days * hours_per_day;
      raised.age_hours = std::max(raised.age_hours.value_or(0), hours);
    }
  }
  return raised;
}

bool shares(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& entry) {
    return std::find(b.begin(), b.end(), entry) != b.end();
  });
}

/// The causes that advice may be for. Most pieces of advice are for others, which is seen by their
/// length and last letter.
class Leading {
 public:
  void add(SharedText id) {
    ids_.push_back(id);
    marks_ |= mark_of(id);
  }

  [[nodiscard]] bool has_any_of(const std::vector<std::string>& ids) const {
    return std::any_of(ids.begin(), ids.end(), [this](const std::string& id) {
      return (marks_ & mark_of(id)) != 0 && std::find(ids_.begin(), ids_.end(), id) != ids_.end();
    });
  }

  [[nodiscard]] const std::vector<SharedText>& ids() const { return ids_; }

 private:
  static std::uint64_t mark_of(const std::string& id) {
    const auto last = id.empty() ? 0u : static_cast<unsigned char>(id.back());
    return std::uint64_t{1} << ((id.size() * 5 + last) % 64);
  }

  std::vector<SharedText> ids_;
  std::uint64_t marks_ = 0;
};

/// "the medicine list, potassium and kidney function" as three; what has a condition is one.
std::vector<std::string_view> things_of(std::string_view check) {
  if (check.find(" if ") != std::string_view::npos) return {check};
  std::vector<std::string_view> things;
  while (!check.empty()) {
    const std::size_t end = std::min(check.find(", "), check.find(" and "));
    const std::string_view thing = check.substr(0, end);
    if (!thing.empty()) things.push_back(thing);
    if (end == std::string_view::npos) break;
    check.remove_prefix(end + (check[end] == ',' ? 2 : 5));
    if (check.starts_with("and ")) check.remove_prefix(4);
  }
  return things;
}

/// What modules say twice, each in its own list of things, is said once: by the longest list.
std::vector<SharedText> said_once(std::vector<SharedText> checks) {
  if (checks.size() < 2) return checks;
  std::vector<std::vector<std::string_view>> things;
  things.reserve(checks.size());
  for (const SharedText check : checks) things.push_back(things_of(check));
  const auto covers = [&](std::size_t a, std::size_t b) {
    return std::all_of(things[b].begin(), things[b].end(), [&](std::string_view thing) {
      return std::find(things[a].begin(), things[a].end(), thing) != things[a].end();
    });
  };
  std::vector<SharedText> kept;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    bool covered = false;
    for (std::size_t other = 0; other < checks.size(); ++other)
      covered = covered || (other != i && covers(other, i) && (!covers(i, other) || other < i));
    if (!covered) kept.push_back(checks[i]);
  }
  return kept;
}

class Adviser {
 public:
  explicit Adviser(Patient& patient) : patient_(patient), out_(patient.assessment()) {}

  void run() {
    const Constants& constants = patient_.prepared().constants;
    for (const auto& cause : out_.causes)
      if (cause.rank <= static_cast<std::uint32_t>(constants.leading_causes) &&
          cause.explains.p >= constants.advice_threshold)
        leading_.add(cause.id);
    for (const auto& alert : out_.alerts)
      if (!alert.cause.empty()) leading_.add(alert.cause);
    for (const auto& prepared : patient_.prepared().advice) consider(prepared);
  }

 private:
  void consider(const PreparedAdvice& prepared) {
    const knowledge::Advice& advice = *prepared.advice;
    const bool any = advice.for_causes.empty();
    if (any && !out_.complaint_present) return;
    if (!patient_.holds(prepared.test)) return;
    if (!any && !leading_.has_any_of(advice.for_causes)) return;
    if (!advice.complaint.empty() && !shares(advice.complaint, out_.complaint_classes)) return;
    GivenAdvice given;
    given.module = prepared.module;
    given.id = advice.id;
    given.kind = advice.kind;
    given.text = patient_.fill_slots(advice.text);
    given.sources = advice.sources;
    given.for_cause = any ? SharedText("any") : first_shared(advice.for_causes);
    withhold_for_alerts(given);
    for (const std::uint32_t place : prepared.withholds)
      apply(patient_.prepared().withholds[place], given);
    given.check = said_once(std::move(given.check));
    out_.advice.push_back(std::move(given));
  }

  SharedText first_shared(const std::vector<std::string>& causes) const {
    for (const SharedText id : leading_.ids())
      if (std::find(causes.begin(), causes.end(), id) != causes.end()) return id;
    return {};
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
      if (prevention && alert.urgency < Urgency::emergency) continue;
      if (alert.urgency < Urgency::same_day && !(dangerous && alert.urgency >= Urgency::urgent))
        continue;
      given.withheld = fmt::format("not before the alert \"{}\" is dealt with", alert.title);
      given.withheld_by = alert.module;
      return;
    }
  }

  void apply(const PreparedWithhold& prepared, GivenAdvice& given) {
    switch (patient_.outcome(prepared.test)) {
      case Truth::yes:
        patient_.cite(prepared.test, Truth::yes);
        if (!given.withheld.empty()) return;
        given.withheld = prepared.withhold->reason;
        given.withheld_by = prepared.module;
        return;
      case Truth::unknown: {
        auto& check = given.check;
        const SharedText what = prepared.withhold->check;
        if (!what.empty() && std::find(check.begin(), check.end(), what) == check.end())
          check.push_back(what);
        return;
      }
      case Truth::no:
        return;
    }
  }

  Patient& patient_;
  Assessment& out_;
  Leading leading_;
};

}  // namespace

void raise_alerts(Patient& patient) {
  auto& alerts = patient.assessment().alerts;
  for (const auto& prepared : patient.prepared().alerts) {
    const Truth now = patient.outcome(prepared.test);
    if (now == Truth::yes) {
      alerts.push_back(raise(patient, prepared, prepared.test));
    } else if (now == Truth::unknown && patient.outcome(prepared.any_age) == Truth::yes) {
      // An old critical value that nobody has repeated: it can't be called an emergency any more,
      // and it can't be called normal.
      RaisedAlert raised = raise(patient, prepared, prepared.any_age);
      raised.urgency = std::min(raised.urgency, Urgency::same_day);
      raised.repeat_now = true;
      raised.title = raised.title + " (old value, repeat now)";
      alerts.push_back(std::move(raised));
    }
  }
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
