// SPDX-License-Identifier: Apache-2.0
//
// What was shown of an assessment and what clinicians answered: plain data of Store. Neither ever
// changes an assessment, a ranking or an alert. Comments and names of users may be personal data;
// FeedbackCount holds neither, and nothing of a patient.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/manifest.hpp"

namespace causa::store {

/// The form in which an assessment is given out. Kept as a number: new ones go to the end.
enum class Channel : std::uint8_t { text = 1, json, html, fhir, cards, hl7v2, csv };

/// Key of the card with the ranked causes: answers about it count for the rules behind the first.
inline constexpr std::string_view ranking_card = "ranking";

/// One card of an answer that consists of cards (Channel::cards).
struct ShownCard {
  std::string key;   ///< its name within the assessment: ranking_card, or one of its own
  std::string uuid;  ///< made of the assessment's id and `key`: feedback names it
  std::optional<std::uint32_t> alert;  ///< position in Assessment::alerts, if it is about one
  std::string content_sha256;          ///< of what the clinician reads, without id and time
  /// The same content stood already for this patient, so the card was left out of the answer. It
  /// isn't counted as shown; it stays known, so that the answer after this one can be compared.
  bool unchanged = false;
  friend bool operator==(const ShownCard&, const ShownCard&) = default;
};

/// That an assessment is given out. The views must live for the call only.
struct Showing {
  std::string_view assessment_id;
  std::uint32_t version = 1;
  Channel channel = Channel::text;
  std::int64_t shown_ms = 0;
  /// Every card of the answer in its order, the unchanged ones too; an answer without a card is
  /// noted as well, or a card that comes back would be taken for one that still stands. Empty in
  /// other channels, which name all alerts.
  std::span<const ShownCard> cards;
};

/// What was last shown for one patient.
struct LastShown {
  struct Card : ShownCard {
    /// This card, or an earlier one of this patient with the same key and content, was accepted or
    /// overridden.
    bool answered = false;
  };
  std::string assessment_id;
  std::uint32_t version = 1;
  std::int64_t shown_ms = 0;
  std::vector<Card> cards;  ///< in their order, the unchanged ones too
};

enum class FeedbackOutcome : std::uint8_t { accepted = 1, overridden };

/// One answer of a clinician, about a card or about an alert.
struct Feedback {
  std::string card;           ///< UUID of a card that was shown; empty: about an alert
  std::string assessment_id;  ///< may be empty if only one assessment raised the alert
  std::string alert;          ///< "potassium_low" or "org.causa.electrolytes/potassium_low"
  FeedbackOutcome outcome = FeedbackOutcome::accepted;
  std::string reason_system, reason_code, reason_display;  ///< why it was overridden; may be empty
  std::string comment, user;
  std::vector<std::string> suggestions;  ///< ids of the suggestions that were accepted
  std::int64_t outcome_ms = 0;
};

/// The same card or alert, time and outcome is the same answer, however often it arrives.
enum class FeedbackKept : std::uint8_t {
  added = 1,
  known,    ///< was kept before
  differs,  ///< was kept before with another reason, comment or user, which stays
};

struct FeedbackFilter {
  /// Of the assessment's creation: figures of a span then speak of one set of patients. An answer
  /// counts with the assessment it is about, whenever it came.
  std::optional<std::int64_t> since_ms, until_ms;
  std::optional<Channel> channel;  ///< count as shown only what was given out so
};

struct ReasonCount {
  std::string system, code;  ///< both empty: none was given, or in words only
  std::uint64_t count = 0;
  friend bool operator==(const ReasonCount&, const ReasonCount&) = default;
};

/// One rule, alert or kind of card, over all versions of its module.
struct FeedbackCount {
  enum class Kind : std::uint8_t { alert = 1, card, rule };
  Kind kind = Kind::alert;
  std::string module, id;                     ///< of a card: module empty, id its key
  std::vector<std::string> versions;          ///< of the module, those that took part
  std::optional<knowledge::Urgency> urgency;  ///< of an alert, the worst
  /// Assessments that raised the alert, or whose causes the rule counted for.
  std::uint64_t fired = 0;
  std::uint64_t shown = 0;  ///< of these, given out
  /// By the last answer about each. Of a rule: answers about the ranking card of an assessment
  /// whose first cause it counted for; they judge the whole ranking.
  std::uint64_t accepted = 0, overridden = 0;
  std::vector<ReasonCount> reasons;  ///< of the overridden, most frequent first
};

struct FeedbackCounts {
  std::uint64_t assessments = 0;      ///< in the span
  std::vector<FeedbackCount> counts;  ///< alerts, cards, then rules, each by module and id
};

}  // namespace causa::store
