// SPDX-License-Identifier: Apache-2.0

#include "store/answers_merge.hpp"

#include <string>

namespace causa::store {

AnswersMerge::AnswersMerge(Connection& from, Connection& into)
    : from_(from),
      into_(into),
      shown_(from.handle(), "SELECT channel, shown_ms, cards FROM shown WHERE assessment = ?"),
      cards_(from.handle(),
             "SELECT position, key, uuid, alert, content_sha256, unchanged FROM card "
             "WHERE assessment = ? AND channel = ? ORDER BY position"),
      feedback_(from.handle(),
                "SELECT about, alert, card, outcome, reason_system, reason_code, reason_display, "
                "comment, user, suggestions, outcome_ms, received_ms FROM feedback "
                "WHERE assessment = ? ORDER BY id"),
      add_shown_(into.handle(),
                 "INSERT INTO shown (assessment, channel, shown_ms, cards) VALUES (?,?,?,?) "
                 "ON CONFLICT (assessment, channel) DO NOTHING"),
      add_card_(into.handle(),
                "INSERT INTO card (assessment, channel, position, key, uuid, alert, "
                "content_sha256, unchanged) VALUES (?,?,?,?,?,?,?,?)"),
      add_feedback_(into.handle(),
                    "INSERT INTO feedback (assessment, about, alert, card, outcome, reason_system, "
                    "reason_code, reason_display, comment, user, suggestions, outcome_ms, "
                    "received_ms) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) "
                    "ON CONFLICT (assessment, about, outcome_ms, outcome) DO NOTHING") {}

std::optional<Error> AnswersMerge::copy(std::int64_t from_row, std::int64_t into_row,
                                        std::uint64_t& answers) {
  {
    Cursor cursor(shown_, from_row);
    while (cursor.next()) {
      std::int64_t channel = 0, shown_ms = 0, cards = 0;
      cursor.read(channel, shown_ms, cards);
      if (!add_shown_.run(into_row, channel, shown_ms, cards)) return into_.error();
      const bool is_new = sqlite3_changes(into_.handle()) == 1;
      if (!is_new) continue;
      if (auto error = copy_cards(from_row, into_row, channel)) return error;
    }
    if (cursor.failed()) return from_.error();
  }
  Cursor cursor(feedback_, from_row);
  while (cursor.next()) {
    std::string about, card, system, code, display, comment, user;
    std::optional<std::int64_t> alert;
    std::optional<std::string> suggestions;
    std::int64_t outcome = 0, outcome_ms = 0, received_ms = 0;
    cursor.read(about, alert, card, outcome, system, code, display, comment, user, suggestions,
                outcome_ms, received_ms);
    if (!add_feedback_.run(into_row, about, alert, card, outcome, system, code, display, comment,
                           user, suggestions, outcome_ms, received_ms))
      return into_.error();
    answers += static_cast<std::uint64_t>(sqlite3_changes(into_.handle()));
  }
  if (cursor.failed()) return from_.error();
  return std::nullopt;
}

std::optional<Error> AnswersMerge::copy_cards(std::int64_t from_row, std::int64_t into_row,
                                              std::int64_t channel) {
  Cursor cursor(cards_, from_row, channel);
  while (cursor.next()) {
    std::int64_t position = 0;
    std::optional<std::int64_t> alert;
    std::string key, uuid, content_sha256;
    bool unchanged = false;
    cursor.read(position, key, uuid, alert, content_sha256, unchanged);
    if (!add_card_.run(into_row, channel, position, key, uuid, alert, content_sha256, unchanged))
      return into_.error();
  }
  if (cursor.failed()) return from_.error();
  return std::nullopt;
}

}  // namespace causa::store
