// SPDX-License-Identifier: Apache-2.0

#include "store/feedback_writer.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/time.hpp"
#include "store/enumerations.hpp"
#include "store/lists.hpp"

namespace causa::store {

namespace {

/// "electrolytes/potassium_low" -> "electrolytes", "potassium_low"; without a slash the module is
/// empty.
struct AlertName {
  explicit AlertName(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash != std::string_view::npos) module = text.substr(0, slash);
    id = text.substr(slash == std::string_view::npos ? 0 : slash + 1);
  }

  [[nodiscard]] bool fits(const std::string& module_id) const {
    return module.empty() || module_id == module || module_id.ends_with("." + std::string(module));
  }

  std::string_view module, id;
};

std::string lower_case(std::string_view uuid) {
  std::string lower(uuid);
  for (char& letter : lower)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return lower;
}

}  // namespace

FeedbackWriter::FeedbackWriter(Connection& connection)
    : connection_(connection),
      find_assessment_(connection.handle(),
                       "SELECT id FROM assessment WHERE uuid = ? AND version = ?"),
      insert_shown_(connection.handle(),
                    "INSERT INTO shown (assessment, channel, shown_ms, cards) VALUES (?,?,?,?) "
                    "ON CONFLICT (assessment, channel) DO NOTHING"),
      has_alert_(connection.handle(), "SELECT 1 FROM alert WHERE assessment = ? AND position = ?"),
      insert_card_(connection.handle(),
                   "INSERT INTO card (assessment, channel, position, key, uuid, alert, "
                   "content_sha256, unchanged) VALUES (?,?,?,?,?,?,?,?)"),
      find_card_(connection.handle(),
                 "SELECT c.assessment, c.key, c.alert, a.uuid, m.module_id, s.alert "
                 "FROM card c JOIN assessment a ON a.id = c.assessment "
                 "LEFT JOIN alert r ON r.assessment = c.assessment AND r.position = c.alert "
                 "LEFT JOIN alert_stated s ON s.id = r.alert LEFT JOIN module m ON m.id = s.module "
                 "WHERE c.uuid = ? ORDER BY c.assessment LIMIT 1"),
      find_alerts_(connection.handle(),
                   "SELECT a.id, a.uuid, r.position, m.module_id, s.alert FROM assessment a "
                   "JOIN alert r ON r.assessment = a.id JOIN alert_stated s ON s.id = r.alert "
                   "JOIN module m ON m.id = s.module "
                   "WHERE a.uuid = ?2 AND s.alert = ?1 ORDER BY a.version, r.position"),
      find_alert_anywhere_(
          connection.handle(),
          "SELECT a.id, a.uuid, r.position, m.module_id, s.alert FROM alert_stated s "
          "JOIN module m ON m.id = s.module JOIN alert r ON r.alert = s.id "
          "JOIN assessment a ON a.id = r.assessment WHERE s.alert = ?1 AND ?2 = '' ORDER BY a.id"),
      alert_names_(connection.handle(),
                   "SELECT DISTINCT s.alert FROM alert_stated s WHERE ?1 = '' OR EXISTS ("
                   "SELECT 1 FROM assessment a JOIN alert r ON r.assessment = a.id "
                   "WHERE a.uuid = ?1 AND r.alert = s.id) ORDER BY s.alert"),
      insert_feedback_(connection.handle(),
                       "INSERT INTO feedback (assessment, about, alert, card, outcome, "
                       "reason_system, reason_code, reason_display, comment, user, suggestions, "
                       "outcome_ms, received_ms) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) "
                       "ON CONFLICT (assessment, about, outcome_ms, outcome) DO NOTHING"),
      find_feedback_(connection.handle(),
                     "SELECT reason_system, reason_code, reason_display, comment, user, "
                     "coalesce(suggestions, '') FROM feedback "
                     "WHERE assessment = ? AND about = ? AND outcome_ms = ? AND outcome = ?") {}

