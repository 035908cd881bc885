// SPDX-License-Identifier: Apache-2.0

#include "assess/ranking.hpp"

#include <algorithm>
#include <map>

namespace causa::assess {

namespace {

using knowledge::Role;
using knowledge::Urgency;

constexpr std::string_view idiopathic_family = "idiopathic";

bool overlap(const Estimate& a, const Estimate& b) {
  return a.low <= b.p && b.p <= a.high && b.low <= a.p && a.p <= b.high;
}

class Ranker {
 public:
  Ranker(Patient& patient, std::vector<Judged> judged)
      : patient_(patient),
        constants_(patient.prepared().constants),
        out_(patient.assessment()),
        judged_(std::move(judged)) {}

  void run() {
    fill_states();
    fill_must_not_miss();
    if (!out_.complaint_present) return;
    estimate();
    chain();
    keep_listed();
    order();
    prefer_findings();
    place_idiopathic();
    number();
    compare();
    fill_unexplained();
    judge_sufficiency();
  }

 private:
  const PreparedCause& prepared(const Judged& judged) const {
    return patient_.prepared().causes[judged.cause];
  }

  void fill_states() {
    for (const auto& judged : judged_)
      if (judged.considered && !judged.result.decided_by.empty() && judged.p >= 0.5 &&
          judged.result.family != idiopathic_family)
        out_.states.push_back({judged.result.id, judged.result.name, judged.result.present});
    std::stable_sort(out_.states.begin(), out_.states.end(), [](const State& a, const State& b) {
      return a.present.p != b.present.p ? a.present.p > b.present.p : a.id < b.id;
    });
  }

  Urgency alert_of(const std::string& cause) const {
    Urgency worst{};
    for (const auto& alert : out_.alerts)
      if (alert.cause == cause) worst = std::max(worst, alert.urgency);
    return worst;
  }

  void fill_must_not_miss() {
    std::vector<std::pair<Urgency, const Judged*>> found;
    for (const auto& judged : judged_) {
      if (!judged.considered || judged.result.role != Role::dangerous) continue;
      const Urgency urgency = alert_of(judged.result.id);
      // A diagnosis that was refuted isn't possible just because it is frequent.
      const bool possible = !judged.refuted || judged.spoken_for;
      const bool likely = possible && out_.complaint_present &&
                          judged.result.present.high >= constants_.must_not_miss && judged.x > 0;
      if (urgency != Urgency{} || likely) found.emplace_back(urgency, &judged);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
      if (a.first != b.first) return a.first > b.first;
      return a.second->p != b.second->p ? a.second->p > b.second->p
                                        : a.second->result.id < b.second->result.id;
    });
    for (const auto& [urgency, judged] : found)
      out_.must_not_miss.push_back(
          {judged->result.id, judged->result.name, judged->result.action, judged->result.present});
  }

  void estimate() {
    for (auto& judged : judged_)
      if (judged.considered)
        judged.result.explains = explains(judged.p, judged.variance_p, judged.x, judged.variance_x);
  }

  /// E(U) = max(P(U) X(U), F x E(S)) for each state S that U leads to; S keeps the upstream cause
  /// that carries most of it.
  void chain() {
    std::map<std::uint32_t, std::size_t> place;
    for (std::size_t i = 0; i < judged_.size(); ++i) place[judged_[i].cause] = i;
    for (std::size_t up = 0; up < judged_.size(); ++up) {
      if (!judged_[up].considered || !is_likely(judged_[up])) continue;
      for (const auto& edge : prepared(judged_[up]).leads_to) {
        const auto found = place.find(edge.cause);
        if (found == place.end() || edge.f <= 0) continue;
        Judged& state = judged_[found->second];
        if (!state.considered || state.x <= 0) continue;
        const double carried = edge.f * judged_[up].p;
        const auto [known, first] = upstream_.try_emplace(found->second, Upstream{up, carried});
        if (!first && carried <= known->second.carried) continue;
        known->second = {up, carried};
        state.result.chain = Chain{judged_[up].result.id, edge.f};
      }
    }
    for (const auto& [state, up] : upstream_) {
      const Estimate& downstream = judged_[state].result.explains;
      const double through = up.carried * downstream.p;
      if (through > judged_[up.place].result.explains.p)
        judged_[up.place].result.explains = {through, downstream.low * up.carried,
                                             downstream.high * up.carried};
    }
    for (const auto& [state, up] : upstream_) choose_head(state, up.place);
  }

