// SPDX-License-Identifier: Apache-2.0

#include "cli/card_history.hpp"

#include <utility>

#include "base/time.hpp"

namespace causa::cli {

CardHistory::CardHistory(const Settings& settings, store::Store* store)
    : leaves_out_(settings.text("cards") != "all"), store_(store) {}

std::vector<report::Card> CardHistory::cards_of(const assess::Assessment& assessment,
                                                const report::Context& context) {
  std::vector<report::CardSeen> seen;
  if (store_ != nullptr && leaves_out_) {
    const auto last = store_->last_shown(assessment.patient_id);
    if (!last) {
      trouble_ = last.error();
    } else if (*last && (*last)->assessment_id != assessment.id) {
      // An assessment that is printed once more is not compared with itself.
      for (const auto& card : (*last)->cards)
        seen.push_back({card.key, card.content_sha256, card.answered});
    }
  }
  auto cards = report::make_cards(assessment, context, seen);
  if (store_ == nullptr) return cards;
  Given given{assessment.id, assessment.version, {}};
  for (const auto& card : cards)
    given.cards.push_back({card.key, card.uuid, card.alert, card.content_sha256, card.unchanged});
  given_.push_back(std::move(given));
  return cards;
}

Result<void> CardHistory::note_given() {
  std::vector<store::Showing> shown;
  const std::int64_t now = now_ms();
  for (const auto& given : given_)
    shown.push_back({given.assessment_id, given.version, store::Channel::cards, now, given.cards});
  Result<void> noted;
  if (!shown.empty()) noted = store_->note_shown(shown);
  given_.clear();
  if (!noted || !trouble_) return noted;
  return *std::exchange(trouble_, std::nullopt);
}

}  // namespace causa::cli
