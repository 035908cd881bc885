// SPDX-License-Identifier: Apache-2.0
//
// Diagnoses (DG1), procedures (PR1) and allergies (AL1, IAM). An admitting or working diagnosis is
// provisional, a final one confirmed; one without a type is taken as it is coded. Dates of
// diagnoses say when they were made, not when the illness began. An action code D takes back what
// was sent before.

#include "intake/hl7v2/telling.hpp"

namespace causa::intake::hl7v2 {

namespace {

using record::Item;
using record::Kind;

/// The thing's code; in old versions its system stands in a field of its own ("I10" in DG1-2).
/// Words of a field of their own are taken if the code brings none.
Coded read_code(const Desk& desk, std::string_view field, std::string_view system,
                std::string_view words) {
  const Dialect& dialect = desk.source.dialect;
  const std::string named = desk.text(system);
  Coded coded =
      read_coded(desk.draft(), part(field, dialect.delimiters.repetition, 1), dialect, named);
  if (coded.text.empty()) coded.text = desk.draft().keep(desk.text(words));
  return coded;
}

/// Of an action code (table 0287 or 0206).
bool is_deleted(const Desk& desk, std::string_view action) { return desk.text(action) == "D"; }

/// Its own identifier, if there is one, and the code by which the sender knows it.
void put_keys(const Desk& desk, const Reading& reading, std::string_view identifier,
              std::string_view code, Statement& statement) {
  const std::string begin = std::string(reading.kind) + "|" + desk.telling.sender + "|";
  const std::string own = desk.text(identifier);
  if (!own.empty()) statement.keys.push_back(begin + "id|" + own);
  statement.keys.push_back(begin + desk.text(code, 1) + "^" + desk.text(code, 2) + "^" +
                           desk.text(code, 3));
}

/// True if the statement only takes back another.
bool takes_back(const Desk& desk, std::string_view action, Statement& statement, Reading& reading) {
  if (!is_deleted(desk, action)) return false;
  statement.takes_back = "deleted by the sender";
  desk.telling.statements.push_back(std::move(statement));
  reading.ignore("deleted by the sender (action code D)");
  return true;
}

void put(const Desk& desk, Item item, const Coded& coded, Statement statement, Reading& reading) {
  item.codes = coded.codes;
  item.text = coded.text;
  item.source = reading.source;
  desk.draft().items.push_back(item);
  desk.state(std::move(statement), reading);
}

bool is_provisional(std::string_view type) { return !type.empty() && type != "F"; }

}  // namespace

void read_diagnosis(const Desk& desk, Reading& reading) {
  const Segment& dg1 = *reading.segment;
  Statement statement = desk.begin(reading);
  put_keys(desk, reading, dg1.field(20), dg1.field(3), statement);
  if (takes_back(desk, dg1.field(21), statement, reading)) return;
  const Coded code = read_code(desk, dg1.field(3), dg1.field(2), dg1.field(4));
  if (code.codes.count == 0 && code.text.empty()) return reading.ignore("no code");
  Item item;
  item.kind = Kind::condition;
  item.state = record::State::present;
  item.time = desk.time(dg1.field(5), "DG1.5");
  if (is_provisional(desk.text(dg1.field(6)))) item.flags |= record::provisional;
  put(desk, item, code, std::move(statement), reading);
}

void read_procedure(const Desk& desk, Reading& reading) {
  const Segment& pr1 = *reading.segment;
  Statement statement = desk.begin(reading);
  put_keys(desk, reading, pr1.field(19), pr1.field(3), statement);
  statement.when = desk.time(pr1.field(5), "PR1.5");
  if (takes_back(desk, pr1.field(20), statement, reading)) return;
  const Coded code = read_code(desk, pr1.field(3), pr1.field(2), pr1.field(4));
  if (code.codes.count == 0 && code.text.empty()) return reading.ignore("no code");
  Item item;
  item.kind = Kind::procedure;
  item.state = record::State::present;
  item.time = statement.when;
  item.start = item.time;
  put(desk, item, code, std::move(statement), reading);
}

void read_allergy(const Desk& desk, Reading& reading) {
  const Segment& segment = *reading.segment;
  const bool is_iam = segment.id() == "IAM";
  Statement statement = desk.begin(reading);
  put_keys(desk, reading, is_iam ? segment.field(7) : std::string_view(), segment.field(3),
           statement);
  if (takes_back(desk, is_iam ? segment.field(6) : std::string_view(), statement, reading)) return;
  const std::string clinical = is_iam ? desk.text(segment.field(17)) : std::string();
  if (clinical == "E") return reading.ignore("entered in error (IAM-17)");
  const Coded code = read_code(desk, segment.field(3), {}, {});
  if (code.codes.count == 0 && code.text.empty()) return reading.ignore("no code");
  Item item;
  item.kind = Kind::allergy;
  item.state = record::State::present;
  // Table 0438: confirmed are C and I; I is inactive.
  if (clinical == "I") item.flags |= record::past;
  if (!clinical.empty() && clinical != "C" && clinical != "I") item.flags |= record::provisional;
  item.time =
      is_iam ? desk.time(segment.field(13), "IAM.13") : desk.time(segment.field(6), "AL1.6");
  if (is_iam) item.start = desk.time(segment.field(11), "IAM.11");
  put(desk, item, code, std::move(statement), reading);
}

}  // namespace causa::intake::hl7v2
