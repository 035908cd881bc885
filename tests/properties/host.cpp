// SPDX-License-Identifier: Apache-2.0

#include "properties/host.hpp"

#include <algorithm>

#include "check/case_patient.hpp"

namespace causa::properties {

std::vector<std::filesystem::path> module_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& module : host()->registry.modules())
    if (!module.path.empty()) files.push_back(module.path);
  std::sort(files.begin(), files.end());
  return files;
}

std::optional<record::Record> record_of(const cases::Case& patient) {
  auto record = cases::make_record(patient, host()->vocabulary, as_of_ms);
  if (!record) return std::nullopt;
  return std::move(*record);
}

assess::Assessment assess_with(assess::Worker& worker, const record::Record& record) {
  const record::Record* const records[] = {&record};
  std::vector<assess::Assessment> assessments;
  worker.assess(records, as_of_ms, as_of_ms, assessments);
  return std::move(assessments.front());
}

assess::Assessment assess_alone(const cases::Case& patient) {
  static assess::Worker worker(host(), "");
  const auto record = record_of(patient);
  return record ? assess_with(worker, *record) : assess::Assessment{};
}

}  // namespace causa::properties
