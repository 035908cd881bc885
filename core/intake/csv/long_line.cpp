// SPDX-License-Identifier: Apache-2.0
//
// The long form: one line a finding, as laboratories and registries export it. What nobody knows is
// kept in the record, so that a module that comes later may read it.

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "intake/csv/line_reader.hpp"
#include "intake/written/faults.hpp"
#include "record/unread.hpp"
#include "terminology/written_systems.hpp"

namespace causa::intake::csv {

namespace {

using record::Kind;
using record::State;
using written::Meaning;
using written::Naming;
using written::Sort;
using written::Statement;

constexpr std::string_view dose_reason =
    "neither yes nor no: whether it is there, or taken, can't be told; write yes or no";
constexpr std::size_t most_hints = 1000;  ///< of a file; to look for what is near takes time

std::string as_reason(const Error& error) {
  return error.cure.empty() ? error.message : error.message + "; " + error.cure;
}

bool is_person(Role role) {
  return role == Role::age || role == Role::birth_date || role == Role::sex;
}

Error wrong(std::string message, std::string cure = {}) {
  return input_error({}, std::move(message), std::move(cure));
}

}  // namespace

void LineReader::read_long() {
  read_parts();
  const std::string_view name = cell(Role::name);
  const std::string_view code = cell(Role::code);
  const std::string label(cells_.is_missing(name) ? code : name);
  if (cells_.is_missing(label)) return ignore("names no finding", "no name", true);
  const auto role = role_of(label);
  if (cells_.is_missing(code) && role && is_person(*role)) {
    const std::string_view value = cell(Role::value);
    if (cells_.is_missing(value)) return ignore("empty or missing: not known", label, true);
    const auto read = read_person(*role, value);
    return read.has_error() ? ignore(as_reason(read.error()), label, false) : use();
  }
  std::string_view unit = cell(Role::unit);
  if (cells_.is_missing(unit)) unit = {};
  for (const std::string_view local_name : {name, code}) {
    const auto local = mapping_.names.find(local_name);
    if (local == mapping_.names.end()) continue;
    if (local->second.role == Role::ignored)
      return ignore("to be ignored by the mapping", label, true);
    if (unit.empty()) unit = local->second.unit;
    auto found = words_.find(local->second.term, Sort::any, unit);
    if (found.has_error()) return ignore(as_reason(found.error()), label, false);
    return put_long(label, std::move(*found), unit);
  }
  auto found = find_named(label, unit);
  if (found.has_error()) return ignore(as_reason(found.error()), label, true);
  put_long(label, std::move(*found), unit);
}

/// Cells beside the finding itself.
void LineReader::read_parts() {
  for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
    const LayoutColumn& column = layout_.columns[i];
    const std::string_view text = row_->cells[i];
    const std::string part = fmt::format("line.{}", written::shown(column.name));
    const std::string place = fmt::format("line {}", row_->line);
    if (column.role == Role::ignored) {
      patient_->record.ignore(part, "the column is not used", place);
    } else if (is_person(column.role) && !cells_.is_missing(text)) {
      const auto read = read_person(column.role, text);
      if (read.has_error()) patient_->record.ignore(part, as_reason(read.error()), place, false);
    }
  }
}

/// A code that is known outweighs the name beside it.
Result<Meaning> LineReader::find_named(std::string_view label, std::string_view unit) {
  const std::string_view code = cell(Role::code);
  const std::string_view name = cell(Role::name);
  const std::string_view system = cell(Role::system);
  Meaning coded;
  if (!cells_.is_missing(code)) {
    std::string uri(terminology::written_system_uri(system));
    if (uri.empty() && system.empty()) uri = mapping_.system;
    if (uri.empty() && system.empty() && is_like_loinc(code))
      uri = terminology::written_system_uri("LOINC");
    auto found = words_.find(uri.empty() ? std::string(code) : uri + "|" + std::string(code),
                             Sort::any, unit);
    if (found.has_value() && found->known()) return found;
    const bool has_code = found.has_value() && !found->codes.empty();
    if (has_code)
      coded = std::move(*found);
    else
      coded.codes.push_back({std::string(system), std::string(code), {}});
  }
  if (cells_.is_missing(name)) return coded;
  auto named = words_.find(name, Sort::any, unit, Naming::product);
  if (named.has_error()) return named;
  if (!named->known()) {
    hint(std::string(label));
    if (!coded.codes.empty()) return coded;
    return named;
  }
  named->codes.insert(named->codes.end(), coded.codes.begin(), coded.codes.end());
  return named;
}

/// What is nearly a known name is said so, for each name once a patient.
void LineReader::hint(const std::string& label) {
  auto near = near_.find(label);
  if (near == near_.end() && near_.size() == most_hints) return;
  if (near == near_.end()) near = near_.emplace(label, words_.nearest_to(label, Sort::any)).first;
  if (near->second.empty()) return;
  const std::string reason = fmt::format("\"{}\" means nothing to causa: did you mean \"{}\"?",
                                         written::shown(label), near->second);
  // Shown by itself, since what it holds may be what matters; but not for each of its lines.
  const auto& told = patient_->record.ignored;
  if (std::none_of(told.begin(), told.end(), [&](const auto& it) { return it.reason == reason; }))
    patient_->record.ignore("line.name", reason, fmt::format("line {}", row_->line), false);
}

