// SPDX-License-Identifier: Apache-2.0
//
// The patients of one CSV file, wherever their lines stand in it, in the order of their first
// lines. Lines that contradict each other about who the patient is (two sexes, two births) make an
// error of the patient: two people may have been given one id. One thread.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "intake/patient_input.hpp"

namespace causa::intake::csv {

class CsvPatient {
 public:
  explicit CsvPatient(std::size_t line) : line_(line) {}

  void set_sex(record::Sex sex, std::size_t line);
  void set_birth(const TimeSpan& birth, std::size_t line);
  /// An age leaves a range of births; a stated birth outweighs it.
  void set_age(const TimeSpan& births, std::size_t line);

  /// True the first time that the status of a finding called so can't be read.
  bool meets_status(const std::string& label);

  record::Record record;

 private:
  friend class CsvPatients;
  void contradict(std::string_view what, std::size_t former, std::size_t line);

  std::size_t line_;
  std::size_t sex_line_ = 0, birth_line_ = 0, age_line_ = 0;  ///< 0: not stated
  TimeSpan ages_;
  std::string fault_, cure_;
  std::size_t fault_line_ = 0;
  std::set<std::string> statuses_met_;
};

class CsvPatients {
 public:
  /// The patient of an id; without one each line is a patient.
  CsvPatient& of(std::string_view id, std::size_t line);

  /// Hands over all and is empty afterwards. `place` is the file.
  void hand_over(const std::string& place, const Sink& sink);

 private:
  std::deque<CsvPatient> patients_;
  std::map<std::string, CsvPatient*, std::less<>> by_id_;
};

}  // namespace causa::intake::csv
