// SPDX-License-Identifier: Apache-2.0
//
// Assessments with alerts, shown as cards and answered, in a few words.
#pragma once

#include <string>
#include <vector>

#include "random_assessment.hpp"
#include "store/store.hpp"

namespace causa::store_test {

using store::Channel;
using store::FeedbackCount;
using store::FeedbackKept;
using store::FeedbackOutcome;
using store::ShownCard;

inline constexpr std::int64_t noon = 1'790'000'000'000;

inline assess::Assessment with_alerts(std::uint64_t patient, const std::vector<std::string>& alerts,
                                      std::int64_t created_ms = noon) {
  assess::Assessment assessment = usual_assessment(patient);
  assessment.created_ms = created_ms;
  for (const std::string& id : alerts) {
    assess::RaisedAlert& alert = assessment.alerts.emplace_back();
    alert.module = 1;
    alert.id = id;
    alert.urgency = knowledge::Urgency::urgent;
  }
  return assessment;
}

inline std::vector<ShownCard> cards_of(const assess::Assessment& assessment) {
  std::vector<ShownCard> cards{
      {std::string(store::ranking_card), assessment.id + "-r", std::nullopt, "digest r", false}};
  for (std::uint32_t i = 0; i < assessment.alerts.size(); ++i)
    cards.push_back({assessment.alerts[i].id, assessment.id + '-' + assessment.alerts[i].id, i,
                     "digest " + assessment.alerts[i].id, false});
  return cards;
}

inline std::vector<ShownCard> shown_in(const store::LastShown& last) {
  return {last.cards.begin(), last.cards.end()};
}

inline void show(store::Store& store, const assess::Assessment& assessment,
                 const std::vector<ShownCard>& cards, Channel channel = Channel::cards) {
  const store::Showing showing{assessment.id, assessment.version, channel, noon, cards};
  store.note_shown({&showing, 1}).value();
}

inline store::Feedback about_alert(std::string alert, std::string assessment_id = {}) {
  store::Feedback feedback;
  feedback.alert = std::move(alert);
  feedback.assessment_id = std::move(assessment_id);
  feedback.outcome = FeedbackOutcome::overridden;
  feedback.reason_system = "urn:reasons";
  feedback.reason_code = "not-convenient-feasible";
  feedback.outcome_ms = noon + 1;
  return feedback;
}

inline store::Feedback about_card(const std::string& uuid, FeedbackOutcome outcome,
                                  std::int64_t outcome_ms = noon + 1) {
  store::Feedback feedback;
  feedback.card = uuid;
  feedback.outcome = outcome;
  feedback.outcome_ms = outcome_ms;
  return feedback;
}

inline Result<FeedbackKept> add(store::Store& store, const store::Feedback& feedback) {
  return store.add_feedback({&feedback, 1}).value().at(0);
}

inline FeedbackCount count_of(store::Store& store, FeedbackCount::Kind kind, const std::string& id,
                              const store::FeedbackFilter& filter = {}) {
  const store::FeedbackCounts counts = store.feedback_counts(filter).value();
  for (const FeedbackCount& count : counts.counts)
    if (count.kind == kind && count.id == id) return count;
  return {};
}

}  // namespace causa::store_test
