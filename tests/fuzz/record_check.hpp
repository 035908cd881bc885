// SPDX-License-Identifier: Apache-2.0
//
// What must hold of whatever a reader hands over: an error names its place; a record's counts add
// up, and what was read survives the store.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

#include "intake/patient_input.hpp"
#include "record/codec.hpp"

namespace fuzz {

inline void check_record(const causa::record::Record& record) {
  std::uint64_t sum = record.resources_used;
  for (const auto& entry : record.ignored) {
    if (entry.source.find('.') == std::string::npos) sum += entry.count;
  }
  if (sum != record.resources_read) std::abort();
  const std::string bytes = causa::record::encode(record);
  const auto again = causa::record::decode(bytes);
  if (again.has_error() || causa::record::encode(*again) != bytes) std::abort();
}

inline void check(const causa::Result<causa::intake::PatientInput>& patient) {
  if (patient.has_value()) return check_record(patient->record);
  if (patient.error().place.empty() || patient.error().message.empty()) std::abort();
}

}  // namespace fuzz