void LineReader::put_long(const std::string& label, Meaning meaning, std::string_view unit) {
  Statement statement;
  statement.meaning = std::move(meaning);
  statement.text = label;
  statement.time = time_;
  statement.source = source(label);
  const Sort sort = sort_of(statement.meaning);
  if (sort == Sort::number && !has(Role::value)) return ignore("no value: not known", label, true);
  const auto known = cells_.answer(cell(Role::value));
  const bool measured = sort == Sort::number && !(known && known->state == State::unknown);
  const auto counts = read_status(statement, measured);
  if (counts.has_error()) return refuse_status(as_reason(counts.error()), label);
  if (!*counts) return ignore("its status says that it doesn't count", label, true);
  const auto timed = read_times(statement);
  if (timed.has_error()) return ignore(as_reason(timed.error()), label, false);
  if (!answer_long(label, statement, sort, unit)) return;
  use();
  written::put(patient_->record, statement);
}

/// What stands beside it may be a result that counts: told by name, each name once a patient.
void LineReader::refuse_status(const std::string& why, const std::string& label) {
  ignore(std::string(record::unreadable_prefix) + why, label, !patient_->meets_status(label));
}

bool LineReader::has(Role role) const { return !cells_.is_missing(cell(role)); }

Sort LineReader::sort_of(const Meaning& meaning) const {
  if (!meaning.known()) return Sort::any;
  return written::sort_of((*words_.vocabulary())[meaning.match.concept_id].definition);
}

/// Whether what stands in the line is a measurement, of which nobody says that it is absent.
bool LineReader::is_measured(Sort sort) const {
  return sort == Sort::number ||
         (sort == Sort::any && written::begins_as_amount(cell(Role::value)));
}

/// False if the line was ignored.
bool LineReader::answer_long(const std::string& label, Statement& statement, Sort sort,
                             std::string_view unit) {
  const std::string_view value = cell(Role::value);
  statement.kind = sort == Sort::drug    ? Kind::medication
                   : sort == Sort::truth ? Kind::condition
                                         : Kind::observation;
  const bool has_value = has(Role::value);
  const bool states_itself =
      sort != Sort::number &&
      (!layout_.at(Role::value) || statement.start.known() || statement.end.known());
  if (!has_value && states_itself) return true;
  if (!has_value) return ignore("no value: not known", label, true), false;
  const auto answer = cells_.answer(value);
  if (is_measured(sort) && !(answer && answer->state == State::unknown)) {
    auto amount = read_amount(value, unit, statement.meaning);
    if (amount.has_error() && sort == Sort::number)
      return ignore(as_reason(amount.error()), label, false), false;
    if (amount.has_value()) {
      statement.amount = std::move(*amount);
      const auto bounds = read_bounds(statement);
      if (bounds.has_error())
        patient_->record.ignore("line.reference", as_reason(bounds.error()),
                                fmt::format("line {}", row_->line));
      return true;
    }
  }
  if (answer && sort != Sort::any) {
    statement.state = answer->state;
    statement.flags |= answer->flags;
  } else if (sort != Sort::any && written::begins_as_amount(value)) {
    return ignore(dose_reason, label, false), false;
  } else {
    statement.kind = Kind::observation;
    statement.value_text = value;
  }
  return true;
}

/// False: entered in error, cancelled. Error: a word that isn't known, or says of a number whether
/// it is there.
Result<bool> LineReader::read_status(Statement& statement, bool measured) const {
  const std::string_view text = cell(Role::status);
  if (cells_.is_missing(text)) return true;
  const std::string status = fold(text);
  for (const char* word :
       {"final", "f", "validated", "verified", "authorized", "authorised", "released", "amended",
        "corrected", "c", "active", "completed", "confirmed"})
    if (status == word) {
      if (status == "completed" && !measured) statement.flags |= record::past;
      return true;
    }
  for (const char* word : {"entered in error", "cancelled", "canceled", "x", "d", "w"})
    if (status == word) return false;
  for (const char* word : {"preliminary", "p", "provisional", "unconfirmed"})
    if (status == word) {
      statement.flags |= record::provisional;
      return true;
    }
  const auto answer = cells_.answer(text);
  if (answer && !measured) {
    statement.state = answer->state;
    statement.flags |= answer->flags;
    return true;
  }
  if (answer && answer->state == State::present && answer->flags == record::provisional) {
    statement.flags |= record::provisional;
    return true;
  }
  return wrong(
      answer ? "a status that isn't known for a measured value" : "a status that isn't known",
      "write final, preliminary, corrected, cancelled or entered in error");
}

Result<void> LineReader::read_times(Statement& statement) const {
  const std::string_view start = cell(Role::start);
  if (!cells_.is_missing(start)) {
    const auto time = cells_.date(start);
    if (time.has_error()) return wrong("a start that can't be read", time.error().cure);
    statement.start = *time;
  }
  const std::string_view last = cell(Role::end);
  if (cells_.is_missing(last)) return {};
  const auto time = cells_.date(last);
  if (time.has_error()) return wrong("an end that can't be read", time.error().cure);
  end(statement, *time);
  return {};
}

Result<void> LineReader::read_bounds(Statement& statement) const {
  for (const auto& [role, bound] : {std::pair(Role::reference_low, &statement.reference_low),
                                    std::pair(Role::reference_high, &statement.reference_high)}) {
    const std::string_view text = cell(role);
    if (cells_.is_missing(text)) continue;
    const auto amount = cells_.amount(text, statement.amount->unit);
    if (amount.has_error()) return amount.error();
    *bound = amount->number;
  }
  return {};
}

}  // namespace causa::intake::csv
