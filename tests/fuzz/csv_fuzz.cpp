// SPDX-License-Identifier: Apache-2.0
//
// libFuzzer target: any bytes taken for a CSV file end in records or in an error, a record's counts
// add up, and what was read survives the store. What stands before a NUL byte is taken for the
// mapping. Build with clang -fsanitize=fuzzer,address,undefined; run it in the root of the source
// tree; seeds are in tests/data/intake/csv.

#include "intake/csv/csv_reader.hpp"
#include "intake/csv/mapping.hpp"
#include "written_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  causa::intake::Options options;
  options.vocabulary = fuzz::vocabulary();
  if (const std::size_t end = text.find('\0'); end != std::string_view::npos) {
    auto parsed =
        causa::intake::csv::parse_mapping(text.substr(0, end), "mapping", options.vocabulary);
    if (parsed.has_value())
      options.mapping = std::make_shared<const causa::intake::csv::Mapping>(std::move(*parsed));
    text.remove_prefix(end + 1);
  }
  causa::intake::csv::CsvReader reader(options);
  fuzz::read(reader, text);
  return 0;
}
