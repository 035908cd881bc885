// SPDX-License-Identifier: Apache-2.0

#include "assess/ranking.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

namespace causa::assess {

namespace {

using knowledge::Role;
using knowledge::Urgency;

bool overlap(const Estimate& a, const Estimate& b) {
  return a.low <= b.p && b.p <= a.high && b.low <= a.p && a.p <= b.high;
}

class Ranker {
 public:
  Ranker(Patient& patient, const Judging& judging)
      : patient_(patient),
        constants_(patient.prepared().constants),
        out_(patient.assessment()),
        judging_(judging),
        judged_(judging.judged) {}

  void run(bool ranked) {
    fill_states();
    fill_must_not_miss(ranked);
    if (!ranked) return;
    rank();
    fill_causes();
    judge_sufficiency();
  }

  std::uint32_t first() {
    rank();
    return listed_.empty() ? no_index : judged_[listed_.front()].cause;
  }

 private:
  void rank() {
    explains_.resize(judged_.size());
    head_.resize(judged_.size());
    std::iota(head_.begin(), head_.end(), std::size_t{0});
    chain();
    keep_listed();
    order();
    prefer_findings();
    place_idiopathic();
  }

  const PreparedCause& prepared(const Judged& judged) const {
    return patient_.prepared().causes[judged.cause];
  }
  const knowledge::Cause& cause_of(const Judged& judged) const { return *prepared(judged).cause; }
  SharedText id_of(std::size_t index) const { return cause_of(judged_[index]).id; }
  bool is_idiopathic(const Judged& judged) const {
    return patient_.prepared().cause_masks[judged.cause].idiopathic;
  }

  /// E with its range, which most causes are never asked for.
  Estimate& explains(std::size_t index) {
    auto& known = explains_[index];
    if (!known) {
      const Judged& judged = judged_[index];
      known = judged.considered ? causa::assess::explains(judged.p, judged.variance_p, judged.x,
                                                          judged.variance_x)
                                : Estimate{};
    }
    return *known;
  }
  double e_of(std::size_t index) const {
    if (explains_[index]) return explains_[index]->p;
    const Judged& judged = judged_[index];
    return judged.considered ? std::max(0.0, judged.p * judged.x) : 0;
  }

  void fill_states() {
    for (const auto& judged : judged_)
      if (judged.considered && judged.decided_by && judged.p >= 0.5 && !is_idiopathic(judged))
        out_.states.push_back({cause_of(judged).id, cause_of(judged).name, present(judged)});
    std::stable_sort(out_.states.begin(), out_.states.end(), [](const State& a, const State& b) {
      return a.present.p != b.present.p ? a.present.p > b.present.p : a.id < b.id;
    });
  }

  Urgency alert_of(SharedText cause) const {
    Urgency worst{};
    for (const auto& alert : out_.alerts)
      if (alert.cause == cause) worst = std::max(worst, alert.urgency);
    return worst;
  }

  void fill_must_not_miss(bool ranked) {
    std::vector<std::pair<Urgency, const Judged*>> found;
    for (const auto& judged : judged_) {
      if (!judged.considered || cause_of(judged).role != Role::dangerous) continue;
      const Urgency urgency = alert_of(cause_of(judged).id);
      // A diagnosis that was refuted isn't possible just because it is frequent.
      const bool likely = ranked && judged.x > 0 &&
                          present(judged).high >= constants_.must_not_miss &&
                          (judged.spoken_for || !is_refuted(patient_, prepared(judged)));
      if (urgency != Urgency{} || likely) found.emplace_back(urgency, &judged);
    }
    std::stable_sort(found.begin(), found.end(), [this](const auto& a, const auto& b) {
      if (a.first != b.first) return a.first > b.first;
      return a.second->p != b.second->p ? a.second->p > b.second->p
                                        : cause_of(*a.second).id < cause_of(*b.second).id;
    });
    for (const auto& [urgency, judged] : found)
      out_.must_not_miss.push_back({cause_of(*judged).id, cause_of(*judged).name,
                                    cause_of(*judged).action, present(*judged)});
  }

  /// E(U) = max(P(U) X(U), F x E(S)) for each state S that U leads to; S keeps the upstream cause
  /// that carries most of it.
  void chain() {
    for (std::size_t up = 0; up < judged_.size(); ++up) {
      if (!judged_[up].considered || !is_likely(judged_[up])) continue;
      for (const auto& edge : prepared(judged_[up]).leads_to) {
        if (edge.f <= 0) continue;
        const std::uint32_t place = judging_.place[edge.cause];
        const Judged& state = judged_[place];
        if (!state.considered || state.x <= 0) continue;
        const Upstream found{up, edge.f * judged_[up].p, edge.f};
        const auto [known, first] = upstream_.try_emplace(place, found);
        if (!first && found.carried > known->second.carried) known->second = found;
      }
    }
    for (const auto& [state, up] : upstream_) {
      const Estimate downstream = explains(state);
      const double through = up.carried * downstream.p;
      if (through > e_of(up.place))
        explains_[up.place] = {through, downstream.low * up.carried, downstream.high * up.carried};
    }
    for (const auto& [state, up] : upstream_) choose_head(state, up.place);
  }

  /// An upstream cause opens a chain only if it is there: decided, or more likely than not.
  static bool is_likely(const Judged& judged) {
    return judged.p >= 0.5 && (judged.spoken_for || judged.decided_by);
  }

