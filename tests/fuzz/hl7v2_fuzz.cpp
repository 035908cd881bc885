// SPDX-License-Identifier: Apache-2.0
//
// libFuzzer target: any bytes end in records or in an error, a record's counts add up, what was
// read survives the store, and every acknowledgment can be read. Build with clang
// -fsanitize=fuzzer,address,undefined; seeds are in tests/data/intake/hl7v2.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.hpp"
#include "intake/hl7v2/message.hpp"
#include "intake/hl7v2/message_reader.hpp"
#include "intake/hl7v2/receipts.hpp"
#include "record_check.hpp"

namespace {

void check_answers(const std::string& text) {
  if (!causa::is_utf8(text)) std::abort();
  for (const std::string_view message : causa::intake::hl7v2::split(text).messages) {
    const auto read = causa::intake::hl7v2::Message::parse(message);
    if (read.has_error() || read->segments.size() < 2 || read->segments.size() > 3) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  causa::intake::hl7v2::Receipts receipts;
  causa::intake::Options options;
  options.receipts = &receipts;
  causa::intake::hl7v2::MessageReader reader(options);
  causa::intake::Document document;
  document.bytes = {reinterpret_cast<const char*>(data), size};
  document.place = "input";
  int results = 0;
  const auto sink = [&](causa::Result<causa::intake::PatientInput> patient) {
    ++results;
    fuzz::check(patient);
    if (patient.has_value()) receipts.stored(patient->receipts);
  };
  reader.read(document, sink);
  reader.finish(sink);
  if (results == 0) std::abort();
  check_answers(receipts.acknowledgments(0));
  return 0;
}
