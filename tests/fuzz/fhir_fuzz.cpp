// SPDX-License-Identifier: Apache-2.0
//
// libFuzzer target: any bytes, as one document and as lines, end in records or in an error, a
// record's counts add up, and what was read survives the store. Build with clang
// -fsanitize=fuzzer,address,undefined; seeds are in tests/data/intake.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "intake/fhir/bundle.hpp"
#include "record_check.hpp"

namespace {

/// The same bytes as lines, which are joined at the end.
void check_lines(std::string_view bytes) {
  causa::intake::fhir::BundleReader reader;
  std::string padded;
  for (std::size_t number = 1; !bytes.empty(); ++number) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    padded.assign(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    const std::size_t size = padded.size();
    if (size == 0) continue;
    padded.append(causa::intake::padding_bytes, '\0');
    reader.read({std::string_view(padded).substr(0, size), padded.size(),
                 "input:" + std::to_string(number), true},
                fuzz::check);
    padded.assign(padded.size(), 'x');  // nothing that is held may point into the line
  }
  reader.finish(fuzz::check);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  int results = 0;
  causa::intake::fhir::read_bundle({reinterpret_cast<const char*>(data), size}, "input",
                                   [&](causa::Result<causa::intake::PatientInput> patient) {
                                     ++results;
                                     fuzz::check(patient);
                                   });
  if (results == 0) std::abort();
  check_lines({reinterpret_cast<const char*>(data), size});
  return 0;
}
