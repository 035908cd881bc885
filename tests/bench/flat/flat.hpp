// SPDX-License-Identifier: Apache-2.0
//
// All rules of the shipped modules as plain C++ (written by write.cpp): one patient at a time, one
// value a fact, scores of causes in a row of numbers. It knows nothing of ties and bounds, groups,
// caps, intervals, chains, explanations or sources; it is the limit, not a rival. Pure functions.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <vector>

namespace causa::bench::flat {

using Truth = std::uint8_t;
inline constexpr Truth unknown = 0, yes = 1, no = 2;
inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// By column of the host's layout; of each only one of the two is used.
struct Patient {
  std::vector<double> number;  ///< NaN: unknown
  std::vector<Truth> truth;
};

struct Evidence {
  std::uint32_t rule = 0;
  std::int32_t millibans = 0;
};

struct Answer {
  std::vector<double> score;  ///< logits, by cause
  std::vector<Evidence> evidence;
  std::vector<std::uint32_t> alerts, advice;
  std::vector<std::pair<double, std::uint32_t>> ranking;
};

std::size_t cause_count();

/// Evidence, alerts and advice, added; and the scores.
void assess(const Patient& patient, Answer& answer);

/// The outcome of every condition of the host, in the order of Prepared::programs.
void conditions(const Patient& patient, Truth* outcomes);

inline Truth within(double value, double low, double high) {
  if (std::isnan(value)) return unknown;
  return value >= low && value <= high ? yes : no;
}

inline Truth days_ago(double days, double low, double high) {
  if (std::isnan(days)) return unknown;
  return days >= low && days <= high ? yes : no;
}

inline Truth known_number(double value) { return std::isnan(value) ? no : yes; }
inline Truth known(Truth truth) { return truth == unknown ? no : yes; }
inline Truth negation(Truth truth) {
  return static_cast<Truth>((truth & yes) << 1 | (truth & no) >> 1);
}
inline Truth unknown_is_yes(Truth truth) { return truth == no ? no : yes; }

template <class... Truths>
Truth all_of(Truths... truths) {
  return static_cast<Truth>(((truths & ...) & yes) | ((truths | ...) & no));
}

template <class... Truths>
Truth any_of(Truths... truths) {
  return static_cast<Truth>(((truths | ...) & yes) | ((truths & ...) & no));
}

inline Truth at_least(std::size_t needed, std::initializer_list<Truth> truths) {
  std::size_t holding = 0, possible = 0;
  for (const Truth truth : truths) {
    holding += truth == yes;
    possible += truth != no;
  }
  if (holding >= needed) return yes;
  return possible < needed ? no : unknown;
}

inline Truth score(double low, double high, std::initializer_list<int> points,
                   std::initializer_list<Truth> truths) {
  int least = 0, most = 0;
  const int* point = points.begin();
  for (const Truth truth : truths) {
    const int its = *point++;
    if (truth == yes || (truth == unknown && its < 0)) least += its;
    if (truth == yes || (truth == unknown && its > 0)) most += its;
  }
  if (least >= low && most <= high) return yes;
  return most < low || least > high ? no : unknown;
}

inline void weigh(Answer& answer, double& score, std::uint32_t rule, Truth outcome,
                  std::int32_t holds, std::int32_t fails) {
  const std::int32_t millibans = outcome == yes ? holds : outcome == no ? fails : 0;
  if (millibans == 0) return;
  constexpr double natural = 2.302585092994046e-3;  // millibans to logits
  score += millibans * natural;
  answer.evidence.push_back({rule, millibans});
}

inline void raise(Answer& answer, std::uint32_t alert, Truth outcome) {
  if (outcome == yes) answer.alerts.push_back(alert);
}

inline void give(Answer& answer, std::uint32_t advice, Truth outcome) {
  if (outcome == yes) answer.advice.push_back(advice);
}

/// All of it: from values to a ranking.
inline void assess_and_rank(const Patient& patient, Answer& answer) {
  answer.score.assign(cause_count(), -7.6);  // the lowest probability that the host uses
  answer.evidence.clear();
  answer.alerts.clear();
  answer.advice.clear();
  assess(patient, answer);
  answer.ranking.clear();
  for (std::uint32_t cause = 0; cause < cause_count(); ++cause)
    answer.ranking.emplace_back(answer.score[cause], cause);
  std::stable_sort(answer.ranking.begin(), answer.ranking.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
}

}  // namespace causa::bench::flat