bool FeedbackWriter::note_shown(std::span<const Showing> shown) {
  refusal_.reset();
  return std::all_of(shown.begin(), shown.end(), [&](const Showing& it) { return note(it); });
}

bool FeedbackWriter::note(const Showing& showing) {
  std::int64_t row = 0;
  if (!find_assessment(showing.assessment_id, showing.version, row)) return false;
  if (row == 0) {
    refusal_ = connection_.error(
        "assessment " + std::string(showing.assessment_id) + " is shown but not stored",
        "store it before it is shown");
    return false;
  }
  if (!insert_shown_.run(row, showing.channel, showing.shown_ms, showing.cards.size()))
    return false;
  if (sqlite3_changes(connection_.handle()) == 0) return true;  // it was shown before
  for (std::size_t i = 0; i < showing.cards.size(); ++i)
    if (!note(row, showing, i)) return false;
  return true;
}

bool FeedbackWriter::note(std::int64_t row, const Showing& showing, std::size_t position) {
  const ShownCard& card = showing.cards[position];
  if (card.alert) {
    Cursor cursor(has_alert_, row, *card.alert);
    if (!cursor.next()) {
      if (!cursor.failed())
        refusal_ = connection_.error("card " + card.key + " is about an alert that assessment " +
                                     std::string(showing.assessment_id) + " hasn't");
      return false;
    }
  }
  return insert_card_.run(row, showing.channel, position, card.key, lower_case(card.uuid),
                          card.alert, card.content_sha256, card.unchanged);
}

bool FeedbackWriter::find_assessment(std::string_view id, std::uint32_t version,
                                     std::int64_t& row) {
  Cursor cursor(find_assessment_, id, version);
  if (cursor.next()) cursor.read(row);
  return !cursor.failed();
}

bool FeedbackWriter::add(std::span<const Feedback> feedback,
                         std::vector<Result<FeedbackKept>>& kept) {
  refusal_.reset();
  kept.clear();
  for (const Feedback& answer : feedback) {
    Target target;
    std::optional<Error> wrong;
    if (!resolve(answer, target, wrong)) return false;
    if (wrong) {
      kept.emplace_back(*wrong);
      continue;
    }
    FeedbackKept outcome = FeedbackKept::added;
    if (!add(answer, target, outcome)) return false;
    kept.emplace_back(outcome);
  }
  return true;
}

bool FeedbackWriter::resolve(const Feedback& feedback, Target& target,
                             std::optional<Error>& wrong) {
  return feedback.card.empty() ? resolve_alert(feedback, target, wrong)
                               : resolve_card(feedback, target, wrong);
}

bool FeedbackWriter::resolve_card(const Feedback& feedback, Target& target,
                                  std::optional<Error>& wrong) {
  const std::string uuid = lower_case(feedback.card);  // read in place by the cursor
  Cursor cursor(find_card_, uuid);
  std::string assessment_id, module;
  std::optional<std::string> alert;
  if (cursor.next())
    cursor.read(target.assessment, target.about, target.alert, assessment_id, module, alert);
  if (cursor.failed()) return false;
  // What is about an alert has one name, whether it is answered on the card or by the alert's id.
  if (alert) target.about = module + '/' + *alert;
  if (target.assessment == 0) return explain_no_card(feedback, wrong);
  if (!feedback.assessment_id.empty() && feedback.assessment_id != assessment_id)
    wrong = input_error({}, "card " + feedback.card + " belongs to assessment " + assessment_id,
                        "name that assessment, or none");
  return true;
}

bool FeedbackWriter::explain_no_card(const Feedback& feedback, std::optional<Error>& wrong) {
  std::int64_t row = 0;
  if (!find_assessment(lower_case(feedback.card), 1, row)) return false;
  wrong = row == 0
              ? input_error({}, "no card " + feedback.card + " was shown",
                            "cards are known by the uuid that --to cards or cds-hooks gave them")
              : input_error({}, feedback.card + " is an assessment, not a card",
                            "name one of its alerts, and the assessment with --assessment");
  return true;
}

