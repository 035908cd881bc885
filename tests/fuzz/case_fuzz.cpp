// SPDX-License-Identifier: Apache-2.0
//
// libFuzzer target: any bytes taken for a case file end in records or in an error, a record's
// counts add up, and what was read survives the store. Build with clang
// -fsanitize=fuzzer,address,undefined; run it in the root of the source tree; seeds are in
// tests/data/intake/case.

#include "intake/cases/case_reader.hpp"
#include "written_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  causa::intake::Options options;
  options.vocabulary = fuzz::vocabulary();
  static causa::intake::cases::CaseReader reader(options);
  fuzz::read(reader, {reinterpret_cast<const char*>(data), size});
  return 0;
}