  void choose_head(std::size_t state, std::size_t up) {
    const Judged& downstream = judged_[state];
    const bool state_is_decided = downstream.decided_by && downstream.p >= 0.5;
    // A state that is more urgent than what brought it is what the answer must name.
    const Urgency urgency = alert_of(id_of(state));
    const bool is_pressing = urgency >= Urgency::same_day && urgency > alert_of(id_of(up));
    const bool state_leads = state_is_decided ? downstream.x >= constants_.moderate.p ||
                                                    is_pressing || e_of(state) > e_of(up)
                                              : e_of(state) > e_of(up);
    const std::size_t current = head_of(up);
    const bool becomes_head =
        state_leads && (current == up || is_pressing || e_of(current) < e_of(state));
    if (!becomes_head) {
      head_[state] = current;
      return;
    }
    head_[state] = state;
    for (auto& head : head_)
      if (head == current) head = state;
    head_[current] = state;
    head_[up] = state;
  }

  std::size_t head_of(std::size_t index) const { return head_[index]; }

  bool is_listed(std::size_t index) const {
    const Judged& judged = judged_[index];
    if (!judged.considered || is_idiopathic(judged)) return false;
    if (judged.has_evidence || alert_of(id_of(index)) != Urgency{}) return true;
    return e_of(index) > 0 && upstream_.contains(index);
  }

  void keep_listed() {
    for (std::size_t i = 0; i < judged_.size(); ++i)
      if (is_listed(i)) listed_.push_back(i);
  }

  /// By the largest E of a chain, then the head before its members, then E, then id.
  void order() {
    std::vector<double> largest(judged_.size());
    for (const std::size_t i : listed_) {
      double& e = largest[head_of(i)];
      e = std::max(e, e_of(i));
    }
    const auto head_e = [&](std::size_t i) { return largest[head_of(i)]; };
    std::sort(listed_.begin(), listed_.end(), [&](std::size_t a, std::size_t b) {
      if (head_of(a) != head_of(b)) {
        if (head_e(a) != head_e(b)) return head_e(a) > head_e(b);
        return id_of(head_of(a)) < id_of(head_of(b));
      }
      if ((head_of(a) == a) != (head_of(b) == b)) return head_of(a) == a;
      return e_of(a) != e_of(b) ? e_of(a) > e_of(b) : id_of(a) < id_of(b);
    });
  }

  /// Where nothing explains the complaint well, a cause that is only frequent in such a patient
  /// doesn't stand first if another that a finding speaks for is about equally likely.
  void prefer_findings() {
    if (listed_.empty() || !is_only_frequent(head_of(listed_.front()))) return;
    const Estimate first = explains(head_of(listed_.front()));
    if (first.p >= constants_.sufficient_explanation) return;
    const auto found = std::find_if(listed_.begin(), listed_.end(), [&](std::size_t i) {
      return head_of(i) == i && judged_[i].spoken_for && !is_only_frequent(i) &&
             overlap(first, explains(i));
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
    for (const std::size_t i : listed_) best = std::max(best, e_of(i));
    const bool open_alert =
        std::any_of(out_.alerts.begin(), out_.alerts.end(),
                    [](const auto& alert) { return alert.urgency >= Urgency::urgent; });
    for (std::size_t i = 0; i < judged_.size(); ++i) {
      if (!is_idiopathic(judged_[i])) continue;
      if (!patient_.holds(prepared(judged_[i]).pattern)) continue;
      const bool first = best < constants_.sufficient_explanation && !open_alert;
      listed_.insert(first ? listed_.begin() : listed_.end(), i);
      idiopathic_first_ = first;
    }
  }

  void fill_causes() {
    fill_unexplained();
    std::uint32_t rank = 0;
    std::size_t last_head = no_index;
    out_.causes.reserve(listed_.size());
    for (const std::size_t i : listed_) {
      CauseResult& result = out_.causes.emplace_back(result_of(patient_, judged_[i], judging_));
      if (head_of(i) != last_head) ++rank;
      last_head = head_of(i);
      result.rank = rank;
      if (head_of(i) != i) result.chain_head = id_of(head_of(i));
      if (const auto up = upstream_.find(i); up != upstream_.end())
        result.chain = Chain{id_of(up->second.place), up->second.f};
      name_equals(i, result);
      result.explains = is_idiopathic(judged_[i])
                            ? Estimate{out_.unexplained, out_.unexplained, out_.unexplained}
                            : explains(i);
    }
  }

  void name_equals(std::size_t i, CauseResult& result) {
    if (head_of(i) != i || is_idiopathic(judged_[i])) return;
    for (const std::size_t j : listed_)
      if (i != j && head_of(j) == j && !is_idiopathic(judged_[j]) &&
          overlap(explains(i), explains(j)))
        result.about_equal_to.push_back(id_of(j));
  }

  void fill_unexplained() {
    std::map<std::size_t, double> by_head;
    for (const std::size_t i : listed_) {
      if (is_idiopathic(judged_[i]) || !judged_[i].spoken_for) continue;
      double& e = by_head[head_of(i)];
      e = std::max(e, e_of(i));
    }
    out_.unexplained = 1;
    for (const auto& [head, e] : by_head) out_.unexplained *= 1 - e;
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
    double f = 0;
  };

  Patient& patient_;
  const Constants& constants_;
  Assessment& out_;
  const Judging& judging_;
  const std::vector<Judged>& judged_;
  // By place among those that were judged, as `listed_` is.
  std::vector<std::optional<Estimate>> explains_;  ///< none: not asked for yet
  std::map<std::size_t, Upstream> upstream_;       ///< by state
  std::vector<std::size_t> head_;
  std::vector<std::size_t> listed_;
  bool idiopathic_first_ = false;
};

}  // namespace

void rank(Patient& patient, bool ranked, const Judging& judging) {
  Ranker(patient, judging).run(ranked);
}

std::uint32_t first_ranked(Patient& patient, const Judging& judging) {
  return Ranker(patient, judging).first();
}

}  // namespace causa::assess
