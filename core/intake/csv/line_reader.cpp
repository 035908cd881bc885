// SPDX-License-Identifier: Apache-2.0

#include "intake/csv/line_reader.hpp"
#include "intake/written/faults.hpp"

#include <fmt/core.h>

#include "intake/written/moment.hpp"

namespace causa::intake::csv {

namespace {

Error wrong(std::string message, std::string cure) {
  return input_error({}, std::move(message), std::move(cure));
}

}  // namespace

LineReader::LineReader(const Layout& layout, const Mapping& mapping, const written::Words& words,
                       written::DecimalSign decimal)
    : layout_(layout),
      mapping_(mapping),
      words_(words),
      cells_(mapping, words.vocabulary() ? &words.vocabulary()->units() : nullptr, decimal),
      kind_(layout.form == Form::long_form ? "line" : "cell") {}

void LineReader::read(const Row& row, CsvPatient& patient) {
  row_ = &row;
  patient_ = &patient;
  time_ = mapping_.date;
  const std::string_view written = cell(Role::time);
  bool good = true;
  if (!cells_.is_missing(written)) {
    const auto time = cells_.date(written);
    good = time.has_value();
    time_ = good ? *time : TimeSpan();
    // Without its time a value may be years old, or of tomorrow.
    if (!good)
      patient.record.ignore(fmt::format("{}.time", kind_), "a time that can't be read",
                            fmt::format("line {}", row.line), false);
  }
  if (layout_.form == Form::long_form)
    read_long();
  else
    read_wide();
}

std::string_view LineReader::cell(Role role) const {
  const auto column = layout_.at(role);
  return column ? std::string_view(row_->cells[*column]) : std::string_view();
}

std::string LineReader::source(std::string_view what) const {
  return fmt::format("{}/{} (line {})", kind_, written::shown(what), row_->line);
}

void LineReader::use(std::uint64_t count) {
  patient_->record.resources_read += count;
  patient_->record.resources_used += count;
}

void LineReader::ignore(std::string_view reason, std::string_view what, bool grouped) {
  ++patient_->record.resources_read;
  patient_->record.ignore(kind_, reason, source(what), grouped);
}

Result<void> LineReader::read_person(Role role, std::string_view text) {
  if (role == Role::sex) {
    const auto sex = cells_.sex(text);
    if (!sex)
      return wrong("a sex that can't be read",
                   "write female or male, or say in the mapping what the words mean");
    patient_->set_sex(*sex, row_->line);
  } else if (role == Role::birth_date) {
    const auto birth = cells_.date(text);
    if (birth.has_error()) return wrong("a birth date that can't be read", birth.error().cure);
    patient_->set_birth(*birth, row_->line);
  } else {
    const auto births = written::birth_from_age(text, time_);
    if (births.has_error()) return births.error();
    patient_->set_age(*births, row_->line);
  }
  return {};
}

Result<written::Amount> LineReader::read_amount(std::string_view text, std::string_view unit,
                                                const written::Meaning& meaning) const {
  auto amount = cells_.amount(text, unit);
  if (amount.has_error()) return amount;
  // A code that implies its unit may do without; the fact then says that it was assumed.
  const bool implied = meaning.match.code && !meaning.match.code->unit.empty();
  if (amount->unit.empty() && implied) return amount;
  const auto settled = written::settle_unit(words_.vocabulary(), meaning, *amount);
  if (settled.has_error()) return settled.error();
  return amount;
}

void LineReader::end(written::Statement& statement, const TimeSpan& end) const {
  statement.end = end;
  if (!time_.known() || end.earliest_ms <= time_.latest_ms) statement.flags |= record::past;
}

}  // namespace causa::intake::csv
