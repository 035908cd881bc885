// SPDX-License-Identifier: Apache-2.0

#include "assess/ranking.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "assess/said_before.hpp"

namespace causa::assess {

namespace {

using knowledge::Urgency;

bool overlap(const Estimate& a, const Estimate& b) {
  return a.low <= b.p && b.p <= a.high && b.low <= a.p && a.p <= b.high;
}

class Ranker {
 public:
  using Place = std::uint32_t;

  Ranker(Patient& patient, const Judging& judging, Ranking& ranking)
      : patient_(patient),
        constants_(patient.prepared().constants),
        out_(patient.assessment()),
        judging_(judging),
        judged_(judging.judged),
        places_(static_cast<Place>(judging.judged.size())),
        it_(ranking) {}

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
    return it_.listed.empty() ? no_index : judged_[it_.listed.front()].cause;
  }

 private:
  void rank() {
    it_.explains.assign(places_, std::nullopt);
    it_.upstream.assign(places_, {});
    it_.head.resize(places_);
    std::iota(it_.head.begin(), it_.head.end(), Place{0});
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
  const CauseMasks& masks_of(const Judged& judged) const {
    return patient_.prepared().cause_masks[judged.cause];
  }
  SharedText id_of(Place place) const { return cause_of(judged_[place]).id; }
  bool is_idiopathic(const Judged& judged) const { return masks_of(judged).idiopathic; }

  /// E with its range, which most causes are never asked for.
  Estimate& explains(Place place) {
    auto& known = it_.explains[place];
    if (!known) {
      const Judged& judged = judged_[place];
      known = judged.considered ? causa::assess::explains(judged.p, judged.variance_p, judged.x,
                                                          judged.variance_x)
                                : Estimate{};
    }
    return *known;
  }
  double e_of(Place place) const {
    if (it_.explains[place]) return it_.explains[place]->p;
    const Judged& judged = judged_[place];
    return judged.considered ? std::max(0.0, judged.p * judged.x) : 0;
  }

  void fill_states() {
    for (const auto& judged : judged_)
      if (judged.considered && judged.decided_by && judged.p >= 0.5 && !is_idiopathic(judged))
        out_.states.push_back({cause_of(judged).id, cause_of(judged).name, present(judged)});
    std::sort(out_.states.begin(), out_.states.end(), [](const State& a, const State& b) {
      return a.present.p != b.present.p ? a.present.p > b.present.p : a.id < b.id;
    });
  }

  Urgency alert_of(const Judged& judged) const {
    Urgency worst{};
    for (const auto& alert : out_.alerts)
      if (alert.cause == cause_of(judged).id) worst = std::max(worst, alert.urgency);
    return worst;
  }
  Urgency alert_of(Place place) const { return alert_of(judged_[place]); }

  void fill_must_not_miss(bool ranked) {
    auto& found = it_.not_to_miss;
    found.clear();
    for (const auto& judged : judged_) {
      if (!masks_of(judged).dangerous) continue;
      const Urgency urgency = alert_of(judged);
      const bool likely = ranked && judged.x > 0 && is_possible_danger(patient_, judged);
      if (urgency != Urgency{} || likely) found.emplace_back(urgency, &judged);
    }
    std::sort(found.begin(), found.end(), [this](const auto& a, const auto& b) {
      if (a.first != b.first) return a.first > b.first;
      return a.second->p != b.second->p ? a.second->p > b.second->p
                                        : cause_of(*a.second).id < cause_of(*b.second).id;
    });
    out_.must_not_miss.reserve(found.size());
    for (const auto& [urgency, judged] : found)
      out_.must_not_miss.push_back({cause_of(*judged).id, cause_of(*judged).name,
                                    cause_of(*judged).action,
                                    judged->considered ? present(*judged) : Estimate{}});
  }

  /// E(U) = max(P(U) X(U), F x E(S)) for each state S that U leads to; S keeps the upstream cause
  /// that carries most of it. A state may lead to another: E comes up from the last one, and heads
  /// are chosen from the first one down, so that the order of causes in a manifest doesn't matter.
  void chain() {
    find_upstream();
    put_states_in_order();
    auto& states = it_.states;
    for (auto at = states.rbegin(); at != states.rend(); ++at) {
      const auto& up = it_.upstream[at->second];
      const Estimate downstream = explains(at->second);
      const double through = up.carried * downstream.p;
      if (through > e_of(up.place))
        it_.explains[up.place] = {through, downstream.low * up.carried,
                                  downstream.high * up.carried};
    }
    for (const auto& [depth, state] : states) choose_head(state, it_.upstream[state].place);
  }

  void find_upstream() {
    for (Place up = 0; up < places_; ++up) {
      if (!judged_[up].considered || !is_likely(judged_[up])) continue;
      for (const auto& edge : prepared(judged_[up]).leads_to) {
        if (edge.f <= 0) continue;
        const Place place = judging_.place[edge.cause];
        const Judged& state = judged_[place];
        if (!state.considered || state.x <= 0) continue;
        auto& known = it_.upstream[place];
        const double carried = edge.f * judged_[up].p;
        if (known.place == no_index || carried > known.carried ||
            (carried == known.carried && id_of(up) < id_of(known.place)))
          known = {up, carried, edge.f};
      }
    }
  }

  /// States of a chain behind those that lead to them.
  void put_states_in_order() {
    it_.states.clear();
    for (Place state = 0; state < places_; ++state) {
      if (!is_downstream(state)) continue;
      const std::uint32_t depth = depth_of(state);
      if (is_downstream(state)) it_.states.emplace_back(depth, state);
    }
    std::sort(it_.states.begin(), it_.states.end(), [this](const auto& a, const auto& b) {
      return a.first != b.first ? a.first < b.first : id_of(a.second) < id_of(b.second);
    });
  }

  /// How many causes stand before it in its chain. Causes that lead to each other are cut where the
  /// walk comes back to the state.
  std::uint32_t depth_of(Place state) {
    std::uint32_t depth = 0;
    Place before = state;
    for (Place at = state; is_downstream(at) && depth < places_; ++depth) {
      before = at;
      at = it_.upstream[at].place;
      if (at == state) {
        it_.upstream[before] = {};
        return depth;
      }
    }
    return depth;
  }

  bool is_downstream(Place place) const { return it_.upstream[place].place != no_index; }

  /// An upstream cause opens a chain only if it is more likely than not, and not for its prior
  /// alone: a decision or a finding speaks for it.
  static bool is_likely(const Judged& judged) {
    return judged.p >= likely_p && (judged.spoken_for || judged.decided_by);
  }

  void choose_head(Place state, Place up) {
    const Judged& downstream = judged_[state];
    const bool state_is_decided = downstream.decided_by && downstream.p >= 0.5;
    // A state that is more urgent than what brought it is what the answer must name.
    const Urgency urgency = alert_of(state);
    const bool is_pressing = urgency >= Urgency::same_day && urgency > alert_of(up);
    const bool state_leads = state_is_decided ? downstream.x >= constants_.moderate.p ||
                                                    is_pressing || e_of(state) > e_of(up)
                                              : e_of(state) > e_of(up);
    const Place current = head_of(up);
    // Nor does a state hide what is more urgent.
    const Urgency known = alert_of(current);
    const bool is_less_pressing = known >= Urgency::same_day && known > urgency;
    const bool becomes_head = state_leads && !is_less_pressing &&
                              (current == up || is_pressing || e_of(current) < e_of(state));
    if (!becomes_head) {
      it_.head[state] = current;
      return;
    }
    it_.head[state] = state;
    for (Place& head : it_.head)
      if (head == current) head = state;
    it_.head[current] = state;
    it_.head[up] = state;
  }

  Place head_of(Place place) const { return it_.head[place]; }

  bool is_listed(Place place) const {
    const Judged& judged = judged_[place];
    if (!judged.considered || is_idiopathic(judged)) return false;
    if (judged.has_evidence || alert_of(place) != Urgency{}) return true;
    return e_of(place) > 0 && is_downstream(place);
  }

  void keep_listed() {
    it_.listed.clear();
    for (Place place = 0; place < places_; ++place)
      if (is_listed(place)) it_.listed.push_back(place);
  }

  /// By the largest E of a chain, then the head before its members, then E, then id.
  void order() {
    it_.largest.assign(places_, 0);
    for (const Place i : it_.listed) {
      double& e = it_.largest[head_of(i)];
      e = std::max(e, e_of(i));
    }
    const auto head_e = [&](Place i) { return it_.largest[head_of(i)]; };
    std::sort(it_.listed.begin(), it_.listed.end(), [&](Place a, Place b) {
      if (head_of(a) != head_of(b)) {
        if (head_e(a) != head_e(b)) return head_e(a) > head_e(b);
        return id_of(head_of(a)) < id_of(head_of(b));
      }
      if ((head_of(a) == a) != (head_of(b) == b)) return head_of(a) == a;
      return e_of(a) != e_of(b) ? e_of(a) > e_of(b) : id_of(a) < id_of(b);
    });
  }

  /// Where nothing explains the complaint well, a cause that is only frequent in such a patient
  /// doesn't stand first if another that a finding speaks for is about equally likely. What is
  /// dangerous gives way only to what is dangerous too.
  void prefer_findings() {
    if (it_.listed.empty() || !is_only_frequent(head_of(it_.listed.front()))) return;
    const Place before = head_of(it_.listed.front());
    const Estimate first = explains(before);
    if (first.p >= constants_.sufficient_explanation) return;
    const auto found = std::find_if(it_.listed.begin(), it_.listed.end(), [&](Place i) {
      return head_of(i) == i && judged_[i].spoken_for && !is_only_frequent(i) &&
             (is_dangerous(i) || !is_dangerous(before)) && overlap(first, explains(i));
    });
    if (found == it_.listed.end()) return;
    const Place head = *found;
    std::stable_partition(it_.listed.begin(), it_.listed.end(),
                          [&](Place i) { return head_of(i) == head; });
  }

  void place_idiopathic() {
    const bool is_cramp = std::find(out_.complaint_classes.begin(), out_.complaint_classes.end(),
                                    "leg_cramp") != out_.complaint_classes.end();
    if (!is_cramp) return;
    double best = 0;
    for (const Place i : it_.listed) best = std::max(best, e_of(i));
    const bool open_alert =
        std::any_of(out_.alerts.begin(), out_.alerts.end(),
                    [](const auto& alert) { return alert.urgency >= Urgency::urgent; });
    for (Place i = 0; i < judged_.size(); ++i) {
      if (!is_idiopathic(judged_[i])) continue;
      if (!patient_.holds(prepared(judged_[i]).pattern)) continue;
      const bool first = best < constants_.sufficient_explanation && !open_alert;
      it_.listed.insert(first ? it_.listed.begin() : it_.listed.end(), i);
      idiopathic_first_ = first;
    }
  }

  void fill_causes() {
    fill_unexplained();
    std::uint32_t rank = 0;
    Place last_head = no_index;
    out_.causes.reserve(it_.listed.size());
    for (const Place i : it_.listed) {
      CauseResult& result = out_.causes.emplace_back(result_of(patient_, judged_[i], judging_));
      if (head_of(i) != last_head) ++rank;
      last_head = head_of(i);
      result.rank = rank;
      if (head_of(i) != i) result.chain_head = id_of(head_of(i));
      if (is_downstream(i)) result.chain = Chain{id_of(it_.upstream[i].place), it_.upstream[i].f};
      name_equals(i, result);
      result.explains = is_idiopathic(judged_[i])
                            ? Estimate{out_.unexplained, out_.unexplained, out_.unexplained}
                            : explains(i);
    }
  }

  void name_equals(Place i, CauseResult& result) {
    if (head_of(i) != i || is_idiopathic(judged_[i])) return;
    it_.equal.clear();
    for (const Place j : it_.listed)
      if (i != j && head_of(j) == j && !is_idiopathic(judged_[j]) &&
          overlap(explains(i), explains(j)))
        it_.equal.push_back(id_of(j));
    result.about_equal_to = it_.equal;
  }

  void fill_unexplained() {
    it_.largest.assign(places_, 0);
    for (const Place i : it_.listed) {
      if (is_idiopathic(judged_[i]) || !judged_[i].spoken_for) continue;
      double& e = it_.largest[head_of(i)];
      e = std::max(e, e_of(i));
    }
    out_.unexplained = 1;
    for (const double e : it_.largest) out_.unexplained *= 1 - e;
  }

  void judge_sufficiency() {
    std::array<const CauseResult*, 2> heads{};  // the first two
    bool any_for = idiopathic_first_;
    bool any_finding = idiopathic_first_;
    for (const auto& cause : out_.causes) {
      if (!cause.chain_head.empty() || cause.family == idiopathic_family) continue;
      (heads[0] ? heads[1] : heads[0]) = &cause;
      if (heads[1]) break;
    }
    for (const Place i : it_.listed) {
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
    } else if (!it_.listed.empty() && is_only_frequent(head_of(it_.listed.front()))) {
      out_.ranking = Sufficiency::weak;
      out_.ranking_why =
          "the first cause is only frequent in such a patient; no finding speaks for it";
    } else if (!heads[0] || heads[0]->explains.p < constants_.sufficient_explanation) {
      out_.ranking = Sufficiency::weak;
      out_.ranking_why = "no cause explains the complaint well";
    } else if (heads[1] && overlap(heads[0]->explains, heads[1]->explains)) {
      out_.ranking = Sufficiency::weak;
      out_.ranking_why = "the first causes are about equally likely";
    } else {
      out_.ranking = Sufficiency::sufficient;
    }
  }

  /// All who share the place: nothing but how frequent they are speaks for any of them.
  [[nodiscard]] bool is_dangerous(Place place) const { return masks_of(judged_[place]).dangerous; }

  [[nodiscard]] bool is_only_frequent(Place head) const {
    return std::all_of(it_.listed.begin(), it_.listed.end(),
                       [&](Place i) { return head_of(i) != head || judged_[i].only_frequent; });
  }

  Patient& patient_;
  const Constants& constants_;
  Assessment& out_;
  const Judging& judging_;
  const std::vector<Judged>& judged_;
  const Place places_;
  Ranking& it_;
  bool idiopathic_first_ = false;
};

}  // namespace

void rank(Patient& patient, bool ranked, const Judging& judging, Ranking& ranking) {
  Ranker(patient, judging, ranking).run(ranked);
}

std::uint32_t first_ranked(Patient& patient, const Judging& judging, Ranking& ranking) {
  return Ranker(patient, judging, ranking).first();
}

}  // namespace causa::assess
