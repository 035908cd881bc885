// SPDX-License-Identifier: Apache-2.0

#include "store/feedback_reader.hpp"

#include <algorithm>
#include <limits>

#include "store/enumerations.hpp"

namespace causa::store {

namespace {

// Assessments whose first version was made in the span: the row of the last version; whether any
// version was given out in a form without cards, which names everything; whether its ranking was
// given out in any form. A temporary table, which a store that is open for reading has too.
constexpr char make_chosen[] =
    "CREATE TEMP TABLE IF NOT EXISTS chosen "
    "(id INTEGER PRIMARY KEY, uuid TEXT, whole INTEGER, ranking INTEGER);"
    "DELETE FROM temp.chosen";

constexpr char choose[] =
    "INSERT INTO temp.chosen SELECT id, uuid, whole, whole OR EXISTS ("
    "SELECT 1 FROM assessment v JOIN card k ON k.assessment = v.id "
    "WHERE v.uuid = made.uuid AND NOT k.unchanged AND k.alert IS NULL "
    "AND (?3 IS NULL OR k.channel = ?3)) "
    "FROM (SELECT a.uuid, (SELECT l.id FROM assessment l WHERE l.uuid = a.uuid "
    "ORDER BY l.version DESC LIMIT 1) AS id, EXISTS ("
    "SELECT 1 FROM assessment v JOIN shown w ON w.assessment = v.id "
    "WHERE v.uuid = a.uuid AND w.channel <> ?4 AND (?3 IS NULL OR w.channel = ?3)) AS whole "
    "FROM assessment a WHERE a.created_ms BETWEEN ?1 AND ?2 AND a.version = 1) AS made";

constexpr char count_alerts_sql[] =
    "SELECT m.module_id, m.version, s.alert, max(r.urgency), count(*), sum(c.whole OR EXISTS ("
    "SELECT 1 FROM assessment v JOIN card k ON k.assessment = v.id "
    "JOIN alert o ON o.assessment = k.assessment AND o.position = k.alert "
    "WHERE v.uuid = c.uuid AND NOT k.unchanged AND o.alert = r.alert "
    "AND (?1 IS NULL OR k.channel = ?1))) "
    "FROM temp.chosen c JOIN alert r ON r.assessment = c.id JOIN alert_stated s ON s.id = r.alert "
    "JOIN module m ON m.id = s.module GROUP BY r.alert";

constexpr char count_rules_sql[] =
    "WITH counted AS MATERIALIZED (SELECT e.rule, count(*) AS fired, sum(c.ranking) AS shown "
    "FROM temp.chosen c JOIN evidence_of_version e ON e.version_row = c.id "
    "WHERE e.counted IN (?1, ?2) GROUP BY e.rule) "
    "SELECT m.module_id, m.version, s.rule, t.fired, t.shown FROM counted t "
    "JOIN rule_stated s ON s.id = t.rule JOIN module m ON m.id = s.module";

constexpr char count_cards_sql[] =
    "SELECT k.key, count(DISTINCT c.id), "
    "count(DISTINCT CASE WHEN NOT k.unchanged AND (?1 IS NULL OR k.channel = ?1) THEN c.id END) "
    "FROM temp.chosen c JOIN assessment v ON v.uuid = c.uuid JOIN card k ON k.assessment = v.id "
    "WHERE k.alert IS NULL GROUP BY k.key";

constexpr char answers_sql[] =
    "SELECT f.assessment, f.about, f.alert IS NOT NULL, f.outcome, f.reason_system, f.reason_code "
    "FROM feedback f JOIN assessment v ON v.id = f.assessment "
    "JOIN assessment a ON a.uuid = v.uuid AND a.version = 1 "
    "WHERE a.created_ms BETWEEN ? AND ? ORDER BY f.assessment, f.about, f.outcome_ms, f.id";

constexpr char rules_of_first_sql[] =
    "SELECT DISTINCT m.module_id, s.rule FROM cause_result_of_version r JOIN "
    "evidence e ON e.assessment = r.evidence_row AND e.cause = r.evidence_position "
    "JOIN rule_stated s ON s.id = e.rule JOIN module m ON m.id = s.module "
    "WHERE r.version_row = ? AND r.rank = 1 AND e.counted IN (?, ?)";

// What a rule did for a cause: capped evidence counts, only less.
constexpr auto counted = assess::Counted::yes;
constexpr auto counted_less = assess::Counted::capped;

std::int64_t since(const FeedbackFilter& filter) {
  return filter.since_ms.value_or(std::numeric_limits<std::int64_t>::min());
}

std::int64_t until(const FeedbackFilter& filter) {
  return filter.until_ms.value_or(std::numeric_limits<std::int64_t>::max());
}

}  // namespace

FeedbackReader::FeedbackReader(Connection& connection)
    : connection_(connection),
      last_(connection.handle(),
            "SELECT w.assessment, a.uuid, a.version, w.shown_ms, a.created_ms < ("
            "SELECT max(b.created_ms) FROM assessment b JOIN shown v ON v.assessment = b.id "
            "WHERE b.patient = p.id AND v.channel = ?2) FROM patient p "
            "JOIN assessment a ON a.patient = p.id JOIN shown w ON w.assessment = a.id "
            "WHERE p.patient_id = ?1 AND w.channel = ?2 ORDER BY a.id DESC LIMIT 1"),
      cards_(connection.handle(),
             "SELECT c.key, c.uuid, c.alert, c.content_sha256, c.unchanged, EXISTS ("
             "SELECT 1 FROM assessment a JOIN assessment e ON e.patient = a.patient "
             "JOIN feedback f ON f.assessment = e.id JOIN card k ON k.assessment = e.id "
             "WHERE a.id = c.assessment AND k.key = c.key "
             "AND k.content_sha256 = c.content_sha256 "
             "AND (f.alert = k.alert OR (k.alert IS NULL AND f.about = k.key))) "
             "FROM card c WHERE c.assessment = ? AND c.channel = ? ORDER BY c.position"),
      choose_(connection.handle(), choose),
      alerts_(connection.handle(), count_alerts_sql),
      rules_(connection.handle(), count_rules_sql),
      shown_cards_(connection.handle(), count_cards_sql),
      answers_(connection.handle(), answers_sql),
      rules_of_first_(connection.handle(), rules_of_first_sql) {}

Result<std::optional<LastShown>> FeedbackReader::last_shown(std::string_view patient_id,
                                                            Channel channel) {
  if (patient_id.empty()) return std::optional<LastShown>();
  LastShown last;
  std::int64_t row = 0;
  bool is_uncertain = false;
  {
    Cursor cursor(last_, patient_id, channel);
    if (cursor.next())
      cursor.read(row, last.assessment_id, last.version, last.shown_ms, is_uncertain);
    if (cursor.failed()) return connection_.error();
  }
  // A clock was ahead, or older answers of another store were merged: which was the last isn't
  // known, and a card that is left out by the wrong one may be missed.
  if (row == 0 || is_uncertain) return std::optional<LastShown>();
  Cursor cursor(cards_, row, channel);
  while (cursor.next()) {
    LastShown::Card& card = last.cards.emplace_back();
    cursor.read(card.key, card.uuid, card.alert, card.content_sha256, card.unchanged,
                card.answered);
  }
  if (cursor.failed()) return connection_.error();
  return std::optional(std::move(last));
}

Result<FeedbackCounts> FeedbackReader::counts(const FeedbackFilter& filter) {
  entries_.clear();
  strange_ = false;
  // One view of the file for all that is counted, while others write.
  if (!connection_.execute("BEGIN")) return connection_.error();
  std::optional<Error> error;
  if (!choose_assessments(filter) || !count_alerts(filter) || !count_cards(filter) ||
      !count_rules() || !count_answers(filter))
    error = connection_.error();
  static_cast<void>(connection_.execute("ROLLBACK"));
  if (!error && strange_)
    error = connection_.damaged("holds a value that no version of causa writes");
  if (error) return *error;
  FeedbackCounts made{assessments_, {}};
  for (auto& [key, entry] : entries_) {
    std::sort(entry.versions.begin(), entry.versions.end());
    std::stable_sort(entry.reasons.begin(), entry.reasons.end(),
                     [](const ReasonCount& a, const ReasonCount& b) { return a.count > b.count; });
    made.counts.push_back(std::move(entry));
  }
  entries_.clear();
  return made;
}

bool FeedbackReader::choose_assessments(const FeedbackFilter& filter) {
  if (!connection_.execute(make_chosen) ||
      !choose_.run(since(filter), until(filter), filter.channel, Channel::cards))
    return false;
  assessments_ = static_cast<std::uint64_t>(sqlite3_changes64(connection_.handle()));
  return true;
}

bool FeedbackReader::count_alerts(const FeedbackFilter& filter) {
  Cursor cursor(alerts_, filter.channel);
  while (cursor.next()) {
    std::string module, version, alert;
    knowledge::Urgency urgency = knowledge::Urgency::routine;
    std::uint64_t fired = 0, shown = 0;
    cursor.read(module, version, alert, urgency, fired, shown);
    FeedbackCount& count = entry(FeedbackCount::Kind::alert, module, alert, version);
    count.urgency = count.urgency ? std::max(*count.urgency, urgency) : urgency;
    count.fired += fired;
    count.shown += shown;
  }
  return ended(cursor);
}

bool FeedbackReader::count_rules() {
  Cursor cursor(rules_, counted, counted_less);
  while (cursor.next()) {
    std::string module, version, rule;
    std::uint64_t fired = 0, shown = 0;
    cursor.read(module, version, rule, fired, shown);
    FeedbackCount& count = entry(FeedbackCount::Kind::rule, module, rule, version);
    count.fired += fired;
    count.shown += shown;
  }
  return ended(cursor);
}

bool FeedbackReader::count_cards(const FeedbackFilter& filter) {
  Cursor cursor(shown_cards_, filter.channel);
  while (cursor.next()) {
    std::string key;
    std::uint64_t fired = 0, shown = 0;
    cursor.read(key, fired, shown);
    FeedbackCount& count = entry(FeedbackCount::Kind::card, {}, key);
    count.fired = fired;
    count.shown = shown;
  }
  return ended(cursor);
}

bool FeedbackReader::count_answers(const FeedbackFilter& filter) {
  std::vector<Answer> answers;
  {
    Cursor cursor(answers_, since(filter), until(filter));
    while (cursor.next()) {
      Answer answer;
      cursor.read(answer.assessment, answer.about, answer.about_alert, answer.outcome,
                  answer.reason.system, answer.reason.code);
      // In the order of their times: the last one stands.
      if (!answers.empty() && answers.back().assessment == answer.assessment &&
          answers.back().about == answer.about)
        answers.back() = std::move(answer);
      else
        answers.push_back(std::move(answer));
    }
    if (!ended(cursor)) return false;
  }
  for (const Answer& answer : answers) {
    if (answer.about_alert) {
      const std::size_t slash = answer.about.find('/');
      count(answer, entry(FeedbackCount::Kind::alert, answer.about.substr(0, slash),
                          answer.about.substr(slash + 1)));
      continue;
    }
    count(answer, entry(FeedbackCount::Kind::card, {}, answer.about));
    if (answer.about == ranking_card && !count_for_rules(answer)) return false;
  }
  return true;
}

bool FeedbackReader::count_for_rules(const Answer& answer) {
  Cursor cursor(rules_of_first_, answer.assessment, counted, counted_less);
  while (cursor.next()) {
    std::string module, rule;
    cursor.read(module, rule);
    count(answer, entry(FeedbackCount::Kind::rule, module, rule));
  }
  return ended(cursor);
}

bool FeedbackReader::ended(const Cursor& cursor) {
  strange_ = strange_ || cursor.strange();
  return !cursor.failed();
}

FeedbackCount& FeedbackReader::entry(FeedbackCount::Kind kind, std::string module, std::string id,
                                     const std::string& version) {
  FeedbackCount& entry = entries_[{kind, module, id}];
  entry.kind = kind;
  entry.module = std::move(module);
  entry.id = std::move(id);
  if (!version.empty() &&
      std::find(entry.versions.begin(), entry.versions.end(), version) == entry.versions.end())
    entry.versions.push_back(version);
  return entry;
}

void FeedbackReader::count(const Answer& answer, FeedbackCount& entry) {
  if (answer.outcome == FeedbackOutcome::accepted) {
    ++entry.accepted;
    return;
  }
  ++entry.overridden;
  for (ReasonCount& reason : entry.reasons) {
    if (reason.system != answer.reason.system || reason.code != answer.reason.code) continue;
    ++reason.count;
    return;
  }
  entry.reasons.push_back({answer.reason.system, answer.reason.code, 1});
}

}  // namespace causa::store