  /// An upstream cause opens a chain only if it is there: decided, or more likely than not.
  static bool is_likely(const Judged& judged) {
    return judged.p >= 0.5 && (judged.spoken_for || !judged.result.decided_by.empty());
  }

  void choose_head(std::size_t state, std::size_t up) {
    const Judged& downstream = judged_[state];
    const Judged& upstream = judged_[up];
    const bool state_is_decided = !downstream.result.decided_by.empty() && downstream.p >= 0.5;
    // A state that is more urgent than what brought it is what the answer must name.
    const Urgency urgency = alert_of(downstream.result.id);
    const bool is_pressing = urgency >= Urgency::same_day && urgency > alert_of(upstream.result.id);
    const bool state_leads = state_is_decided
                                 ? downstream.x >= constants_.moderate.p || is_pressing ||
                                       downstream.result.explains.p > upstream.result.explains.p
                                 : downstream.result.explains.p > upstream.result.explains.p;
    const std::size_t current = head_of(up);
    const bool becomes_head =
        state_leads && (current == up || is_pressing ||
                        judged_[current].result.explains.p < downstream.result.explains.p);
    if (!becomes_head) {
      head_[state] = current;
      return;
    }
    head_[state] = state;
    for (auto& [member, head] : head_)
      if (head == current) head = state;
    head_[current] = state;
    head_[up] = state;
  }

  std::size_t head_of(std::size_t index) const {
    const auto found = head_.find(index);
    return found == head_.end() ? index : found->second;
  }

  bool is_listed(std::size_t index) const {
    const Judged& judged = judged_[index];
    if (!judged.considered || judged.result.family == idiopathic_family) return false;
    if (judged.has_evidence || alert_of(judged.result.id) != Urgency{}) return true;
    return upstream_.contains(index) && judged.result.explains.p > 0;
  }

  void keep_listed() {
    for (std::size_t i = 0; i < judged_.size(); ++i)
      if (is_listed(i)) listed_.push_back(i);
  }

  /// By the largest E of a chain, then the head before its members, then E, then id.
  void order() {
    std::map<std::size_t, double> largest;
    for (const std::size_t i : listed_) {
      double& e = largest[head_of(i)];
      e = std::max(e, judged_[i].result.explains.p);
    }
    const auto head_e = [&](std::size_t i) { return largest.at(head_of(i)); };
    std::sort(listed_.begin(), listed_.end(), [&](std::size_t a, std::size_t b) {
      if (head_of(a) != head_of(b)) {
        if (head_e(a) != head_e(b)) return head_e(a) > head_e(b);
        return judged_[head_of(a)].result.id < judged_[head_of(b)].result.id;
      }
      if ((head_of(a) == a) != (head_of(b) == b)) return head_of(a) == a;
      const double ea = judged_[a].result.explains.p;
      const double eb = judged_[b].result.explains.p;
      return ea != eb ? ea > eb : judged_[a].result.id < judged_[b].result.id;
    });
  }

  /// Where nothing explains the complaint well, a cause that is only frequent in such a patient
  /// doesn't stand first if another that a finding speaks for is about equally likely.
  void prefer_findings() {
    if (listed_.empty() || !is_only_frequent(head_of(listed_.front()))) return;
    const Estimate first = judged_[head_of(listed_.front())].result.explains;
    if (first.p >= constants_.sufficient_explanation) return;
    const auto found = std::find_if(listed_.begin(), listed_.end(), [&](std::size_t i) {
      return head_of(i) == i && judged_[i].spoken_for && !is_only_frequent(i) &&
             overlap(first, judged_[i].result.explains);
    });
    if (found == listed_.end()) return;
    const std::size_t head = *found;
    std::stable_partition(listed_.begin(), listed_.end(),
                          [&](std::size_t i) { return head_of(i) == head; });
  }

  void place_idiopathic() {
    const bool is_cramp = std::find(out_.complaint_classes.begin(), out_.complaint_classes.end(),
                                    "leg_cramp") != out_.complaint_classes.end();
    if (!is_cramp) return;
    double best = 0;
    for (const std::size_t i : listed_) best = std::max(best, judged_[i].result.explains.p);
    const bool open_alert =
        std::any_of(out_.alerts.begin(), out_.alerts.end(),
                    [](const auto& alert) { return alert.urgency >= Urgency::urgent; });
    for (std::size_t i = 0; i < judged_.size(); ++i) {
      if (judged_[i].result.family != idiopathic_family) continue;
      if (!patient_.holds(prepared(judged_[i]).pattern)) continue;
      const bool first = best < constants_.sufficient_explanation && !open_alert;
      listed_.insert(first ? listed_.begin() : listed_.end(), i);
      idiopathic_first_ = first;
    }
  }