bool FeedbackWriter::resolve_alert(const Feedback& feedback, Target& target,
                                   std::optional<Error>& wrong) {
  const AlertName name(feedback.alert);
  Statement& find = feedback.assessment_id.empty() ? find_alert_anywhere_ : find_alerts_;
  std::string assessment_id;
  {
    Cursor cursor(find, name.id, feedback.assessment_id);
    while (cursor.next()) {
      std::int64_t assessment = 0;
      std::uint32_t position = 0;
      std::string uuid, module, alert;
      cursor.read(assessment, uuid, position, module, alert);
      if (!name.fits(module)) continue;
      alert = module + '/' + alert;
      if (target.assessment == 0) {
        target = {assessment, alert, position};
        assessment_id = uuid;
      } else if (uuid != assessment_id) {
        wrong = input_error({}, "more than one assessment raised alert " + feedback.alert,
                            "say which with --assessment");
        return true;
      } else if (alert != target.about) {
        wrong = input_error({}, "alert " + feedback.alert + " is ambiguous",
                            "write " + target.about + " or " + alert);
        return true;
      }
    }
    if (cursor.failed()) return false;
  }
  return target.assessment != 0 || explain_no_alert(feedback, wrong);
}

bool FeedbackWriter::explain_no_alert(const Feedback& feedback, std::optional<Error>& wrong) {
  const std::string& id = feedback.assessment_id;
  if (!id.empty()) {
    std::int64_t row = 0;
    if (!find_assessment(id, 1, row)) return false;
    if (row == 0) {
      wrong = input_error({}, "there is no assessment " + id, "`causa list` shows what is stored");
      return true;
    }
  }
  std::vector<std::string> names;
  Cursor cursor(alert_names_, id);
  while (cursor.next()) cursor.read(names.emplace_back());
  if (cursor.failed()) return false;
  const std::string near = nearest(AlertName(feedback.alert).id, names);
  const std::string message = id.empty() ? "no assessment raised alert " + feedback.alert
                                         : "assessment " + id + " has no alert " + feedback.alert;
  wrong = input_error(
      {}, message,
      near.empty() ? "`causa show ID --to json` names its alerts" : "did you mean " + near + '?');
  return true;
}

bool FeedbackWriter::add(const Feedback& feedback, const Target& target, FeedbackKept& kept) {
  if (!insert_feedback_.run(target.assessment, target.about, target.alert,
                            lower_case(feedback.card), feedback.outcome, feedback.reason_system,
                            feedback.reason_code, feedback.reason_display, feedback.comment,
                            feedback.user, list_text(feedback.suggestions), feedback.outcome_ms,
                            now_ms()))
    return false;
  return sqlite3_changes(connection_.handle()) == 1 || compare(feedback, target, kept);
}

bool FeedbackWriter::compare(const Feedback& feedback, const Target& target, FeedbackKept& kept) {
  Feedback before;
  std::string suggestions;
  Cursor cursor(find_feedback_, target.assessment, target.about, feedback.outcome_ms,
                feedback.outcome);
  if (cursor.next())
    cursor.read(before.reason_system, before.reason_code, before.reason_display, before.comment,
                before.user, suggestions);
  if (cursor.failed()) return false;
  const bool same = before.reason_system == feedback.reason_system &&
                    before.reason_code == feedback.reason_code &&
                    before.reason_display == feedback.reason_display &&
                    before.comment == feedback.comment && before.user == feedback.user &&
                    suggestions == list_text(feedback.suggestions).value_or("");
  kept = same ? FeedbackKept::known : FeedbackKept::differs;
  return true;
}

Error FeedbackWriter::error() const { return refusal_ ? *refusal_ : connection_.error(); }

}  // namespace causa::store
