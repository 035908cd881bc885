// SPDX-License-Identifier: Apache-2.0
//
// libFuzzer target: any bytes end in records or in an error, a record's counts add up, and what was
// read survives the store. Build with clang -fsanitize=fuzzer,address,undefined; seeds are in
// tests/data/intake.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "intake/fhir/bundle.hpp"
#include "record/codec.hpp"

namespace {

void check(const causa::Result<causa::intake::PatientInput>& patient) {
  if (patient.has_error()) {
    if (patient.error().place.empty() || patient.error().message.empty()) std::abort();
    return;
  }
  const causa::record::Record& record = patient->record;
  std::uint64_t sum = record.resources_used;
  for (const auto& entry : record.ignored) {
    if (entry.source.find('.') == std::string::npos) sum += entry.count;
  }
  if (sum != record.resources_read) std::abort();
  const std::string bytes = causa::record::encode(record);
  const auto again = causa::record::decode(bytes);
  if (again.has_error() || causa::record::encode(*again) != bytes) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  int results = 0;
  causa::intake::fhir::read_bundle({reinterpret_cast<const char*>(data), size}, "input",
                                   [&](causa::Result<causa::intake::PatientInput> patient) {
                                     ++results;
                                     check(patient);
                                   });
  if (results == 0) std::abort();
  return 0;
}