  void number() {
    std::uint32_t rank = 0;
    std::size_t last_head = no_index;
    for (const std::size_t i : listed_) {
      if (head_of(i) != last_head) ++rank;
      last_head = head_of(i);
      CauseResult& result = judged_[i].result;
      result.rank = rank;
      if (head_of(i) != i) result.chain_head = judged_[head_of(i)].result.id;
    }
  }

  void compare() {
    for (const std::size_t i : listed_)
      for (const std::size_t j : listed_)
        if (i != j && head_of(i) == i && head_of(j) == j &&
            judged_[i].result.family != idiopathic_family &&
            judged_[j].result.family != idiopathic_family &&
            overlap(judged_[i].result.explains, judged_[j].result.explains))
          judged_[i].result.about_equal_to.push_back(judged_[j].result.id);
  }

  void fill_unexplained() {
    std::map<std::size_t, double> by_head;
    for (const std::size_t i : listed_) {
      const Judged& judged = judged_[i];
      if (judged.result.family == idiopathic_family || !judged.spoken_for) continue;
      double& e = by_head[head_of(i)];
      e = std::max(e, judged.result.explains.p);
    }
    out_.unexplained = 1;
    for (const auto& [head, e] : by_head) out_.unexplained *= 1 - e;
    for (const std::size_t i : listed_) {
      if (judged_[i].result.family == idiopathic_family)
        judged_[i].result.explains = {out_.unexplained, out_.unexplained, out_.unexplained};
      out_.causes.push_back(std::move(judged_[i].result));
    }
  }

  void judge_sufficiency() {
    std::vector<const CauseResult*> heads;
    bool any_for = idiopathic_first_;
    bool any_finding = idiopathic_first_;
    for (const auto& cause : out_.causes)
      if (cause.chain_head.empty() && cause.family != idiopathic_family) heads.push_back(&cause);
    for (const std::size_t i : listed_) {
      any_for = any_for || judged_[i].spoken_for;
      any_finding = any_finding || (judged_[i].spoken_for && !judged_[i].only_frequent);
    }
    if (!any_for) {
      out_.ranking = Sufficiency::none;
      out_.ranking_why = "nothing is recorded that speaks for any cause";
    } else if (idiopathic_first_) {
      out_.ranking = Sufficiency::weak;
      out_.ranking_why = "no cause is likely; the pattern fits idiopathic leg cramps";
    } else if (!any_finding) {
      out_.ranking = Sufficiency::weak;
      out_.ranking_why =
          "nothing is recorded that speaks for a cause, but how frequent it is in such a patient";
    } else if (!listed_.empty() && is_only_frequent(head_of(listed_.front()))) {
      out_.ranking = Sufficiency::weak;
      out_.ranking_why =
          "the first cause is only frequent in such a patient; no finding speaks for it";
    } else if (heads.empty() || heads.front()->explains.p < constants_.sufficient_explanation) {
      out_.ranking = Sufficiency::weak;
      out_.ranking_why = "no cause explains the complaint well";
    } else if (heads.size() > 1 && overlap(heads[0]->explains, heads[1]->explains)) {
      out_.ranking = Sufficiency::weak;
      out_.ranking_why = "the first causes are about equally likely";
    } else {
      out_.ranking = Sufficiency::sufficient;
    }
  }

  /// All who share the place: nothing but how frequent they are speaks for any of them.
  [[nodiscard]] bool is_only_frequent(std::size_t head) const {
    return std::all_of(listed_.begin(), listed_.end(), [&](std::size_t i) {
      return head_of(i) != head || judged_[i].only_frequent;
    });
  }

  struct Upstream {
    std::size_t place = 0;  ///< index into judged_
    double carried = 0;     ///< how much of the state's E it carries: F x P
  };

  Patient& patient_;
  const Constants& constants_;
  Assessment& out_;
  std::vector<Judged> judged_;
  std::map<std::size_t, Upstream> upstream_;  ///< by state
  std::map<std::size_t, std::size_t> head_;
  std::vector<std::size_t> listed_;
  bool idiopathic_first_ = false;
};

}  // namespace

void rank(Patient& patient, std::vector<Judged> judged) {
  Ranker(patient, std::move(judged)).run();
}

}  // namespace causa::assess
