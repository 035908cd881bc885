// SPDX-License-Identifier: Apache-2.0
//
// The wide form: one line a patient or a visit, one column a finding (or its start, or its end).
// What can't be read of something that is known is told one by one, for it may be what matters.

#include <fmt/core.h>

#include "intake/csv/line_reader.hpp"
#include "intake/written/faults.hpp"

namespace causa::intake::csv {

namespace {

using record::State;
using written::Sort;

constexpr std::string_view missing_reason = "empty or missing: not known";

std::string of_column(const LayoutColumn& column, std::string_view why) {
  return fmt::format("column \"{}\": {}", written::shown(column.name), why);
}

std::string of_column(const LayoutColumn& column, const Error& error) {
  return of_column(column, error.cure.empty() ? error.message : error.message + "; " + error.cure);
}

}  // namespace

void LineReader::read_wide() {
  findings_.assign(layout_.columns.size(), {});
  for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
    const LayoutColumn& column = layout_.columns[i];
    const std::string_view text = row_->cells[i];
    if (column.role == Role::ignored) {
      ignore(of_column(column, "not used"), column.name, true);
    } else if (cells_.is_missing(text)) {
      ignore(missing_reason, column.name, true);
    } else if (column.role == Role::finding) {
      read_wide_cell(column, text, findings_[column.finding]);
    } else if (column.role == Role::patient) {
      use();
    } else if (column.role == Role::time) {
      if (time_.known())
        use();
      else
        ignore(of_column(column, "a time that can't be read"), column.name, true);
    } else {
      const auto read = read_person(column.role, text);
      if (read.has_error())
        ignore(of_column(column, read.error()), column.name, false);
      else
        use();
    }
  }
  for (std::size_t i = 0; i < layout_.columns.size(); ++i)
    if (findings_[i].cells > 0) put_wide(findings_[i], layout_.columns[i]);
}

void LineReader::read_wide_cell(const LayoutColumn& column, std::string_view text,
                                Finding& finding) {
  if (finding.cells == 0) finding.statement.meaning = column.meaning;
  if (column.side == Side::value) return read_wide_value(column, text, finding);
  const auto date = cells_.date(text);
  if (date.has_error()) {
    ignore(of_column(column, date.error()), column.name, !column.meaning.known());
    return;
  }
  ++finding.cells;
  if (column.side == Side::start) {
    finding.started = true;
    finding.statement.start = *date;
  } else {
    finding.ended = true;
    end(finding.statement, *date);
  }
}

void LineReader::read_wide_value(const LayoutColumn& column, std::string_view text,
                                 Finding& finding) {
  written::Statement& statement = finding.statement;
  const auto answer = cells_.answer(text);
  const bool is_number =
      column.meaning.known()
          ? written::sort_of((*words_.vocabulary())[column.meaning.match.concept_id].definition) ==
                Sort::number
          : written::begins_as_amount(text);
  if (answer && answer->state == State::unknown) {
    ignore("answered as not known", column.name, true);
  } else if (is_number) {
    auto amount = read_amount(text, column.unit, column.meaning);
    if (amount.has_error()) {
      finding.refused = true;
      ignore(of_column(column, amount.error()), column.name, false);
      return;
    }
    statement.amount = std::move(*amount);
    ++finding.cells;
  } else if (answer) {
    finding.answered = true;
    statement.state = answer->state;
    statement.flags |= answer->flags;
    ++finding.cells;
  } else {
    finding.refused = true;
    ignore(of_column(column, "neither yes nor no"), column.name, !column.meaning.known());
  }
}

void LineReader::put_wide(Finding& finding, const LayoutColumn& column) {
  written::Statement& statement = finding.statement;
  const bool denied = finding.answered && statement.state == State::absent;
  if (finding.refused || (denied && (finding.started || finding.ended))) {
    const std::string_view why = finding.refused ? "the finding's value could not be read"
                                                 : "said to be absent, and since when it is there";
    for (; finding.cells > 0; --finding.cells) ignore(of_column(column, why), column.name, false);
    return;
  }
  statement.kind = record::Kind::condition;
  if (statement.amount) {
    statement.kind = record::Kind::observation;
  } else if (statement.meaning.known()) {
    const auto& definition = (*words_.vocabulary())[statement.meaning.match.concept_id].definition;
    if (written::sort_of(definition) == Sort::drug) statement.kind = record::Kind::medication;
  }
  statement.text = column.name;
  statement.time = time_;
  statement.source = source(column.name);
  use(finding.cells);
  written::put(patient_->record, statement);
}

}  // namespace causa::intake::csv
