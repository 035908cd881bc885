// SPDX-License-Identifier: Apache-2.0

#include "intake/csv/patients.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace causa::intake::csv {

namespace {

bool overlap(const TimeSpan& a, const TimeSpan& b) {
  return a.earliest_ms <= b.latest_ms + ms_per_day && b.earliest_ms <= a.latest_ms + ms_per_day;
}

TimeSpan both(const TimeSpan& a, const TimeSpan& b) {
  const TimeSpan narrower{std::max(a.earliest_ms, b.earliest_ms),
                          std::min(a.latest_ms, b.latest_ms)};
  return narrower.earliest_ms <= narrower.latest_ms ? narrower : a;
}

}  // namespace

void CsvPatient::contradict(std::string_view what, std::size_t former, std::size_t line) {
  if (!fault_.empty()) return;
  fault_ = fmt::format("line {} says another {} of the same patient", line, what);
  cure_ = fmt::format("check whether this and line {} speak of one person", former);
  fault_line_ = former;
}

void CsvPatient::set_sex(record::Sex sex, std::size_t line) {
  if (sex == record::Sex::unknown) return;
  if (sex_line_ != 0 && record.sex != sex) return contradict("sex", sex_line_, line);
  record.sex = sex;
  if (sex_line_ == 0) sex_line_ = line;
}

void CsvPatient::set_birth(const TimeSpan& birth, std::size_t line) {
  if (birth_line_ != 0 && !overlap(record.birth, birth))
    return contradict("birth date", birth_line_, line);
  if (age_line_ != 0 && !overlap(ages_, birth)) return contradict("age", age_line_, line);
  record.birth = birth_line_ != 0 ? both(record.birth, birth) : birth;
  if (birth_line_ == 0) birth_line_ = line;
}

void CsvPatient::set_age(const TimeSpan& births, std::size_t line) {
  if (age_line_ != 0 && !overlap(ages_, births)) return contradict("age", age_line_, line);
  ages_ = age_line_ != 0 ? both(ages_, births) : births;
  if (age_line_ == 0) age_line_ = line;
  if (birth_line_ == 0)
    record.birth = ages_;
  else if (!overlap(record.birth, births))
    contradict("age", birth_line_, line);
}

bool CsvPatient::meets_status(const std::string& label) {
  // More names than anybody looks at one by one; the others are counted.
  constexpr std::size_t most_labels = 1000;
  return statuses_met_.size() < most_labels && statuses_met_.insert(label).second;
}

CsvPatient& CsvPatients::of(std::string_view id, std::size_t line) {
  if (id.empty()) return patients_.emplace_back(line);
  const auto found = by_id_.find(id);
  if (found != by_id_.end()) return *found->second;
  CsvPatient& patient = patients_.emplace_back(line);
  patient.record.set_patient_id(id);
  by_id_.emplace(id, &patient);
  return patient;
}

void CsvPatients::hand_over(const std::string& place, const Sink& sink) {
  for (CsvPatient& patient : patients_) {
    if (patient.fault_.empty()) {
      sink(PatientInput{std::move(patient.record), fmt::format("{}:{}", place, patient.line_)});
    } else {
      sink(input_error(fmt::format("{}:{}", place, patient.fault_line_), patient.fault_,
                       patient.cure_));
    }
  }
  by_id_.clear();
  patients_.clear();
}

}  // namespace causa::intake::csv
